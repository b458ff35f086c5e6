package network.millrace.client.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import network.millrace.client.compose.ComposeImport.Imported;
import network.millrace.client.compose.ComposeNote.Kind;
import network.millrace.client.sdl.Sdl;
import network.millrace.client.sdl.yaml.YamlNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be imported says why and where; what wants to hurt is refused. */
class ComposeProblemsTest {
    @Test
    void allProblemsAreNamedAtOnceWithTheirPlaces() {
        String text = """
                services:
                  web:
                    build: .
                    ports: ["eighty:80"]
                    environment: 7
                    mem_limit: much
                    depends_on: [ghost]
                    volumes: ["data:/data", "data2:relative"]
                volumes: {data2: }
                """;

        List<ComposeNote> problems = problems(text);

        assertThat(problems.stream().map(ComposeNote::toString)).anySatisfy(problem -> assertThat(problem)
                .startsWith("line 4, column 13: services.web.ports[0]: expected a port such as"));
        assertThat(problems).extracting(ComposeNote::line).containsOnly(3, 4, 5, 6, 8);
        assertThat(problems.toString())
                .contains("--image web=", "it needs the service ghost", "there is no volume data under volumes");
    }

    @Test
    void requiredVariableIsAskedFor() {
        assertThat(problems("services: {web: {image: 'x:${TAG:?which release}'}}"))
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.message()).isEqualTo("TAG needs a value (which release): --set TAG=…"));
    }

    @Test
    void variableWithoutValueIsEmptyAndSaidToBe() throws Exception {
        Imported imported = read("services: {web: {image: x, ports: ['80'], environment: {NAME: 'a$WHO b'}}}");

        assertThat(imported.sdl()).contains("- \"NAME=a b\"");
        assertThat(imported.of(Kind.CHANGED).toString()).contains("WHO has no value here");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5$", "$$5", "a$$b", "${A-}", "${A:-${B:-${C-d}}}", "$A$A", "${A:+x}", "{$A}"})
    void everyFormOfVariableIsUnderstood(String value) throws Exception {
        assertThat(read("services: {web: {image: x, environment: {V: '" + value + "'}}}")
                        .sdl())
                .contains("V=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"${A", "${}", "${A!b}", "$-", "${A:}", "a ${A:-${B} c"})
    void brokenVariableIsAProblem(String value) {
        assertThat(problems("services: {web: {image: x, environment: {V: '" + value + "'}}}"))
                .allSatisfy(problem -> assertThat(problem.message()).contains("$$"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "run --name 'a b' \"c d\"|run;--name;a b;c d",
                "sh -c \"echo \\\"hi\\\" > x\"|sh;-c;echo \"hi\" > x",
                "a\\ b '' c|a b;;c",
                "  spaced   out  |spaced;out"
            })
    void commandLineIsSplitAsAShellWould(String line, String words) throws Exception {
        Value at = new Value(
                new YamlNode.Scalar(line, false, YamlNode.NO_TAG, 1, 1),
                "",
                new Reading(new Notes(), new Interpolation(Map.of())));

        assertThat(ShellWords.split(at, line)).containsExactly(words.split(";", -1));
    }

    @ParameterizedTest
    @CsvSource({"512m,512Mi", "1.5g,1536Mi", "100kb,100Ki", "2GiB,2Gi", "1048577,1048577", "1tb,1Ti", "1.5,2"})
    void sizesCountIn1024AndRoundUp(String compose, String sdl) {
        assertThat(Sizes.sdl(Sizes.bytes(compose).orElseThrow())).isEqualTo(sdl);
    }

    @Test
    void sizeBeyondSdlIsToldAsAProblem() {
        assertThat(problems("services: {web: {image: x, mem_limit: 100t, cpus: 0.5}}"))
                .anySatisfy(problem ->
                        assertThat(problem.message()).contains("memory", "SDL does not take what comes out"));
    }

    @Test
    void optionsFillWhatComposeDoesNotSay() throws Exception {
        ComposeOptions options = new ComposeOptions(
                Map.of(), Map.of("web", "ghcr.io/acme/web:1"), "20Gi", "3Gi", 250, "96Mi", "uact", BigDecimal.TEN);

        String sdl = ComposeImport.read("services: {web: {build: ., volumes: ['data:/d']}}\nvolumes: {data: }", options)
                .sdl();

        assertThat(sdl)
                .contains(
                        "ghcr.io/acme/web:1",
                        "size: 20Gi",
                        "- size: 3Gi",
                        "units: 0.25",
                        "size: 96Mi",
                        "denom: uact",
                        "amount: 10");
    }

    @Test
    void textsFromTheFileCannotBreakOutOfCommentsOrScalars() throws Exception {
        Imported imported = read("""
                services:
                  web:
                    image: "x: y\\nservices: {}"
                    "evil\\n  injected: true": 1
                    environment: {A: "b\\n# c: d\\u2028e"}
                    command: ["- not a list", "&anchor", "*alias", "!tag", "%dir", "@at", "`tick`", "no", "1e3", "~", ""]
                """);

        var service = Sdl.parse(imported.sdl()).manifest().getGroups(0).getServices(0);
        assertThat(service.getImage()).isEqualTo("x: y\nservices: {}");
        assertThat(service.getEnvList()).containsExactly("A=b\n# c: d\u2028e");
        assertThat(service.getArgsList())
                .containsExactly(
                        "- not a list", "&anchor", "*alias", "!tag", "%dir", "@at", "`tick`", "no", "1e3", "~", "");
        assertThat(imported.of(Kind.LEFT_OUT)).singleElement().satisfies(note -> assertThat(note.path())
                .doesNotContain("\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# only a comment",
                "just text",
                "[a, list]",
                "services: []",
                "services:",
                "services: {web: }",
                "services: {web: [1]}",
                "services: {web: {image: [x]}}",
                "services: {web: {image: x, image: y}}",
                "services: {web: {image: *nobody}}",
                "services: &a {web: *a}",
                "services:\n\tweb: {}",
                "services: {? [a] : b}",
                "services: {web: {image: x, ports: ['99999']}}",
                "services: {web: {image: x, ports: ['1-65535']}}",
                "services: {web: {image: x, deploy: {replicas: 1e9}}}",
                "services: {web: {image: x, deploy: {replicas: -1}}}",
                "services: {web: {image: x, cpus: NaN}}",
                "services: {web: {image: x, gpus: 9999}}",
                "services: {web: {image: x, networks: [nowhere]}}",
                "services: {web: {image: x, command: \"an 'open quote\"}}",
                "services: {web: {image: \"a\u0000b\"}}"
            })
    void whatIsNoComposeFileIsASentence(String text) {
        assertThat(problems(text)).isNotEmpty().allSatisfy(problem -> assertThat(problem.message())
                .isNotBlank()
                .doesNotContain("Exception"));
    }

    @Test
    void aliasesOfAliasesAreNotSpelledOut() {
        StringBuilder text = new StringBuilder("x-0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for (int i = 1; i < 12; i++) {
            text.append("x-")
                    .append(i)
                    .append(": &a")
                    .append(i)
                    .append(" [")
                    .append(("*a" + (i - 1) + ",").repeat(9))
                    .append("]\n");
        }
        text.append("services: {web: {image: x, environment: *a11}}\n");

        assertThat(problems(text.toString())).isNotEmpty();
    }

    @Test
    void mergesOfMergesAreNotSpelledOut() {
        StringBuilder text = new StringBuilder("x-0: &a0 {k: v}\n");
        for (int i = 1; i < 40; i++) {
            text.append("x-")
                    .append(i)
                    .append(": &a")
                    .append(i)
                    .append(" {<<: [*a")
                    .append(i - 1)
                    .append(", *a")
                    .append(i - 1)
                    .append("]}\n");
        }
        text.append("services: {web: {image: x, environment: *a39}}\n");

        assertThat(problems(text.toString()).toString()).contains("merge");
    }

    @Test
    void deepNestingIsRefusedWithItsPlace() {
        assertThat(problems("services: " + "[".repeat(100_000)))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("200 deep in each other"));
    }

    @Test
    void longMergeChainIsRefused() {
        StringBuilder text = new StringBuilder("x-0: &a0 {k: v}\n");
        for (int i = 1; i < 7_000; i++) {
            text.append("x-")
                    .append(i)
                    .append(": &a")
                    .append(i)
                    .append(" {<<: *a")
                    .append(i - 1)
                    .append("}\n");
        }
        text.append("services: {web: {image: x, environment: *a6999}}\n");

        assertThat(problems(text.toString()).toString()).contains("merged into each other");
    }

    @Test
    void variablesThatGrowTheTextAreRefused() {
        Map<String, String> variables = Map.of("BIG", "x".repeat(100_000));
        String text = "services: {web: {image: x, command: ['" + "$BIG".repeat(100) + "']}}";

        assertThatThrownBy(() -> ComposeImport.read(text, ComposeOptions.DEFAULT.withVariables(variables)))
                .isInstanceOf(ComposeException.class)
                .hasMessageContaining("characters");
    }

    @Test
    void tooLongFileIsRefused() {
        assertThat(problems("#" + "x".repeat(1 << 20)).toString()).contains("at most 1048576 characters");
    }

    @Test
    void sdlDocumentsAreToldFromComposeFiles() {
        assertThat(problems("services: {web: {image: x}}\nprofiles: {}\ndeployment: {}"))
                .extracting(ComposeNote::message)
                .contains("this is an SDL document already: millrace sdl check reads it");
    }

    @Test
    void imageForAServiceThatIsNotThereIsAProblem() {
        ComposeOptions options = ComposeOptions.DEFAULT.withImages(Map.of("wbe", "x:1"));

        assertThatThrownBy(() -> ComposeImport.read("services: {web: {image: x, ports: ['80']}}", options))
                .hasMessageContaining("there is no service \"wbe\" to give an image to (--image); there are: web");
    }

    @Test
    void portThatIsNoTextIsOneProblem() {
        assertThat(problems("services: {web: {image: x, expose: [{port: 80}]}}"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).endsWith("came a mapping"));
    }

    @Test
    void whatFollowsTheFirstDocumentIsNotDroppedInSilence() throws Exception {
        assertThat(read("services: {web: {image: x, ports: ['80']}}\n---\nservices: {api: {image: y}}\n")
                        .of(Kind.LEFT_OUT))
                .extracting(ComposeNote::toString)
                .containsExactly("line 1, column 1: there is more after the first document of the file");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "services: {[a]: x}|line 1, column 12: services: expected a name before the colon",
                "services: {&a {b: c}: x}|line 1, column 12: services: expected a name before the colon",
                "services: *a|line 1, column 11: *a stands for nothing",
                "services: \"\\x|line 1, column 14: this is no YAML: an escape in double quotes ends here",
                "services: &a {web: *a, image: x}|there is no image",
                "services: {web: &a {image: x, <<: *a}}|merged into each other",
            })
    void brokenYamlIsExplainedAsInSdlDocuments(String text, String sentence) {
        assertThat(problems(text).toString()).contains(sentence);
    }

    /** Each volume would be compared with those before it, and with the profile's. */
    @Test
    void manyVolumesAreRefused() {
        StringBuilder text = new StringBuilder("services:\n  web:\n    image: x\n    tmpfs:\n");
        for (int i = 0; i < 20_000; i++) {
            text.append("      - /d").append(i).append('\n');
        }
        assertThat(problems(text.toString()).toString()).contains("at most 100 volumes of one service");
    }

    @Test
    void longTextsDoNotUseUpTheStack() throws Exception {
        String image = "a" + ":a".repeat(300_000);

        assertThat(read("services: {web: {image: '" + image + "', ports: ['80']}}")
                        .sdl())
                .contains("image: " + image);
        assertThat(DotEnv.parse("A=\"" + "\\n".repeat(300_000) + "\"")).containsKey("A");
    }

    @Test
    void manyServicesAreRefused() {
        StringBuilder text = new StringBuilder("services:\n");
        for (int i = 0; i < 101; i++) {
            text.append("  s").append(i).append(": {image: x}\n");
        }
        assertThat(problems(text.toString()).toString()).contains("at most 100 services");
    }

    private static Imported read(String text) throws ComposeException {
        return ComposeImport.read(text, ComposeOptions.DEFAULT);
    }

    private static List<ComposeNote> problems(String text) {
        ComposeException failure = catchThrowableOfType(ComposeException.class, () -> read(text));
        assertThat(failure)
                .as("problems of " + text.substring(0, Math.min(text.length(), 200)))
                .isNotNull();
        return failure.problems();
    }
}
