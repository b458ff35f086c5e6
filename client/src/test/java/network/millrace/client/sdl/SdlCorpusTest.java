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
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
    private static final int SHOWN = 60;

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

    private static SdlDocument parse(Path input) throws IOException, SdlException {
        return Sdl.parse(Files.readAllBytes(input), Sdl.Mode.COMPAT);
    }

    /** Empty when our verdict and Akash's agree, and with it everything that Akash makes of the document. */
    private Optional<String> difference(Path input) throws IOException {
        JsonNode oracle = oracle(input);
        boolean valid = oracle.path("valid").asBoolean(false);
        try {
            SdlDocument document = parse(input);
            return valid ? difference(oracle, document) : Optional.of("accepted; Akash: " + oracle.path("error"));
        } catch (SdlException refused) {
            return valid ? Optional.of("refused: " + refused.getMessage()) : Optional.empty();
        }
    }

    private Optional<String> difference(JsonNode oracle, SdlDocument document) {
        String canonical = new String(document.canonicalJson(), StandardCharsets.UTF_8);
        List<String> protos = document.groups().stream()
                .map(group -> HexFormat.of().formatHex(group.toByteArray()))
                .toList();
        Map<String, String> prices = new TreeMap<>();
        document.groupPrices().forEach(price -> prices.put(price.group(), price.coin()));
        String window = document.reclamationWindow().map(GoDuration::format).orElse("");
        return different("groups", tree(document.groupsJson()), oracle.path("groups"))
                .or(() -> different("groups_proto_hex", json.valueToTree(protos), oracle.path("groups_proto_hex")))
                .or(() -> different("group_prices", json.valueToTree(prices), oracle.path("group_prices")))
                .or(() -> different("manifest", tree(document.manifestJson()), oracle.path("manifest")))
                .or(() -> different(
                        "manifest_canonical",
                        canonical,
                        oracle.path("manifest_canonical").asString("")))
                .or(() -> different(
                        "version_hex",
                        document.version().hex(),
                        oracle.path("version_hex").asString("")))
                .or(() -> different(
                        "reclamation_min_window",
                        window,
                        oracle.path("reclamation_min_window").asString("")));
    }

    private JsonNode tree(String text) {
        return json.readTree(text);
    }

    private static Optional<String> different(String field, JsonNode ours, JsonNode theirs) {
        return ours.equals(theirs) ? Optional.empty() : different(field, ours.toString(), theirs.toString());
    }

    /** The place where two texts part, with a little of what is around it. */
    private static Optional<String> different(String field, String ours, String theirs) {
        if (ours.equals(theirs)) {
            return Optional.empty();
        }
        int at = 0;
        while (at < Math.min(ours.length(), theirs.length()) && ours.charAt(at) == theirs.charAt(at)) {
            at++;
        }
        return Optional.of(field + " differs from character " + at + " on:\n    ours   …" + around(ours, at)
                + "\n    Akash's …" + around(theirs, at));
    }

    private static String around(String text, int at) {
        return text.substring(Math.max(0, at - SHOWN), Math.min(text.length(), at + SHOWN));
    }

    @Test
    void inCompatModeEveryFieldIsThatOfAkash() throws IOException {
        List<String> differences = new ArrayList<>();
        for (Path input : inputs) {
            difference(input).ifPresent(text -> differences.add(input + "\n  " + text));
        }

        System.out.println("SDL corpus: " + (inputs.size() - differences.size()) + " of " + inputs.size()
                + " documents agree with Akash in verdict, groups, prices, manifest and hash");
        assertThat(differences.stream().limit(1)).isEmpty();
    }

    @Test
    void manifestOfEveryValidDocumentIsReadBackAndFits() throws Exception {
        for (Path input : inputs) {
            if (oracle(input).path("valid").asBoolean(false)) {
                SdlDocument document = parse(input);
                Manifest read = ManifestJson.read(document.canonicalJson());

                assertThat(read).as(input.toString()).isEqualTo(document.manifest());
                assertThat(ManifestCheck.differences(read, document.groups()))
                        .as(input.toString())
                        .isEmpty();
            }
        }
    }

    /** What is valid for Akash and refused here is refused for an accident, never for anything else. */
    @Test
    void inStrictModeOnlyAccidentsAreRefusedBeyondAkash() throws Exception {
        List<String> sentences =
                Stream.of(Accident.values()).map(Accident::sentence).toList();
        Map<String, Integer> refused = new TreeMap<>();
        for (Path input : inputs) {
            if (!oracle(input).path("valid").asBoolean(false)) {
                continue;
            }
            try {
                Sdl.parse(Files.readAllBytes(input), Sdl.Mode.STRICT);
            } catch (SdlException strict) {
                refused.merge(input.getName(input.getNameCount() - 2).toString(), 1, Integer::sum);
                assertThat(strict.problems()).as(input.toString()).allSatisfy(problem -> assertThat(sentences)
                        .anySatisfy(sentence -> assertThat(problem.message()).endsWith(sentence)));
            }
        }
        System.out.println("SDL corpus: valid for Akash and refused in strict mode: " + refused);
    }
}
