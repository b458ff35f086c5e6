package network.millrace.cli.output;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where a command reads and writes. Results go to {@code out}; progress, warnings and errors go to {@code err}, so that a
 * pipe gets results only.
 */
public final class Terminal {
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final Map<String, String> environment;
    private final boolean outIsTerminal;
    private final boolean errIsTerminal;

    private Terminal(
            InputStream in,
            PrintStream out,
            PrintStream err,
            Map<String, String> environment,
            boolean outIsTerminal,
            boolean errIsTerminal) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.environment = Map.copyOf(environment);
        this.outIsTerminal = outIsTerminal;
        this.errIsTerminal = errIsTerminal;
    }

    /** This process's own streams, written in UTF-8 whatever the locale says. */
    public static Terminal ofProcess() {
        return new Terminal(
                System.in,
                new PrintStream(System.out, true, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8),
                System.getenv(),
                leadsToTerminal(1),
                leadsToTerminal(2));
    }

    /** Streams that are no terminals, for tests. */
    public static Terminal of(InputStream in, PrintStream out, PrintStream err, Map<String, String> environment) {
        return new Terminal(in, out, err, environment, false, false);
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

    /** Wraps text for {@code out} in a colour when that is a terminal and nobody objects by NO_COLOR. */
    public String paint(Style style, String text) {
        boolean plain = !outIsTerminal || variable("NO_COLOR").isPresent() || "dumb".equals(environment.get("TERM"));
        return plain ? text : style.begin() + text + Style.END;
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
