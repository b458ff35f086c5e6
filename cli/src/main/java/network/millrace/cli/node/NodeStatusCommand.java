package network.millrace.cli.node;

import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import network.millrace.cli.command.NetworkCommand;
import network.millrace.cli.output.Json;
import network.millrace.cli.output.Progress;
import network.millrace.cli.output.Terminal;
import network.millrace.cli.output.Text;
import network.millrace.client.Network;
import network.millrace.protocol.node.v1.NodeStatus;
import network.millrace.protocol.registry.JsonMapping;
import picocli.CommandLine.Command;

@Command(
        name = "status",
        description = "Ask a node how it is.",
        footer = {"", "Example:", "  millrace node status --node http://127.0.0.1:26660"})
final class NodeStatusCommand extends NetworkCommand {
    NodeStatusCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected void execute(Network network, Progress progress) {
        NodeStatus status = network.status();
        show(() -> text(status), () -> new Json.Raw(JsonMapping.print(status)));
    }

    private String text(NodeStatus status) {
        return String.join(
                "\n",
                "node         " + node(),
                "chain        " + status.getChainId(),
                "height       " + status.getHeight(),
                "block time   " + Instant.ofEpochMilli(status.getTimeMs()),
                "billed time  " + Text.duration(Duration.ofMillis(status.getBilledTimeMs())),
                "app hash     " + HexFormat.of().formatHex(status.getAppHash().toByteArray()),
                "waiting      " + status.getPendingTransactions() + " transactions",
                "engine       " + status.getEngine() + ", version " + status.getVersion());
    }
}
