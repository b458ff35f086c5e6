package network.millrace.cli.demo;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import network.millrace.cli.output.Style;
import network.millrace.cli.output.Table;
import network.millrace.cli.output.Terminal;

/** Tells what happens, each step with the seconds since the start. Used by one thread. */
final class Narrator {
    private static final int WORD = 9;
    private static final String INDENT = " ".repeat(10);
    /** Where the text of a step begins: after its time and its word. */
    private static final String STEP = " ".repeat(INDENT.length() + WORD + 2);

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
        List<String> first = terminal.fold(lines[0], STEP.length());
        stream.println(terminal.paint(Style.FAINT, time) + "  " + terminal.paint(Style.NAME, pad(word)) + "  "
                + first.getFirst());
        first.stream().skip(1).forEach(line -> stream.println(STEP + line));
        for (int i = 1; i < lines.length; i++) {
            more(lines[i]);
        }
    }

    /** Lines that belong to the step before. */
    void more(String text) {
        text.lines()
                .flatMap(line -> terminal.fold(line, INDENT.length()).stream())
                .forEach(line -> stream.println((INDENT + line).stripTrailing()));
    }

    /** A table that belongs to the step before. */
    void more(Table table) {
        table.text(terminal, INDENT.length()).lines().forEach(line -> stream.println((INDENT + line).stripTrailing()));
    }

    void blank() {
        stream.println();
    }

    void say(String line) {
        terminal.fold(line, 0).forEach(stream::println);
    }

    String good(String text) {
        return terminal.paint(Style.GOOD, text);
    }

    Terminal terminal() {
        return terminal;
    }

    private static String pad(String word) {
        return String.format(Locale.ROOT, "%-" + WORD + "s", word);
    }
}
