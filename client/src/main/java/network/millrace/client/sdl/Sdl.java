package network.millrace.client.sdl;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import network.millrace.client.sdl.yaml.YamlException;
import network.millrace.client.sdl.yaml.YamlReader;

/** Reads SDL documents. */
public final class Sdl {
    /** Longest document that is read. */
    public static final int DOCUMENT_CHARS_MAX = YamlReader.TEXT_MAX;

    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final char REPLACEMENT = '\uFFFD';

    private Sdl() {}

    /** What becomes of the accidents that Akash's parser lets pass. */
    public enum Mode {
        /** What would surprise the tenant is refused, with the reason. */
        STRICT,
        /** Follows Akash in everything; what would surprise is remarked on. */
        COMPAT
    }

    /**
     * Reads a document in the strict mode.
     *
     * @throws SdlException with every problem of the document, when there is any
     */
    public static SdlDocument parse(String text) throws SdlException {
        return parse(text, Mode.STRICT);
    }

    /**
     * Reads a document as it lies in a file.
     *
     * @throws SdlException with every problem of the document, also when the bytes are no text
     */
    public static SdlDocument parse(byte[] bytes, Mode mode) throws SdlException {
        return parse(text(bytes, mode), mode);
    }

    /**
     * Reads a document and builds its groups and its manifest.
     *
     * @throws SdlException with every problem of the document, when there is any
     */
    public static SdlDocument parse(String text, Mode mode) throws SdlException {
        Problems problems = new Problems(mode);
        checkLength(text.length(), "characters", problems);
        try {
            Optional<YamlValue> root = root(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text, problems);
            Optional<Source> source = root.flatMap(DocumentReader::read);
            if (source.isEmpty()) {
                // Without a known version there is nothing more to say, and the reason is among the problems.
                throw problems.refusal();
            }
            return build(source.get(), problems);
        } catch (Problems.Enough enough) {
            throw problems.refusal();
        }
    }

    private static Optional<YamlValue> root(String text, Problems problems) {
        try {
            YamlReader.Stream stream = YamlReader.read(text);
            if (stream.root().isEmpty()) {
                problems.add("the document is empty", "begin with version: \"2.0\"");
            }
            Optional<YamlValue> root = stream.root().map(node -> YamlValue.root(node, problems));
            if (stream.more()) {
                root.ifPresent(first -> first.accident(
                        Accident.DOCUMENT_AFTER, "there is more after the first document", "take it out"));
            }
            return root;
        } catch (YamlException noYaml) {
            problems.add(new SdlProblem(
                    noYaml.line(), noYaml.column(), "", String.valueOf(noYaml.getMessage()), noYaml.hint()));
            return Optional.empty();
        }
    }

    private static void checkLength(long length, String unit, Problems problems) throws SdlException {
        if (length > DOCUMENT_CHARS_MAX) {
            problems.add(
                    "a document has at most " + DOCUMENT_CHARS_MAX + " " + unit + "; this one has more",
                    "let the program fetch what is large, or put it into the image");
        }
        problems.throwIfAny();
    }

    private static String text(byte[] bytes, Mode mode) throws SdlException {
        Problems problems = new Problems(mode);
        checkLength(bytes.length, "bytes", problems);
        String decoded = new String(bytes, StandardCharsets.UTF_8);
        if (decoded.indexOf(REPLACEMENT) < 0) {
            return decoded;
        }
        // The character stands there itself, or in place of bytes that are no text.
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(buffer).toString();
        } catch (CharacterCodingException notText) {
            problems.add(notText(bytes, buffer.position()));
            throw problems.refusal();
        }
    }

    /** The place of the first byte that is no part of a text. */
    private static SdlProblem notText(byte[] bytes, int position) {
        String before = new String(bytes, 0, position, StandardCharsets.UTF_8);
        int start = before.lastIndexOf('\n') + 1;
        return new SdlProblem(
                (int) before.chars().filter(character -> character == '\n').count() + 1,
                before.codePointCount(start, before.length()) + 1,
                "",
                "a document is text in UTF-8; the byte " + (bytes[position] & 0xFF) + " does not belong there",
                "save the file in UTF-8");
    }

    /** Each check looks at what could be read, so that all of them speak at once. */
    private static SdlDocument build(Source source, Problems problems) throws SdlException {
        Extent.check(source);
        ReferenceChecks.check(source);
        ServiceChecks.check(source);
        Plan plan = PlanBuilder.build(source);
        StorageChecks.check(plan);
        GroupChecks.check(plan, source);
        problems.throwIfAny();
        return SdlDocument.of(plan, source, problems);
    }
}
