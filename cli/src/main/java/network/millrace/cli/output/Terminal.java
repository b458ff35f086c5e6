package network.millrace.cli.output;

import java.io.Console;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Where a command reads and writes. Results go to {@code out}; progress, warnings and errors go to {@code err}, so that a
 * pipe gets results only.
 */
public final class Terminal {
    static final int COLUMNS_USUAL = 80;
    private static final int COLUMNS_LEAST = 20;

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final Map<String, String> environment;
    private final boolean outIsTerminal;
    private final boolean errIsTerminal;
    private final IntSupplier columns;
    private final StatusLine status;

    private Terminal(
            InputStream in,
            PrintStream out,
            PrintStream err,
            Map<String, String> environment,
            boolean outIsTerminal,
            boolean errIsTerminal,
            IntSupplier columns) {
        this.in = in;
        this.status = new StatusLine(err);
        this.out = errIsTerminal ? status.aside(out) : out;
        this.err = errIsTerminal ? status.aside(err) : err;
        this.environment = Map.copyOf(environment);
        this.outIsTerminal = outIsTerminal;
        this.errIsTerminal = errIsTerminal;
        this.columns = columns;
    }

    /** This process's own streams, written in UTF-8 whatever the locale says. */
    public static Terminal ofProcess() {
        boolean redirected = openStandardError();
        return new Terminal(
                System.in,
                new PrintStream(System.out, true, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8),
                System.getenv(),
                leadsToTerminal(1),
                leadsToTerminal(redirected ? 3 : 2),
                Terminal::askColumns);
    }

    /** The launcher hides a warning of the JVM by giving the real standard error by another name. */
    private static boolean openStandardError() {
        String name = System.getProperty("millrace.stderr", "");
        if (name.isEmpty()) {
            return false;
        }
        try {
            System.setErr(new PrintStream(new FileOutputStream(name, true), true, StandardCharsets.UTF_8));
            return true;
        } catch (IOException unopened) {
            return false;
        }
    }

    /** Streams that are no terminals, for tests. */
    public static Terminal of(InputStream in, PrintStream out, PrintStream err, Map<String, String> environment) {
        return new Terminal(in, out, err, environment, false, false, () -> COLUMNS_USUAL);
    }

    /** A screen of so many columns, for tests. */
    static Terminal screen(PrintStream out, PrintStream err, Map<String, String> environment, int columns) {
        return new Terminal(InputStream.nullInputStream(), out, err, environment, true, true, () -> columns);
    }

    public InputStream in() {
        return in;
    }

    public PrintStream out() {
        return out;
    }

    public PrintStream err() {
        return err;
    }

    /** An environment variable; an empty one counts as absent. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    /** Whether a progress line may be rewritten in place. */
    boolean errIsTerminal() {
        return errIsTerminal;
    }

    StatusLine status() {
        return status;
    }

    /** What fits on a line of {@code out}: a pipe takes any width. Text that fits everywhere costs no look at the terminal. */
    int roomFor(int needed) {
        return !outIsTerminal || needed <= COLUMNS_USUAL ? Math.max(needed, COLUMNS_USUAL) : columns.getAsInt();
    }

    /** What fits on a line of {@code err}. */
    int roomForErr(int needed) {
        return !errIsTerminal || needed <= COLUMNS_USUAL ? Math.max(needed, COLUMNS_USUAL) : columns.getAsInt();
    }

    /** The text in lines that fit on {@code out} when they stand so many columns from the left. */
    public List<String> fold(String text, int indent) {
        return Text.wrap(text, roomFor(indent + Text.width(text)) - indent);
    }

    /** A sentence on {@code err}; on a terminal no word of it is broken. */
    public void note(String text) {
        Text.printable(text)
                .lines()
                .flatMap(line -> Text.wrap(line, roomForErr(Text.width(line))).stream())
                .forEach(err::println);
    }

    /** Asks whoever is at the terminal for a word that is not shown; empty when nobody is, or nothing came. */
    public Optional<char[]> askSecret(String question) {
        Optional<Console> console = Optional.ofNullable(System.console()).filter(Console::isTerminal);
        status.hold();
        try {
            return console.map(asked -> asked.readPassword("%s", question));
        } finally {
            status.release();
        }
    }

    /** Wraps text for {@code out} in a colour when that is a terminal and nobody objects by NO_COLOR. */
    public String paint(Style style, String text) {
        return outIsTerminal && wantsColours() ? style.begin() + text + Style.END : text;
    }

    /** The same for text that goes to {@code err}. */
    public String paintForErr(Style style, String text) {
        return errIsTerminal && wantsColours() ? style.begin() + text + Style.END : text;
    }

    private boolean wantsColours() {
        return variable("NO_COLOR").isEmpty() && !"dumb".equals(environment.get("TERM"));
    }

    /** {@code stty} knows the width of the terminal it reads from; where that does not work, the usual one is taken. */
    private static int askColumns() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String[] size = new String(stty.getInputStream().readNBytes(64), StandardCharsets.US_ASCII)
                    .strip()
                    .split(" ", -1);
            int columns = size.length == 2 ? Integer.parseInt(size[1]) : 0;
            return columns < COLUMNS_LEAST ? COLUMNS_USUAL : columns;
        } catch (IOException | NumberFormatException unknown) {
            return COLUMNS_USUAL;
        }
    }

    /** Linux tells where a descriptor leads; System.console() would load much and knows nothing of each stream. */
    private static boolean leadsToTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException noProcFileSystem) {
            return Optional.ofNullable(System.console())
                    .filter(console -> console.isTerminal())
                    .isPresent();
        }
    }
}
