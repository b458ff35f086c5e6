package network.millrace.cli.node;

import java.util.Map;
import network.millrace.cli.command.BaseCommand;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.output.ProgressLine;
import network.millrace.cli.output.Terminal;
import network.millrace.node.Node;
import network.millrace.node.NodeHome;
import picocli.CommandLine.Command;

/** {@code millrace node reindex}: makes the index of blocks and transactions again. */
@Command(
        name = "reindex",
        description = "Make the index of blocks and transactions again from the block log. The node must not run.",
        footer = {"", "Example:", "  millrace node reindex"})
final class NodeReindexCommand extends BaseCommand {
    NodeReindexCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected void execute() {
        NodeHome folder = new NodeHome(home().node());
        if (!folder.isInitialized()) {
            throw CommandFailure.missing("there is no network in " + home().folder() + ": nothing to index");
        }
        long blocks;
        try (ProgressLine progress = progress("reindex")) {
            progress.report("reading the block log");
            blocks = Node.reindex(folder, folder.config());
        }
        show(() -> "indexed " + blocks + " blocks", () -> Map.of("blocks", blocks));
    }
}
