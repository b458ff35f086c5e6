package network.millrace.cli.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that only holds others, such as {@code keys}. Without one of them it says which there are. */
@Command(
        sortOptions = false,
        usageHelpAutoWidth = true,
        descriptionHeading = "%n",
        commandListHeading = "%nCommands:%n")
public abstract class CommandGroup implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and end.")
    @SuppressWarnings("UnusedVariable") // read by picocli
    private boolean help;

    @Override
    public final void run() {
        CommandLine line = spec.commandLine();
        throw new ParameterException(
                line, "which one? " + String.join(", ", line.getSubcommands().keySet()));
    }
}
