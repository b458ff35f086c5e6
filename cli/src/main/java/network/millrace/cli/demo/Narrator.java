package network.millrace.cli.demo;

import java.io.PrintStream;
import java.util.Locale;
import network.millrace.cli.output.Style;
import network.millrace.cli.output.Terminal;

/** Tells what happens, each step with the seconds since the start. Used by one thread. */
final class Narrator {
    private static final String INDENT = " ".repeat(24);

    private final Terminal terminal;
    private final PrintStream stream;
    private final long startedNanos = System.nanoTime();

    Narrator(Terminal terminal, PrintStream stream) {
        this.terminal = terminal;
        this.stream = stream;
    }

    /** A step: a word, and what happened; further lines stand below. */
    void step(String word, String... lines) {
        double seconds = (System.nanoTime() - startedNanos) / 1e9;
        String time = String.format(Locale.ROOT, "%6.2f s", seconds);
        stream.println(
                terminal.paint(Style.FAINT, time) + "  " + terminal.paint(Style.NAME, pad(word)) + "  " + lines[0]);
        for (int i = 1; i < lines.length; i++) {
            more(lines[i]);
        }
    }

    /** Lines that belong to the step before. */
    void more(String text) {
        text.lines().forEach(line -> stream.println((INDENT + line).stripTrailing()));
    }

    void blank() {
        stream.println();
    }

    void say(String line) {
        stream.println(line);
    }

    String good(String text) {
        return terminal.paint(Style.GOOD, text);
    }

    Terminal terminal() {
        return terminal;
    }

    private static String pad(String word) {
        return String.format(Locale.ROOT, "%-12s", word);
    }
}
