package network.millrace.cli.ledger;

import network.millrace.cli.command.Amounts;
import network.millrace.cli.command.DeploymentOptions;
import network.millrace.cli.command.NetworkCommand;
import network.millrace.cli.command.ReceiptText;
import network.millrace.cli.command.SigningOptions;
import network.millrace.cli.output.Progress;
import network.millrace.cli.output.Terminal;
import network.millrace.client.Network;
import network.millrace.client.transactions.Receipt;
import network.millrace.client.transactions.TransactionSender;
import network.millrace.protocol.escrow.v1.MsgDeposit;
import network.millrace.protocol.ids.DeploymentId;
import network.millrace.protocol.money.Money;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "deposit",
        description = "Add money to a deployment's escrow account; anyone may.",
        footer = {"", "Example:", "  millrace escrow deposit 7 5000000uusd --from tenant"})
final class EscrowDepositCommand extends NetworkCommand {
    @Mixin
    private DeploymentOptions deployment = new DeploymentOptions();

    @Parameters(
            index = "1",
            paramLabel = "AMOUNT",
            description = "Such as 5usd, or the same in micro-units: 5000000uusd.")
    private String amount = "";

    @Mixin
    private SigningOptions signing = new SigningOptions();

    EscrowDepositCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected void execute(Network network, Progress progress) {
        DeploymentId id = deployment.id(home(), terminal(), signing);
        Money money = Amounts.parse(amount);
        TransactionSender sender = signing.sender(network, home(), terminal());
        Receipt receipt = sender.send(MsgDeposit.newBuilder()
                .setDepositor(sender.address().toString())
                .setAccount(EscrowShowCommand.account(id))
                .setAmount(money.toProto())
                .build());
        show(
                () -> "added " + Amounts.text(money) + " to deployment " + id + "\n" + ReceiptText.line(receipt),
                () -> ReceiptText.facts(receipt));
    }
}
