package network.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code millrace sdl …} as a person and a script use it. The session's node is one that does not exist: nothing here may ask it. */
class SdlCommandsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private Path folder;

    private Path good = Path.of("");
    private Path bad = Path.of("");

    @BeforeEach
    void writeDocuments() throws Exception {
        String document = sdl("init").out();
        good = Files.writeString(folder.resolve("good.yaml"), document);
        bad = Files.writeString(
                folder.resolve("bad.yaml"), document.replace("128Mi", "128mb").replace("units: 0.5", "units: half"));
    }

    @Test
    void rightDocumentIsOneLineWithItsPriceAndHash() {
        var run = sdl("check", good.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines()).hasSize(2);
        assertThat(run.out())
                .contains("AT MOST", "HERE", "valid", "100 uusd", version(good).substring(0, 12));
    }

    @Test
    void everyProblemIsShownWithPlaceCaretAndHint() {
        var run = sdl("check", bad.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("millrace: this document cannot be used\n");
        int line = lineOf(bad, "size: 128mb");
        assertThat(run.out())
                .contains(bad + ":" + line + ":17: error: profiles.compute.web.resources.memory.size: ")
                .contains("    " + "          size: 128mb\n" + "    " + " ".repeat(16) + "^\n")
                .contains("128Mi")
                .contains("units: half", "2 errors");
    }

    @Test
    void whatCannotBeReadIsAnErrorOfThatFileAlone() throws Exception {
        Path binary = Files.write(folder.resolve("binary.yaml"), new byte[] {'a', ':', ' ', (byte) 0xC3, 0x28, 0});
        Path huge = Files.writeString(folder.resolve("huge.yaml"), "#" + "x".repeat(11 << 20));

        var run = sdl(
                "check",
                folder.toString(),
                folder.resolve("missing.yaml").toString(),
                binary.toString(),
                huge.toString(),
                "",
                good.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains(folder + ": error: this is a folder")
                .contains("missing.yaml: error: there is no such file")
                .contains("binary.yaml:1:4: error: a document is text in UTF-8")
                .contains("huge.yaml: error: a document has at most")
                .containsPattern("good.yaml +valid");
        assertThat(run.err()).isEqualTo("millrace: 5 of 6 documents cannot be used\n");
    }

    @Test
    void jsonIsOneObjectAFileInTheOrderOfTheFiles() throws Exception {
        var run = sdl("check", bad.toString(), good.toString(), "/nowhere.yaml", "--output", "json");

        List<JsonNode> objects = objects(run.out());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(objects).hasSize(3);
        for (JsonNode object : objects) {
            assertThat(object.propertyNames())
                    .containsExactly("file", "valid", "errors", "groups", "manifest", "version", "warnings");
        }
        JsonNode invalid = objects.get(0);
        assertThat(invalid.path("file").asString()).isEqualTo(bad.toString());
        assertThat(invalid.path("valid").asBoolean()).isFalse();
        assertThat(invalid.path("groups").isNull()).isTrue();
        assertThat(invalid.path("version").isNull()).isTrue();
        assertThat(invalid.path("errors")).hasSize(2).allSatisfy(error -> assertThat(error.propertyNames())
                .containsExactly("line", "column", "message", "hint"));
        JsonNode valid = objects.get(1);
        assertThat(valid.path("valid").asBoolean()).isTrue();
        assertThat(valid.path("errors")).isEmpty();
        assertThat(valid.path("version").asString()).isEqualTo(version(good));
        JsonNode missing = objects.get(2);
        assertThat(missing.path("errors").path(0).path("line").asInt()).isEqualTo(1);
    }

    @Test
    void columnsCountCodePoints() throws Exception {
        Path file = Files.writeString(
                folder.resolve("wide.yaml"),
                Files.readString(good)
                        .replace("size: 128Mi", "{ \"\uD83D\uDE00\": 1, size: 1mi }")
                        .replace("memory:\n          {", "memory: {"));

        JsonNode error = objects(
                        sdl("check", file.toString(), "--output", "json").out())
                .getFirst()
                .path("errors");

        assertThat(error.toString()).contains("\"line\":" + lineOf(file, "1mi"));
        String line = Files.readAllLines(file).get(lineOf(file, "1mi") - 1);
        int column = line.codePointCount(0, line.indexOf("1mi")) + 1;
        assertThat(error.toString()).contains("\"column\":" + column);
    }

    @Test
    void standardInputIsADash() {
        var run = new Session(folder).runWithInput(read(good), "sdl", "check", "-", "--output", "json");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("{\"file\":\"-\",\"valid\":true");
    }

    @Test
    void standardInputIsReadOnceOnly() {
        var run = sdl("check", "-", good.toString(), "-");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("standard input (-) can be read once only");
    }

    @Test
    void withoutFilesItIsWrongUsage() {
        assertThat(sdl("check").exitCode()).isEqualTo(2);
        assertThat(sdl("explain").exitCode()).isEqualTo(2);
    }

    @Test
    void moneyOfAkashIsShownInBothAndARefusedOneIsWarnedOf() {
        var alias =
                new Session(folder).runWithInput(read(good).replace("denom: uusd", "denom: uact"), "sdl", "check", "-");
        var refused =
                new Session(folder).runWithInput(read(good).replace("denom: uusd", "denom: uakt"), "sdl", "check", "-");

        assertThat(alias.out()).contains("100 uact  100 uusd").doesNotContain("warning");
        assertThat(refused.exitCode()).isZero();
        assertThat(refused.out()).contains("warning", "does not price leases in uakt", "refused");
    }

    @Test
    void secretsInTheEnvironmentAreWarnedOf() {
        var run = new Session(folder)
                .runWithInput(read(good).replace("GREETING=hello", "DB_PASSWORD=x"), "sdl", "check", "-");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("DB_PASSWORD looks like a secret", "valid, 1 warning");
    }

    @Test
    void namedNodeIsAskedForItsTerms() {
        var run = sdl("check", good.toString(), "--node", "http://127.0.0.1:1");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("leave --node out");
    }

    @Test
    void canonicalManifestHashesToTheVersion() throws Exception {
        byte[] canonical = sdl("manifest", good.toString(), "--canonical").out().getBytes(StandardCharsets.UTF_8);

        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(canonical));
        assertThat(hash).isEqualTo(version(good));
    }

    @Test
    void manifestForPeopleIsTheOneForScriptsLaidOut() throws Exception {
        String laidOut = sdl("manifest", good.toString()).out();
        String plain = sdl("manifest", good.toString(), "--output", "json").out();

        assertThat(laidOut.lines().count()).isGreaterThan(40);
        assertThat(JSON.readTree(laidOut)).isEqualTo(JSON.readTree(plain));
        assertThat(plain.lines()).hasSize(1);
    }

    @Test
    void groupsShowWhatIsOrdered() {
        assertThat(sdl("groups", "../examples/gpu.yaml").out())
                .contains(
                        "datacentre",
                        "16 CPU, 256 GiB memory, 8 GPUs (nvidia h200 141Gi), 512 GiB disk",
                        "1 HTTP",
                        "10000uusd")
                .contains("say tier=datacentre");
        assertThat(sdl("groups", "../examples/gpu.yaml", "--output", "json").out())
                .startsWith("[{\"name\":\"datacentre\"");
    }

    @Test
    void explanationAddsUpAndReckonsPrices() throws Exception {
        String text = sdl("explain", "../examples/two-services.yaml").out();

        assertThat(text)
                .contains("2 instances of api", "1 instance of page", "port 3000 to the service page")
                .contains("needs     0.6 CPU, 320 MiB memory, 640 MiB disk")
                .contains("at most 150 uusd for 6 s: 0.09 usd an hour, 64.8 usd a month");
        JsonNode json = JSON.readTree(sdl("explain", "../examples/two-services.yaml", "--output", "json")
                .out());
        assertThat(json.path("needs").path("cpu_millis").asInt()).isEqualTo(600);
        assertThat(json.path("costs").path(0).path("month").asLong()).isEqualTo(64_800_000);
    }

    @Test
    void explanationOfAWrongDocumentShowsItsProblems() {
        var run = sdl("explain", bad.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("128mb", "^", "this document cannot be used");
    }

    @ParameterizedTest
    @ValueSource(strings = {"web", "gpu-inference", "batch"})
    void everyVariantBeginsRightAndWithoutWarnings(String variant) {
        var document = sdl("init", "--variant", variant);
        var check = new Session(folder).runWithInput(document.out(), "sdl", "check", "-");

        assertThat(check.exitCode()).as(check.out()).isZero();
        assertThat(check.out()).doesNotContain("warning").contains("valid");
        assertThat(document.out().lines().filter(line -> line.contains("#")).count())
                .isGreaterThan(10);
    }

    @Test
    void fileThatIsThereIsReplacedOnlyByForce() throws Exception {
        Path file = Files.writeString(folder.resolve("mine.yaml"), "mine");

        var refused = sdl("init", "-o", file.toString());
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(Files.readString(file)).isEqualTo("mine");

        assertThat(sdl("init", "-o", file.toString(), "--force").exitCode()).isZero();
        assertThat(Files.readString(file)).isEqualTo(Files.readString(good));
    }

    @Test
    void unknownVariantNamesTheKnownOnes() {
        var run = sdl("init", "--variant", "mainframe");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("web, gpu-inference, batch");
    }

    @Test
    void importedDocumentGoesToOutAndNotesToErr() throws Exception {
        Path compose = Files.writeString(folder.resolve("compose.yaml"), """
                services:
                  web:
                    build: .
                    ports: ["${PORT}:8080"]
                    environment: {API_TOKEN: abc}
                """);
        Path env = Files.writeString(folder.resolve(".env"), "# mine\nexport PORT=8081\nQUOTED=\"a # b\"\n");

        var refused = sdl("import", "compose", compose.toString());
        var run = sdl(
                "import",
                "compose",
                compose.toString(),
                "--env-file",
                env.toString(),
                "--image",
                "web=acme/web:1",
                "--price",
                "7");

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains(compose + ":3:5: error: services.web: ", "--image web=");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("left out: services.web.build:", "API_TOKEN looks like a secret");
        assertThat(run.out()).contains("image: acme/web:1", "amount: 7");
        assertThat(new Session(folder)
                        .runWithInput(run.out(), "sdl", "check", "-")
                        .exitCode())
                .isZero();
    }

    @Test
    void composeFileIsNeverReadInPartOnly() throws Exception {
        Path file = Files.writeString(
                folder.resolve("long.yaml"), "services: {web: {image: x}}\n#" + "\u20AC".repeat(400_000));

        var run = sdl("import", "compose", file.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("longer than 1048576 bytes");
    }

    @Test
    void caretStandsRightBehindAByteOrderMark() {
        var run = new Session(folder).runWithInput("\uFEFFversion: nine\n", "sdl", "check", "-");

        assertThat(run.out()).contains("standard input:1:10: error", "    version: nine\n             ^\n");
    }

    @Test
    void missingComposeFileIsWrongUsage() {
        assertThat(sdl("import", "compose", "/nowhere.yaml").exitCode()).isEqualTo(2);
        assertThat(sdl("import", "compose", "/nowhere.yaml", "--set", "novalue").exitCode())
                .isEqualTo(2);
    }

    private Session.Run sdl(String... words) {
        List<String> arguments = new ArrayList<>(List.of("sdl"));
        arguments.addAll(List.of(words));
        return new Session(folder).run(arguments.toArray(String[]::new));
    }

    private String version(Path file) {
        return objects(sdl("check", file.toString(), "--output", "json").out())
                .getFirst()
                .path("version")
                .asString();
    }

    private static List<JsonNode> objects(String lines) {
        return lines.lines().map(JSON::readTree).toList();
    }

    private static int lineOf(Path file, String text) {
        try (Stream<String> lines = read(file).lines()) {
            return (int) lines.takeWhile(line -> !line.contains(text)).count() + 1;
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }
}
