package network.millrace.client.sdl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What strangers can send: a sentence with a place, whatever it is. */
class BadInputTest {
    private static List<SdlProblem> problems(byte[] bytes) {
        return catchThrowableOfType(SdlException.class, () -> Sdl.parse(bytes, Sdl.Mode.COMPAT))
                .problems();
    }

    private static SdlProblem problem(String text) {
        List<SdlProblem> problems = problems(text.getBytes(StandardCharsets.UTF_8));
        assertThat(problems).isNotEmpty();
        return problems.getFirst();
    }

    /** A list of ten aliases of a list of ten aliases … nine times: a billion values in half a kilobyte. */
    private static String laughs(String key) {
        return IntStream.rangeClosed(1, 9)
                .mapToObj(level -> "l" + level + ": &l" + level + " ["
                        + String.join(", ", Collections.nCopies(10, level == 1 ? "x" : "*l" + (level - 1)))
                        + "]")
                .collect(Collectors.joining("\n", "version: \"2.0\"\n", "\n" + key + ": *l9\n"));
    }

    @Test
    void aliasesOfAliasesEndAtALimit() {
        assertThat(problems(laughs("include").getBytes(StandardCharsets.UTF_8)))
                .anySatisfy(problem -> assertThat(problem.message()).contains("there is no key \"l1\""));
        String wide = "a: &a [" + "x, ".repeat(600) + "]\n";
        String services = IntStream.range(0, 600)
                .mapToObj(i -> "  s" + i + ": {image: x, env: *a}\n")
                .collect(Collectors.joining());

        assertThat(problems(("version: \"2.0\"\n" + wide + "services:\n" + services).getBytes(StandardCharsets.UTF_8)))
                .anySatisfy(problem -> assertThat(problem.message()).contains("stands for more than"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"[|200 deep in each other", "{a: |200 deep in each other", "'- '|200 deep in each other"})
    void deepNestingEndsAtALimit(String open, String sentence) {
        assertThat(problem(open.repeat(100_000)).message()).contains(sentence);
    }

    @Test
    void manyValuesEndAtALimit() {
        assertThat(problem("[" + "a,".repeat(400_000) + "]").message()).contains("at most 50000 names and values");
    }

    /** Each against each would be a thousand million comparisons. */
    @ParameterizedTest
    @Timeout(20)
    @CsvSource({"k", "services"})
    void manyKeysAtTheTopAreNotComparedWithEachOther(String name) {
        String keys = IntStream.range(0, 24_900)
                .mapToObj(i -> name + (name.equals("k") ? i : "") + ": x\n")
                .collect(Collectors.joining());

        assertThat(problem(keys).message()).containsAnyOf("there is no key", "has no version", "version");
    }

    @Test
    void largeDocumentsAreNotLookedAt() {
        byte[] bytes = new byte[10 << 20];
        Arrays.fill(bytes, (byte) 'a');

        assertThat(problems(bytes)).singleElement().satisfies(problem -> assertThat(problem.message())
                .isEqualTo("a document has at most 1048576 bytes; this one has more"));
    }

    /** Placements multiply services: a thousand of each are a million services. */
    @Test
    void manifestsThatWouldBeHugeEndAtALimit() {
        String names =
                IntStream.range(0, 1000).mapToObj(i -> "  p" + i + ": *p\n").collect(Collectors.joining());
        String text = """
                version: "2.0"
                services:
                  web: &s {image: x, expose: [{port: 80, to: [{global: true}]}]}
                """
                + IntStream.range(0, 20).mapToObj(i -> "  web" + i + ": *s\n").collect(Collectors.joining()) + """
                profiles:
                  compute: {c: {resources: {cpu: {units: 1}, memory: {size: 1Gi}, storage: {size: 1Gi}}}}
                  placement:
                    p: &p {pricing: {c: {denom: uact, amount: 1}}}
                """
                + names.indent(2)
                + "deployment:\n  web: &d\n    p0: {profile: c, count: 1}\n"
                + IntStream.range(1, 1000)
                        .mapToObj(i -> "    p" + i + ": {profile: c, count: 1}\n")
                        .collect(Collectors.joining())
                + IntStream.range(0, 20).mapToObj(i -> "  web" + i + ": *d\n").collect(Collectors.joining());

        assertThat(problems(text.getBytes(StandardCharsets.UTF_8)))
                .anySatisfy(problem -> assertThat(problem.message()).contains("more than 10000 services"));
    }

    @Test
    void bytesThatAreNoTextAreShownWithTheirPlace() {
        byte[] bytes = "version: \"2.0\"\nx: \u00e9\u00ff".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(problems(bytes)).singleElement().satisfies(problem -> {
            assertThat(problem.toString()).startsWith("line 2, column 4: a document is text in UTF-8; the byte 233");
            assertThat(problem.hint()).isEqualTo("save the file in UTF-8");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "0000, 1, U+0000",
        "0007, 1, U+0007",
        "FEFF, 1, U+FEFF",
        "0085, 1, U+0085",
        "2028, 1, U+2028",
        "FFFE, 1, U+FFFE",
    })
    void charactersThatBelongIntoNoTextAreShownWithTheirPlace(String hex, int line, String name) {
        SdlProblem problem = problem("version" + (char) Integer.parseInt(hex, 16) + ": \"2.0\"\n");

        assertThat(problem.message()).contains(name);
        assertThat(problem.line()).isEqualTo(line);
        assertThat(problem.column()).isEqualTo(8);
    }

    @Test
    void byteOrderMarkAtTheStartIsNoPartOfTheText() {
        assertThat(problem("\uFEFFversion: \"1.0\"\n").column()).isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'services:\n\tweb: x'|2|1|YAML is indented with spaces",
                "'services:\n  web: x\n\t\n  api: y'|3|1|YAML is indented with spaces",
                "'a: b: c'|1|5|mapping values are not allowed here",
                "'a: \"b'|1|6|unexpected end of stream",
                "'a: @b'|1|4|cannot start any token",
                "'a: *b'|1|4|*b stands for nothing",
                "'a: \"\\ud83d\\ude00\"'|1|4|not the halves that JSON writes",
                "'a: \"\\q\"'|1|6|unknown escape character",
            })
    void brokenYamlIsExplainedAtItsPlace(String text, int line, int column, String sentence) {
        SdlProblem problem = problem(text);

        assertThat(problem.message()).contains(sentence);
        assertThat(problem.line()).isEqualTo(line);
        assertThat(problem.column()).isEqualTo(column);
    }

    @Test
    void tabsInsideOfTextsAndBracketsAreFine() throws SdlException {
        String text = """
                version: "2.0"
                services:
                  web:
                    image: x
                    command: ["a",
                \t"b"]
                    args:
                      - |
                        if true; then
                        \techo
                        fi
                    expose: [{port: 80, to: [{global: true}]}]
                profiles:
                  compute: {web: {resources: {cpu: {units: 1}, memory: {size: 1Gi}, storage: {size: 1Gi}}}}
                  placement: {dc: {pricing: {web: {denom: uact, amount: 1}}}}
                deployment: {web: {dc: {profile: web, count: 1}}}
                """;

        assertThat(Sdl.parse(text).manifest().getGroups(0).getServices(0).getArgs(0))
                .isEqualTo("if true; then\n\techo\nfi\n");
    }

    /** A mapping that contains itself, by way of a value and by way of a merge. */
    @ParameterizedTest
    @EnumSource(Sdl.Mode.class)
    void documentsThatContainThemselvesAreRefused(Sdl.Mode mode) {
        for (String text : List.of(
                "&a {version: \"2.0\", services: *a, deployment: *a}",
                "version: \"2.0\"\nservices: {web: &a {image: x, <<: *a}}",
                "version: \"2.0\"\nservices: {web: {expose: &e [{to: *e}]}}")) {
            assertThat(catchThrowableOfType(SdlException.class, () -> Sdl.parse(text, mode))
                            .problems())
                    .isNotEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"9", "4", "25"})
    void longNumbersAreNotCountedForLong(int times) {
        String digits = "9".repeat(times * 10_000);
        for (String field : List.of("count", "profile")) {
            assertThat(problem("version: \"2.0\"\ndeployment: {web: {dc: {" + field + ": " + digits + "}}}"))
                    .isNotNull();
        }
        String price =
                "version: \"2.0\"\nprofiles: {placement: {dc: {pricing: {x: {denom: uact, amount: " + digits + "}}}}}";
        assertThat(problems(price.getBytes(StandardCharsets.UTF_8)))
                .anySatisfy(problem -> assertThat(problem.message()).startsWith("amount must be"));
    }

    /** What the YAML library takes for granted about the digits of an escape. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"a: \"\\x,1,7", "a: \"\\u,1,7", "a: \"\\U,1,7", "a: \"\\UFFFFFFFF\",1,7", "a: \"\\U80000000\",1,7"
            })
    void escapesThatStandForNoCharacterAreExplainedAtTheirPlace(String text, int line, int column) {
        SdlProblem problem = problem(text);

        assertThat(problem.message()).contains("an escape in double quotes ends here that stands for no character");
        assertThat(problem.line()).isEqualTo(line);
        assertThat(problem.column()).isEqualTo(column);
        assertThat(problem.hint()).contains("\\x takes two hexadecimal digits");
    }

    @ParameterizedTest
    @CsvSource({"%", "!<", "'&'", "%YAML 1."})
    void endOfTheTextIsNamedInWords(String text) {
        assertThat(problem(text + "\n").message()).doesNotContain("\n", "\0", "(0)", "(10)");
        assertThat(problem(text).message()).doesNotContain("\0", "(0)");
    }

    /** Patterns that repeat a group call themselves once for each part of a text. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "version: 2.0.0-%s|a.",
                "version: \"2.0\"\nservices: {w: {expose: [{accept: [\"a/%s%%\"]}]}}|%41",
                "version: \"2.0\"\nservices: {w: {expose: [{accept: [\"%s\"]}]}}|a.",
                "version: \"2.0\"\nreclamation: {min_window: %s}|1h",
                "version: \"2.0\"\nprofiles: {compute: {c: {resources: {memory: {size: %s}}}}}|9_9",
                "version: \"2.0\"\nprofiles: {placement: {p: {pricing: {c: {denom: uact, amount: %s}}}}}|9",
            })
    void longTextsDoNotUseUpTheStack(String pattern) {
        String[] parts = pattern.split("\\|");
        String text = parts[0].formatted(parts[1].repeat(300_000));

        assertThat(problem(text).message()).isNotBlank();
    }

    /** Each service merges the one before, which has merged the one before it. */
    @Test
    void mappingsMergedInAChainEndAtALimit() {
        String services = IntStream.rangeClosed(1, 300)
                .mapToObj(i -> "  s" + i + ": &s" + i + " {<<: *s" + (i - 1) + "}\n")
                .collect(Collectors.joining("", "services:\n  s0: &s0 {image: x}\n", ""));

        assertThat(problems(("version: \"2.0\"\n" + services).getBytes(StandardCharsets.UTF_8)))
                .anySatisfy(problem -> assertThat(problem.toString())
                        .startsWith("line 203, column 9: services.s200: mappings are more than 200 deep merged"));
    }

    /** Names and messages are cut, so that a hundred problems below a long name are no hundred times its length. */
    @Test
    void longNamesAndTheirMessagesAreCut() {
        String name = "\"\\e[2Jx\\n" + "k".repeat(100_000) + "\"";
        String text = "version: \"2.0\"\nservices: {? " + name + " : {x: 1}}\ndeployment: {? " + name + " : {" + "p"
                + ": {profile: " + name + "}}}\n";

        assertThat(problems(text.getBytes(StandardCharsets.UTF_8))).isNotEmpty().allSatisfy(problem -> {
            assertThat(problem.toString().length()).isLessThan(1_200);
            assertThat(problem.toString().chars()).noneMatch(Character::isISOControl);
        });
    }

    @Test
    void readingEndsWhenEnoughIsWrongAndSaysSo() {
        String text = IntStream.range(0, 5_000)
                .mapToObj(i -> "  s" + i + ": {x: 1}\n")
                .collect(Collectors.joining("", "version: \"2.0\"\nservices:\n", ""));

        SdlException many = catchThrowableOfType(SdlException.class, () -> Sdl.parse(text));
        SdlException few = catchThrowableOfType(SdlException.class, () -> Sdl.parse("version: \"2.0\"\nx: 1"));

        assertThat(many.problems()).hasSize(100);
        assertThat(many.problems().getLast().path()).isEqualTo("services.s99.x");
        assertThat(many.mayHaveMore()).isTrue();
        assertThat(few.mayHaveMore()).isFalse();
    }

    @Test
    void profilesHaveAHundredVolumesAtMost() {
        String volumes = IntStream.range(0, 101)
                .mapToObj(i -> "{name: v" + i + ", size: 1Gi}")
                .collect(Collectors.joining(", "));

        assertThat(problems(("version: \"2.0\"\nprofiles: {compute: {c: {resources: {storage: [" + volumes + "]}}}}")
                        .getBytes(StandardCharsets.UTF_8)))
                .anySatisfy(problem -> assertThat(problem.toString())
                        .contains("resources.storage: a profile has at most 100 volumes; this one has 101"));
    }
}
