package network.millrace.cli.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import network.millrace.cli.output.Style;
import network.millrace.cli.output.Terminal;
import network.millrace.cli.output.Text;
import network.millrace.client.wallet.KeystoreException;
import network.millrace.node.config.ConfigException;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.spelling.Spelling;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into one sentence on {@code err} and an exit code. */
public final class Failures {
    private static final int CAUSES_MAX = 20;
    /** What the system calls it where no right is missing: that of a file system without writing, and of what may not be changed. */
    private static final Set<String> CLOSED = Set.of("Read-only file system", "Operation not permitted");

    private final Terminal terminal;

    public Failures(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Makes the command line report through this. */
    public void watch(CommandLine line) {
        line.setParameterExceptionHandler((failure, _) -> usage(failure));
        line.setExecutionExceptionHandler((failure, command, _) -> execution(failure, command));
    }

    private int usage(ParameterException failure) {
        CommandLine command = failure.getCommandLine();
        say(failure instanceof UnmatchedArgumentException unmatched ? unmatched(unmatched) : sentence(failure));
        terminal.err().println("see: " + command.getCommandSpec().qualifiedName() + " --help");
        return CommandFailure.USAGE;
    }

    /** What nobody asked for, and what was probably meant. Later words are not looked at: they may belong to the first. */
    private static String unmatched(UnmatchedArgumentException unmatched) {
        CommandLine command = unmatched.getCommandLine();
        String word = unmatched.getUnmatched().getFirst();
        if (unmatched.isUnknownOption()) {
            List<String> options = command.getCommandSpec().options().stream()
                    .filter(option -> !option.hidden())
                    .flatMap(option -> Stream.of(option.names()))
                    .filter(name -> name.startsWith("--"))
                    .toList();
            return "there is no option " + word + meant(word.split("=", 2)[0], options);
        }
        return command.getSubcommands().isEmpty()
                ? "\"" + word + "\" is one word too many"
                : "there is no command " + word
                        + meant(word, command.getSubcommands().keySet());
    }

    private static String meant(String word, Collection<String> known) {
        return Spelling.nearest(word, known)
                .map(name -> "; did you mean " + name + "?")
                .orElse("");
    }

    private int execution(Exception failure, CommandLine line) {
        boolean verbose = line.getCommand() instanceof BaseCommand command && command.isVerbose();
        say(sentence(failure));
        if (verbose) {
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            terminal.err().print(trace);
        } else if (!isExpected(failure)) {
            terminal.note("this looks like a fault in Millrace itself; --verbose shows where");
        }
        return exitCode(failure);
    }

    private static int exitCode(Exception failure) {
        return switch (failure) {
            case CommandFailure known -> known.exitCode();
            case MalformedException _, KeystoreException _, ConfigException _ -> CommandFailure.USAGE;
            default -> CommandFailure.FAILED;
        };
    }

    /** Whether the message was written for whoever called the command: exceptions of our own are. */
    private static boolean isExpected(Exception failure) {
        return failure instanceof IOException
                || failure instanceof UncheckedIOException
                || failure.getClass().getName().startsWith("network.millrace.");
    }

    static String sentence(Exception failure) {
        Optional<FileSystemException> closed = withoutPermission(failure);
        if (closed.isPresent()) {
            return "no permission for " + closed.get().getFile() + ", as the user " + System.getProperty("user.name")
                    + "; have it given, or keep Millrace's files in a folder of your own with --home FOLDER";
        }
        Throwable shown = failure instanceof UncheckedIOException
                ? Objects.requireNonNullElse(failure.getCause(), failure)
                : failure;
        String message = Objects.requireNonNullElse(shown.getMessage(), "");
        return message.isBlank() ? shown.getClass().getSimpleName() : message;
    }

    /** A folder or a whole file system that this user may not write, however deep below it came up; the system names only the path. */
    private static Optional<FileSystemException> withoutPermission(Exception failure) {
        return Stream.iterate((Throwable) failure, Objects::nonNull, Throwable::getCause)
                .limit(CAUSES_MAX)
                .flatMap(cause -> cause instanceof FileSystemException file ? Stream.of(file) : Stream.empty())
                .filter(file -> file instanceof AccessDeniedException
                        || CLOSED.contains(Objects.requireNonNullElse(file.getReason(), "")))
                .findFirst();
    }

    private void say(String sentence) {
        terminal.note(terminal.paintForErr(Style.BAD, "millrace:") + " " + Text.printable(sentence));
    }
}
