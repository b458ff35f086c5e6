package network.millrace.cli.node;

import java.util.LinkedHashMap;
import java.util.Map;
import network.millrace.cli.command.BaseCommand;
import network.millrace.cli.command.Build;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.command.Ending;
import network.millrace.cli.output.LogSetup;
import network.millrace.cli.output.Terminal;
import network.millrace.node.Node;
import network.millrace.node.NodeHome;
import network.millrace.node.config.ConfigException;
import network.millrace.node.config.NodeConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace node start}: runs the node of this home until it is told to end. */
@Command(
        name = "start",
        description = "Run the node of this home until Ctrl-C. It comes back where it was after any end.",
        footer = {"", "Example:", "  millrace node start --port 26660"})
final class NodeStartCommand extends BaseCommand {
    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "-1",
            description = "Answer on this port instead of the configured one; 0 takes a free one.")
    private int port;

    @Mixin
    private Ending ending = new Ending();

    NodeStartCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected void execute() throws Exception {
        LogSetup.tellAll();
        NodeHome folder = new NodeHome(home().node());
        if (!folder.isInitialized()) {
            throw CommandFailure.missing("there is no network in " + home().folder()
                    + ": make one with `millrace init`, or start a ready one with `millrace up`");
        }
        try (Node node = start(folder)) {
            ending.onEnd(node::close);
            home().rememberNodeAddress(node.url());
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("url", node.url().toString());
            facts.put("chain_id", node.status().getChainId());
            facts.put("height", node.status().getHeight());
            show(
                    () -> "node of " + facts.get("chain_id") + " answers on " + node.url() + " at height "
                            + facts.get("height"),
                    () -> facts);
            terminal().out().flush();
            node.awaitEnd();
            if (node.failure().isPresent()) {
                throw CommandFailure.failed(
                        "the node stopped by itself: " + node.failure().orElseThrow());
            }
        }
    }

    private Node start(NodeHome folder) {
        try {
            NodeConfig config = folder.config();
            NodeConfig changed = port < 0 ? config : config.with("api.port", Integer.toString(port));
            return Node.start(folder, changed, Build.version());
        } catch (ConfigException wrong) {
            throw CommandFailure.missing(String.valueOf(wrong.getMessage()), wrong);
        }
    }
}
