package network.millrace.client.sdl;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads SDL documents. */
public final class Sdl {
    /** Longest document that is read. */
    public static final int DOCUMENT_CHARS_MAX = 1 << 20;

    private Sdl() {}

    /**
     * Reads a document and builds its groups and its manifest.
     *
     * @throws SdlException with every problem of the document, when there is any
     */
    public static SdlDocument parse(String text) throws SdlException {
        Problems problems = new Problems();
        if (text.length() > DOCUMENT_CHARS_MAX) {
            problems.add("a document has at most " + DOCUMENT_CHARS_MAX + " characters; this one has " + text.length());
        }
        problems.throwIfAny();
        Optional<Source> source = YamlValue.parse(text, problems).flatMap(DocumentReader::read);
        // Without a known version there is nothing more to say, and the reason is among the problems.
        problems.throwIfAny();
        return build(source.orElseThrow(), problems);
    }

    private static SdlDocument build(Source source, Problems problems) throws SdlException {
        ReferenceChecks.check(source);
        problems.throwIfAny();
        Plan plan = PlanBuilder.build(source);
        PlanChecks.check(plan, source);
        problems.throwIfAny();
        SortedMap<String, YamlValue> denoms = new TreeMap<>();
        plan.groups().forEach(group -> group.units()
                .forEach(unit -> denoms.putIfAbsent(
                        unit.pricing().denom(), unit.pricing().at())));
        return new SdlDocument(GroupSpecs.of(plan), Manifests.of(plan), problems.remarks(), denoms);
    }
}
