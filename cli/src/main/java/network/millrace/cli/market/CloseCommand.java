package network.millrace.cli.market;

import java.util.LinkedHashMap;
import java.util.Map;
import network.millrace.cli.command.DeploymentOptions;
import network.millrace.cli.command.NetworkCommand;
import network.millrace.cli.command.ReceiptText;
import network.millrace.cli.command.SigningOptions;
import network.millrace.cli.output.Progress;
import network.millrace.cli.output.Terminal;
import network.millrace.client.Network;
import network.millrace.client.transactions.TransactionSender;
import network.millrace.protocol.ids.DeploymentId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "close",
        description = "End a deployment: its workloads stop, the rest of its money comes back, and the bill is shown.",
        footer = {"", "Example:", "  millrace close 7 --from tenant"})
public final class CloseCommand extends NetworkCommand {
    @Mixin
    private DeploymentOptions deployment = new DeploymentOptions();

    @Mixin
    private SigningOptions signing = new SigningOptions();

    public CloseCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected void execute(Network network, Progress progress) {
        DeploymentId id = deployment.id(home(), terminal(), signing);
        TransactionSender sender = signing.sender(network, home(), terminal());
        Closing closing = Closing.of(network, sender, id);
        Map<String, Object> facts = new LinkedHashMap<>(ReceiptText.facts(closing.receipt()));
        facts.putAll(closing.bill().json());
        show(
                () -> "deployment " + id + " is closed\n\n" + closing.bill().text() + "\n"
                        + ReceiptText.line(closing.receipt()),
                () -> facts);
    }
}
