package network.millrace.cli.ledger;

import java.math.BigInteger;
import java.time.Duration;
import network.millrace.cli.command.Amounts;
import network.millrace.cli.command.DeploymentOptions;
import network.millrace.cli.command.NetworkCommand;
import network.millrace.cli.command.SigningOptions;
import network.millrace.cli.output.Json;
import network.millrace.cli.output.Progress;
import network.millrace.cli.output.Table;
import network.millrace.cli.output.Terminal;
import network.millrace.cli.output.Text;
import network.millrace.client.Network;
import network.millrace.protocol.escrow.v1.Account;
import network.millrace.protocol.escrow.v1.AccountId;
import network.millrace.protocol.escrow.v1.QueryAccountRequest;
import network.millrace.protocol.escrow.v1.QueryAccountResponse;
import network.millrace.protocol.escrow.v1.Stream;
import network.millrace.protocol.ids.DeploymentId;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Price;
import network.millrace.protocol.registry.JsonMapping;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "show",
        description = "Show a deployment's escrow account: what is left, what flows, how long it lasts.",
        footer = {"", "Example:", "  millrace escrow show 7 --owner tenant"})
final class EscrowShowCommand extends NetworkCommand {
    @Mixin
    private DeploymentOptions deployment = new DeploymentOptions();

    @Mixin
    private SigningOptions signing = new SigningOptions();

    EscrowShowCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected void execute(Network network, Progress progress) {
        DeploymentId id = deployment.id(home(), terminal(), signing);
        QueryAccountRequest request =
                QueryAccountRequest.newBuilder().setAccount(account(id)).build();
        QueryAccountResponse answer =
                network.query("escrow", "Account", request, QueryAccountResponse.getDefaultInstance());
        show(() -> text(answer), () -> new Json.Raw(JsonMapping.print(answer)));
    }

    static AccountId account(DeploymentId id) {
        return AccountId.newBuilder()
                .setScope(AccountId.Scope.DEPLOYMENT)
                .setId(id.toString())
                .build();
    }

    private String text(QueryAccountResponse answer) {
        Account account = answer.getAccount();
        String denom = account.getDenom();
        Table streams = Table.of("PAID TO", "STATE", ">RATE A PERIOD", ">PAID", ">FEE");
        for (Stream stream : answer.getStreamsList()) {
            streams.row(
                    stream.getPayee(),
                    stream.getState(),
                    Price.ofScaled(new Denom(denom), stream.getRate()),
                    Amounts.text(denom, stream.getPaid()),
                    Amounts.text(denom, stream.getFee()));
        }
        return String.join(
                        "\n",
                        "account    " + account.getId().getId() + ", " + account.getState(),
                        "deposited  " + Amounts.text(denom, account.getDeposited()),
                        "left       " + Amounts.text(denom, answer.getBalance().getAmount()),
                        "paid out   " + Amounts.text(denom, account.getTransferred()) + unsettled(answer),
                        "refunded   " + Amounts.text(denom, account.getRefunded()),
                        "lasts      " + runway(answer.getRunwayMs()))
                + (streams.isEmpty() ? "" : "\n\n" + streams.text(terminal()));
    }

    /** What streams have earned and the ledger has not yet moved: it does so when something happens to the account. */
    private static String unsettled(QueryAccountResponse answer) {
        Account account = answer.getAccount();
        BigInteger earned = amount(account.getDeposited())
                .subtract(amount(answer.getBalance().getAmount()))
                .subtract(amount(account.getTransferred()))
                .subtract(amount(account.getRefunded()));
        return earned.signum() <= 0
                ? ""
                : ", and " + Amounts.text(account.getDenom(), earned.toString())
                        + " earned that will be paid at the next settlement";
    }

    private static BigInteger amount(String digits) {
        return digits.isEmpty() ? BigInteger.ZERO : new BigInteger(digits);
    }

    private static String runway(long milliseconds) {
        return milliseconds < 0 ? "nothing flows at the moment" : Text.duration(Duration.ofMillis(milliseconds));
    }
}
