package network.millrace.cli.node;

import network.millrace.cli.command.CommandGroup;
import network.millrace.cli.output.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code millrace node …}. */
@Command(
        name = "node",
        description = "Run a node, or ask how one is.",
        footer = {"", "Example:", "  millrace node start"})
public final class NodeCommand extends CommandGroup {
    /** The group with its commands. */
    public static CommandLine line(Terminal terminal) {
        return new CommandLine(new NodeCommand())
                .addSubcommand(new NodeStartCommand(terminal))
                .addSubcommand(new NodeStatusCommand(terminal))
                .addSubcommand(new NodeReindexCommand(terminal));
    }
}
