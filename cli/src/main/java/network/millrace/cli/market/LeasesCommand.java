package network.millrace.cli.market;

import network.millrace.cli.command.Amounts;
import network.millrace.cli.output.Progress;
import network.millrace.cli.output.Table;
import network.millrace.cli.output.Terminal;
import network.millrace.client.Network;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.market.v1.Lease;
import network.millrace.protocol.market.v1.QueryLeasesRequest;
import network.millrace.protocol.market.v1.QueryLeasesResponse;
import network.millrace.protocol.money.Price;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "leases",
        description = "List leases: who runs what for whom, at what price, and how it ended.",
        footer = {"", "Example:", "  millrace leases --owner tenant --state active"})
public final class LeasesCommand extends ListCommand {
    /** States in the words of the command line. */
    enum StateFilter {
        any(Lease.State.STATE_UNSPECIFIED),
        awarded(Lease.State.AWARDED),
        active(Lease.State.ACTIVE),
        closed(Lease.State.CLOSED),
        depleted(Lease.State.INSUFFICIENT_FUNDS);

        private final Lease.State state;

        StateFilter(Lease.State state) {
            this.state = state;
        }
    }

    @Option(
            names = "--provider",
            paramLabel = "WHO",
            defaultValue = "",
            description = "Only this provider's: an address, or the name of a key.")
    private String provider = "";

    @Option(names = "--state", defaultValue = "any", description = "One of ${COMPLETION-CANDIDATES}.")
    private StateFilter state = StateFilter.any;

    public LeasesCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected void execute(Network network, Progress progress) {
        QueryLeasesRequest request = QueryLeasesRequest.newBuilder()
                .setOwner(owner())
                .setDseq(dseq())
                .setProvider(address(provider))
                .setState(state.state)
                .setPage(page())
                .build();
        QueryLeasesResponse answer =
                network.query("market", "Leases", request, QueryLeasesResponse.getDefaultInstance());
        ProviderNames names = new ProviderNames(network);
        showAll(
                answer.getLeasesList(),
                Table.of("ORDER", "PROVIDER", "STATE", ">PRICE", ">PAID", ">FEE", "ENDED BECAUSE"),
                lease -> row(lease, names),
                "no leases");
        noteMore(answer.getPage());
    }

    private Object[] row(Lease lease, ProviderNames names) {
        String denom = lease.getPrice().getDenom();
        String fault = Reasons.text(lease.getFault());
        String reason = Reasons.text(lease.getCloseReason());
        return new Object[] {
            shown(LeaseId.of(lease.getId()).order()),
            names.of(lease.getId().getProvider()),
            lease.getState(),
            Price.of(lease.getPrice()),
            lease.getPaid().isEmpty() ? "" : Amounts.text(denom, lease.getPaid()),
            lease.getFee().isEmpty() ? "" : Amounts.text(denom, lease.getFee()),
            (fault.isEmpty() ? reason : reason + " (fault: " + fault + ")")
                    + (lease.getCloseText().isEmpty() ? "" : ": " + lease.getCloseText())
        };
    }
}
