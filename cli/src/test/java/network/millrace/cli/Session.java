package network.millrace.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import network.millrace.cli.output.Terminal;

/** Runs command lines as a person without a terminal would, with a home of the test's own. */
final class Session {
    private final Path home;
    private final Map<String, String> environment = new LinkedHashMap<>();

    Session(Path home) {
        this.home = home;
        environment.put("MILLRACE_HOME", home.toString());
        // Nobody listens there, so that a command that asks a node by mistake fails at once.
        environment.put("MILLRACE_NODE", "http://127.0.0.1:1");
    }

    /** What a command left behind. */
    record Run(int exitCode, String out, String err) {}

    Session with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Path home() {
        return home;
    }

    Run run(String... arguments) {
        return runWithInput("", arguments);
    }

    /** As a part of a pipe: what is written to standard output goes to a stream, and is not kept. */
    Run runWithStreams(InputStream in, OutputStream out, String... arguments) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (PrintStream output = new PrintStream(out, true, StandardCharsets.UTF_8)) {
            Terminal terminal =
                    Terminal.of(in, output, new PrintStream(err, true, StandardCharsets.UTF_8), environment);
            int exitCode = Millrace.run(arguments, terminal);
            return new Run(exitCode, "", err.toString(StandardCharsets.UTF_8));
        }
    }

    Run runWithInput(String input, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = Terminal.of(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                environment);
        int exitCode = Millrace.run(Stream.of(arguments).toArray(String[]::new), terminal);
        return new Run(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
