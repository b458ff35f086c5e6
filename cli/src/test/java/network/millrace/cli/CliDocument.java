package network.millrace.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import network.millrace.cli.output.Terminal;
import picocli.CommandLine;

/** The page docs/cli.md, made from the commands' own help. */
final class CliDocument {
    private CliDocument() {}

    /** The words of every command, the program itself first. */
    static List<List<String>> tree() {
        List<List<String>> all = new ArrayList<>();
        collect(List.of(), program(), all);
        return all;
    }

    static CommandLine find(List<String> path) {
        CommandLine line = program();
        for (String word : path) {
            line = Objects.requireNonNull(line.getSubcommands().get(word));
        }
        return line;
    }

    static String text() {
        StringBuilder text = new StringBuilder("""
                # Commands

                Made from the commands' own help; a test compares. After a change, make it again with
                `./mvnw test -pl cli -am -Dtest=CliDocumentTest -Dsurefire.failIfNoSpecifiedTests=false -Dmillrace.docs=write`.

                """);
        for (List<String> path : tree()) {
            String name = path.isEmpty() ? "millrace" : "millrace " + String.join(" ", path);
            text.append("## ").append(name).append("\n\n```\n");
            text.append(find(path).getUsageMessage(CommandLine.Help.Ansi.OFF).stripTrailing());
            text.append("\n```\n\n");
        }
        return text.toString().stripTrailing() + "\n";
    }

    private static void collect(List<String> path, CommandLine line, List<List<String>> all) {
        all.add(path);
        line.getSubcommands().forEach((name, command) -> {
            List<String> longer = new ArrayList<>(path);
            longer.add(name);
            collect(longer, command, all);
        });
    }

    private static CommandLine program() {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        Terminal terminal = Terminal.of(new ByteArrayInputStream(new byte[0]), nowhere, nowhere, Map.of());
        return Millrace.commandLine(new String[0], terminal);
    }
}
