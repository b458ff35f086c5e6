package network.millrace.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import network.millrace.cli.command.Failures;
import network.millrace.cli.output.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The program. Everything below this class can be called with any terminal, which tests do. */
public final class Millrace {
    private Millrace() {}

    public static void main(String[] arguments) {
        if (Boolean.getBoolean(Training.PROPERTY)) {
            Training.run();
        }
        System.exit(run(arguments, Terminal.ofProcess()));
    }

    /** Runs one command line to its end and gives its exit code. */
    static int run(String[] arguments, Terminal terminal) {
        return commandLine(arguments, terminal).execute(arguments);
    }

    static CommandLine commandLine(String[] arguments, Terminal terminal) {
        CommandLine line = new CommandLine(new RootCommand());
        if (!asksForVersion(arguments)) {
            Commands.add(line, arguments, terminal);
        }
        line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        new Failures(terminal).watch(line);
        return line;
    }

    /** The version needs no command, and loading them takes longer than all the rest. */
    private static boolean asksForVersion(String[] arguments) {
        return arguments.length == 1 && (arguments[0].equals("--version") || arguments[0].equals("-V"));
    }
}
