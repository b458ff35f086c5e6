package network.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import network.millrace.cli.command.CommandGroup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Every command explains itself with an example, and tells what is wrong with its use. */
class CommandTreeTest {
    @TempDir
    private Path home;

    static Stream<List<String>> commands() {
        return CliDocument.tree().stream();
    }

    static Stream<List<String>> leaves() {
        return commands().filter(path -> CliDocument.find(path).getSubcommands().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void helpShowsAnExample(List<String> path) {
        var run = run(path, "--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("Usage: " + String.join(" ", withProgram(path)), "Example:", "  millrace ")
                .doesNotContain("\u001b");
    }

    @ParameterizedTest
    @MethodSource("leaves")
    void everyCommandTakesTheCommonOptions(List<String> path) {
        assertThat(run(path, "--help").out()).contains("--home", "--node", "--output", "--verbose");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void unknownOptionIsUsageWithTheWayToHelp(List<String> path) {
        var run = run(path, "--no-such-option");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("millrace: ", "see: ", "--help").doesNotContain("\tat ");
    }

    @ParameterizedTest
    @MethodSource("leaves")
    void unknownOutputFormatIsUsage(List<String> path) {
        var run = run(path, "--output", "xml");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("see: ");
    }

    @Test
    void groupsNameTheirCommands() {
        for (List<String> path : CliDocument.tree()) {
            CommandLine line = CliDocument.find(path);
            if (line.getCommand() instanceof CommandGroup) {
                var run = run(path);
                assertThat(run.exitCode()).isEqualTo(2);
                assertThat(run.err()).contains(line.getSubcommands().keySet());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theFirstLineOfItsHelpIsAWholeSentence(List<String> path) {
        String[] description =
                CliDocument.find(path).getCommandSpec().usageMessage().description();

        assertThat(description[0]).matches("[A-Z][^\\n]*\\.");
        assertThat(description[0].length()).isLessThan(160);
    }

    @Test
    void mistypedCommandGetsASuggestion() {
        var run = new Session(home).run("depoly", "examples/web.yaml");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo("millrace: there is no command depoly; did you mean deploy?\nsee: millrace --help\n");
    }

    @Test
    void mistypedOptionGetsASuggestionAndItsValueIsNotBlamed() {
        var run = new Session(home).run("deploy", "examples/web.yaml", "--form", "tenant");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo("millrace: there is no option --form; did you mean --from?\nsee: millrace deploy --help\n");
    }

    @Test
    void theHomeIsWhereTheShellSaysItIs() {
        var run = new Session(home)
                .with("MILLRACE_HOME", "")
                .with("HOME", home.toString())
                .run("keys", "show", "nobody");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(home.resolve(".millrace").toString());
    }

    @Test
    void versionNamesTheJava() {
        var run = new Session(home).run("--version");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("millrace ").contains("Java " + Runtime.version());
        assertThat(new Session(home).run("version", "--output", "json").out()).startsWith("{\"version\":\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "node status",
                "balance mill1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq9ezpdg",
                "orders",
                "leases",
                "params",
                "deploy examples/web.yaml --dry-run"
            })
    void silentNodeIsOneSentenceThatSaysWhatToDo(String command) {
        var run = new Session(home)
                .run(command.replace("examples/", "../examples/").split(" "));

        assertThat(run.exitCode()).as(run.err()).isNotZero();
        assertThat(run.err()).doesNotContain("\tat ");
        assertThat(run.err().lines().filter(line -> !line.endsWith(" …") && !line.contains("making")))
                .hasSize(1);
    }

    private Session.Run run(List<String> path, String... more) {
        List<String> arguments = new ArrayList<>(path);
        arguments.addAll(List.of(more));
        return new Session(home).run(arguments.toArray(String[]::new));
    }

    private static List<String> withProgram(List<String> path) {
        List<String> words = new ArrayList<>(List.of("millrace"));
        words.addAll(path);
        return words;
    }
}
