package network.millrace.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import network.millrace.cli.output.Terminal;

/**
 * What the launcher's training run does beside showing help, so that the AOT cache it writes also knows the classes of the commands that people call
 * over and over, from an editor or a script, and wait for: those that read a document.
 */
final class Training {
    static final String PROPERTY = "millrace.training";

    private Training() {}

    static void run() {
        String document = capture("", "sdl", "init");
        for (String output : new String[] {"table", "json"}) {
            capture(document, "sdl", "check", "-", "--output", output);
            capture(document.replace("128Mi", "128mb"), "sdl", "check", "-", "--output", output);
        }
        capture(document, "sdl", "explain", "-");
    }

    private static String capture(String input, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Terminal terminal = Terminal.of(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
                Map.of());
        Millrace.run(arguments, terminal);
        return out.toString(StandardCharsets.UTF_8);
    }
}
