package network.millrace.client.sdl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import network.millrace.protocol.manifest.v1.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Real documents and what Akash's own parser says of each. The corpus is not part of this repository: it is looked for
 * beside the checkout (../shared/corpora/sdl) or where -Dmillrace.corpus.sdl points.
 */
class SdlCorpusTest {
    private static final String FOLDER_PROPERTY = "millrace.corpus.sdl";
    private static final String INPUT = ".sdl.yaml";
    /** Valid for Akash through an arithmetic accident only (cores wrap at 2^32); refused here. */
    private static final String WRAPPED = "cpu-wrap-uint32";

    private final JsonMapper json = JsonMapper.builder().build();
    private List<Path> inputs = List.of();

    @BeforeEach
    void findCorpus() throws IOException {
        Path folder = Path.of(System.getProperty(
                FOLDER_PROPERTY, root().resolve("../shared/corpora/sdl").toString()));
        assumeTrue(
                Files.isDirectory(folder),
                "no SDL corpus at " + folder.normalize() + "; point -D" + FOLDER_PROPERTY + " to it to run this test");
        try (Stream<Path> files = Files.walk(folder)) {
            inputs = files.filter(file -> file.toString().endsWith(INPUT))
                    .sorted()
                    .toList();
        }
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw")) && folder.getParent() != null) {
            folder = folder.getParent();
        }
        return folder;
    }

    private JsonNode oracle(Path input) throws IOException {
        String name = input.getFileName().toString().replace(INPUT, ".oracle.json");
        return json.readTree(Files.readString(input.resolveSibling(name)));
    }

    /** Empty when our verdict and Akash's agree, and with it groups, canonical JSON and hash. */
    private Optional<String> difference(Path input) throws IOException {
        JsonNode oracle = oracle(input);
        boolean valid = oracle.path("valid").asBoolean(false);
        try {
            SdlDocument document = Sdl.parse(Files.readString(input));
            return valid ? difference(oracle, document) : Optional.of("accepted; Akash: " + oracle.path("error"));
        } catch (SdlException refused) {
            return valid ? Optional.of("refused: " + refused.getMessage()) : Optional.empty();
        }
    }

    private static Optional<String> difference(JsonNode oracle, SdlDocument document) {
        String canonical = new String(document.canonicalJson(), StandardCharsets.UTF_8);
        if (!canonical.equals(oracle.path("manifest_canonical").asString(""))) {
            return Optional.of("canonical JSON is\n    " + canonical + "\n    instead of\n    "
                    + oracle.path("manifest_canonical").asString(""));
        }
        if (!document.version().hex().equals(oracle.path("version_hex").asString(""))) {
            return Optional.of("hash");
        }
        List<String> groups = document.groups().stream()
                .map(group -> HexFormat.of().formatHex(group.toByteArray()))
                .toList();
        List<String> expected = new ArrayList<>();
        oracle.path("groups_proto_hex").forEach(group -> expected.add(group.asString("")));
        return groups.equals(expected)
                ? Optional.empty()
                : Optional.of("groups are\n    " + groups + "\n    instead of\n    " + expected);
    }

    @Test
    void everyVerdictGroupAndHashIsThatOfAkash() throws IOException {
        List<String> differences = new ArrayList<>();
        int deliberate = 0;
        for (Path input : inputs) {
            Optional<String> difference = difference(input);
            if (difference.isPresent() && input.toString().contains(WRAPPED)) {
                deliberate++;
            } else {
                difference.ifPresent(text -> differences.add(input.getFileName() + ": " + text));
            }
        }

        int agreeing = inputs.size() - differences.size() - deliberate;
        System.out.println("SDL corpus: " + agreeing + " of " + inputs.size()
                + " documents agree in verdict, groups and hash; " + deliberate + " differ(s) on purpose");
        assertThat(differences).isEmpty();
    }

    @Test
    void manifestOfEveryValidDocumentIsReadBack() throws Exception {
        for (Path input : inputs) {
            if (difference(input).isEmpty() && oracle(input).path("valid").asBoolean(false)) {
                SdlDocument document = Sdl.parse(Files.readString(input));
                Manifest read = ManifestJson.read(document.canonicalJson());

                assertThat(read).as(input.toString()).isEqualTo(document.manifest());
                assertThat(ManifestCheck.differences(read, document.groups()))
                        .as(input.toString())
                        .isEmpty();
            }
        }
    }
}
