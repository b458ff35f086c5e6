package network.millrace.cli.ledger;

import network.millrace.cli.command.Amounts;
import network.millrace.cli.command.NetworkCommand;
import network.millrace.cli.command.Party;
import network.millrace.cli.command.ReceiptText;
import network.millrace.cli.command.SigningOptions;
import network.millrace.cli.output.Progress;
import network.millrace.cli.output.Terminal;
import network.millrace.client.Network;
import network.millrace.client.transactions.Receipt;
import network.millrace.client.transactions.TransactionSender;
import network.millrace.protocol.cosmos.bank.v1beta1.MsgSend;
import network.millrace.protocol.money.Money;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "send",
        description = "Send money to another account.",
        footer = {
            "",
            "Example:",
            "  millrace send mill1qqqsyqcyq5rqwzqfpg9scrgwpugpzysnqn8chp 2500000uusd --from tenant"
        })
public final class SendCommand extends NetworkCommand {
    @Parameters(index = "0", paramLabel = "TO", description = "An address, or the name of a key.")
    private String recipient = "";

    @Parameters(
            index = "1",
            paramLabel = "AMOUNT",
            description = "Such as 2.5usd, or the same in micro-units: 2500000uusd.")
    private String amount = "";

    @Mixin
    private SigningOptions signing = new SigningOptions();

    public SendCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected void execute(Network network, Progress progress) {
        Money money = Amounts.parse(amount);
        String to = new Party(home()).address(recipient).toString();
        TransactionSender sender = signing.sender(network, home(), terminal());
        Receipt receipt = sender.send(MsgSend.newBuilder()
                .setFromAddress(sender.address().toString())
                .setToAddress(to)
                .addAmount(money.toProto())
                .build());
        show(
                () -> "sent " + Amounts.text(money) + " to " + to + "\n" + ReceiptText.line(receipt),
                () -> ReceiptText.facts(receipt));
    }
}
