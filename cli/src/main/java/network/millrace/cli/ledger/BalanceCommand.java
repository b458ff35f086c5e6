package network.millrace.cli.ledger;

import java.util.List;
import network.millrace.cli.command.Amounts;
import network.millrace.cli.command.NetworkCommand;
import network.millrace.cli.command.Party;
import network.millrace.cli.output.Progress;
import network.millrace.cli.output.Table;
import network.millrace.cli.output.Terminal;
import network.millrace.client.Network;
import network.millrace.protocol.bank.v1.QueryBalancesRequest;
import network.millrace.protocol.bank.v1.QueryBalancesResponse;
import network.millrace.protocol.cosmos.base.v1beta1.Coin;
import network.millrace.protocol.money.Money;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "balance",
        description = "Show what an account holds.",
        footer = {"", "Example:", "  millrace balance tenant"})
public final class BalanceCommand extends NetworkCommand {
    @Parameters(paramLabel = "WHO", description = "An address, or the name of a key.")
    private String who = "";

    public BalanceCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected void execute(Network network, Progress progress) {
        String address = new Party(home()).address(who).toString();
        QueryBalancesRequest request =
                QueryBalancesRequest.newBuilder().setAddress(address).build();
        List<Coin> balances = network.query("bank", "Balances", request, QueryBalancesResponse.getDefaultInstance())
                .getBalancesList();
        showAll(
                balances,
                Table.of("DENOM", ">MICRO-UNITS", ">AMOUNT"),
                BalanceCommand::row,
                address + " holds nothing");
    }

    private static Object[] row(Coin coin) {
        return new Object[] {coin.getDenom(), coin.getAmount(), Amounts.text(Money.of(coin))};
    }
}
