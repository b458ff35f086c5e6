package network.millrace.cli.keys;

import network.millrace.cli.command.CommandGroup;
import network.millrace.cli.output.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code millrace keys …}. */
@Command(
        name = "keys",
        description = "Make, list, show, export and import keys.",
        footer = {"", "Example:", "  millrace keys add tenant"})
public final class KeysCommand extends CommandGroup {
    /** The group with its commands. */
    public static CommandLine line(Terminal terminal) {
        return new CommandLine(new KeysCommand())
                .addSubcommand(new KeysAddCommand(terminal))
                .addSubcommand(new KeysListCommand(terminal))
                .addSubcommand(new KeysShowCommand(terminal))
                .addSubcommand(new KeysExportCommand(terminal))
                .addSubcommand(new KeysImportCommand(terminal));
    }
}
