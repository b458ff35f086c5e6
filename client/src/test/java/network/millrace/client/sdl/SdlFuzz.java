package network.millrace.client.sdl;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import network.millrace.protocol.crypto.Hash;

/** What must hold for any bytes at all; Jazzer looks for bytes for which it does not. */
public final class SdlFuzz {
    private SdlFuzz() {}

    /** Jazzer calls this by its name. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        Optional<SdlDocument> compat = parse(bytes, Sdl.Mode.COMPAT);
        Optional<SdlDocument> strict = parse(bytes, Sdl.Mode.STRICT);
        compat.ifPresent(SdlFuzz::checkReadBack);
        if (strict.isPresent()) {
            SdlDocument document = compat.orElseThrow(
                    () -> new IllegalStateException("what the strict mode takes the compat mode takes too"));
            require(document.version().equals(strict.get().version()), "both modes give one hash");
            require(document.groups().equals(strict.get().groups()), "both modes give the same groups");
        }
    }

    /** Refused documents have problems, each with a place in the document and a sentence. */
    private static Optional<SdlDocument> parse(byte[] bytes, Sdl.Mode mode) {
        try {
            return Optional.of(Sdl.parse(bytes, mode));
        } catch (SdlException refused) {
            List<SdlProblem> problems = refused.problems();
            require(!problems.isEmpty(), "a refusal has reasons");
            for (SdlProblem problem : problems) {
                require(problem.line() >= 0 && !problem.message().isBlank(), "a problem has a sentence");
                require((problem.line() == 0) == (problem.column() == 0), "a problem has a whole place or none");
            }
            return Optional.empty();
        }
    }

    private static void checkReadBack(SdlDocument document) {
        byte[] json = document.canonicalJson();
        require(
                Arrays.equals(ManifestJson.write(ManifestJson.read(json)), json),
                "a manifest that is read back has the same hash");
        require(ManifestJson.read(json).equals(document.manifest()), "a manifest that is read back is the same");
        require(Hash.sha256(json).equals(document.version()), "the version is the hash of the manifest");
        require(
                ManifestCheck.differences(document.manifest(), document.groups())
                        .isEmpty(),
                "a manifest fits the groups of its document");
        require(!document.groupsJson().isEmpty() && !document.manifestJson().isEmpty(), "documents can be shown");
        require(document.groupPrices().size() == document.groups().size(), "each group has a price");
    }

    private static void require(boolean holds, String law) {
        if (!holds) {
            throw new IllegalStateException("broken: " + law);
        }
    }
}
