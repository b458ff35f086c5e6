package network.millrace.cli.command;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import network.millrace.cli.output.Json;
import network.millrace.cli.output.ProgressLine;
import network.millrace.cli.output.Table;
import network.millrace.cli.output.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A command that does something: the common options, and answers as table or JSON. */
@Command(
        mixinStandardHelpOptions = false,
        sortOptions = false,
        usageHelpAutoWidth = true,
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%nParameters:%n",
        descriptionHeading = "%n")
public abstract class BaseCommand implements Callable<Integer> {
    @Option(
            names = "--home",
            paramLabel = "FOLDER",
            description = "Where keys, node and providers are kept; default ~/.millrace, or MILLRACE_HOME.")
    private @Nullable Path home;

    @Option(
            names = "--node",
            paramLabel = "URL",
            description =
                    "The node to talk to; default MILLRACE_NODE, the network started by `millrace up`, or http://127.0.0.1:26660.")
    private @Nullable URI node;

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}; json is one object on one line.",
            defaultValue = "table")
    private OutputFormat output = OutputFormat.table;

    @Option(names = "--verbose", description = "Show more of what went wrong: causes and stack traces.")
    private boolean verbose;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and end.")
    @SuppressWarnings("UnusedVariable") // read by picocli
    private boolean help;

    private final Terminal terminal;

    protected BaseCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Does the work. Whoever cannot throws {@link CommandFailure}, or lets the exception of the layer below pass. */
    protected abstract void execute() throws Exception;

    @Override
    public final Integer call() throws Exception {
        try {
            execute();
        } catch (OutOfMemoryError exhausted) {
            throw CommandFailure.failed(
                    "this needs more memory than the " + (Runtime.getRuntime().maxMemory() >> 20)
                            + " MiB that the program may take; give it more, for example MILLRACE_JAVA_OPTS=-Xmx8g",
                    exhausted);
        }
        return 0;
    }

    protected final Terminal terminal() {
        return terminal;
    }

    public final boolean isVerbose() {
        return verbose;
    }

    protected final boolean answersJson() {
        return output == OutputFormat.json;
    }

    /** Where keys, node and providers are kept. */
    protected final Home home() {
        Path folder = Optional.ofNullable(home)
                .or(() -> terminal.variable("MILLRACE_HOME").map(Path::of))
                .orElseGet(() -> personFolder().resolve(".millrace"));
        return new Home(folder.toAbsolutePath().normalize());
    }

    /** HOME as the shell's {@code ~} takes it; Java's own property asks the user database instead. */
    private Path personFolder() {
        return Path.of(terminal.variable("HOME").orElseGet(() -> System.getProperty("user.home")));
    }

    /** Whether the command line names a home folder. */
    protected final boolean namesHome() {
        return home != null;
    }

    /** Whether the command line itself names a node. */
    protected final boolean namesNode() {
        return node != null;
    }

    /** The node named on the command line or in the environment. */
    protected final Optional<URI> namedNode() {
        return Optional.ofNullable(node)
                .or(() -> terminal.variable("MILLRACE_NODE").map(URI::create));
    }

    /** The address of the node's API. */
    protected final URI node() {
        return namedNode().or(() -> home().nodeAddress()).orElse(URI.create("http://127.0.0.1:26660"));
    }

    /** Answers with a table, or its rows as a JSON array; {@code none} is said instead of an empty table. */
    protected final void show(Table table, String none) {
        show(() -> table.isEmpty() ? none : table.text(terminal), table::json);
    }

    /** Answers in the form that was asked for; only that one is made. */
    protected final void show(Supplier<String> text, Supplier<?> json) {
        String answer = answersJson() ? Json.write(json.get()) : text.get();
        terminal.out().println(answer.stripTrailing());
    }

    /** A line about what is being done, shown when it takes longer than a second. */
    protected final ProgressLine progress(String doing) {
        return ProgressLine.start(terminal, doing);
    }
}
