package network.millrace.cli.market;

import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.output.Progress;
import network.millrace.cli.output.Table;
import network.millrace.cli.output.Terminal;
import network.millrace.client.Network;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.ids.OrderId;
import network.millrace.protocol.market.v1.Bid;
import network.millrace.protocol.market.v1.QueryBidsRequest;
import network.millrace.protocol.market.v1.QueryBidsResponse;
import network.millrace.protocol.money.Price;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "bids",
        description = "List bids on a tenant's orders, or by a provider, with the reason why each lost.",
        footer = {"", "Example:", "  millrace bids --owner tenant --dseq 7"})
public final class BidsCommand extends ListCommand {
    /** States in the words of the command line. */
    enum StateFilter {
        any(Bid.State.STATE_UNSPECIFIED),
        open(Bid.State.OPEN),
        active(Bid.State.ACTIVE),
        lost(Bid.State.LOST),
        closed(Bid.State.CLOSED);

        private final Bid.State state;

        StateFilter(Bid.State state) {
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

    public BidsCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected void execute(Network network, Progress progress) {
        if (owner().isEmpty() && provider.isEmpty()) {
            throw CommandFailure.missing("whose bids? name the tenant with --owner, or the provider with --provider");
        }
        QueryBidsRequest request = QueryBidsRequest.newBuilder()
                .setOwner(owner())
                .setDseq(dseq())
                .setProvider(address(provider))
                .setState(state.state)
                .setPage(page())
                .build();
        QueryBidsResponse answer = network.query("market", "Bids", request, QueryBidsResponse.getDefaultInstance());
        ProviderNames names = new ProviderNames(network);
        if (!answersJson()) {
            answer.getBidsList().forEach(bid -> names.of(bid.getId().getProvider()));
        }
        showAll(
                answer.getBidsList(),
                Table.of("ORDER", "PROVIDER", "STATE", ">PRICE", ">SCORE", "WHY"),
                bid -> row(bid, names),
                "no bids");
        noteMore(answer.getPage());
    }

    private Object[] row(Bid bid, ProviderNames names) {
        OrderId order = new OrderId(
                Address.parse(bid.getId().getOwner()),
                bid.getId().getDseq(),
                bid.getId().getGseq(),
                bid.getId().getOseq());
        String why = bid.getLossText().isEmpty() ? Reasons.text(bid.getLossReason()) : names.in(bid.getLossText());
        return new Object[] {
            shown(order),
            names.of(bid.getId().getProvider()),
            bid.getState(),
            Price.of(bid.getPrice()),
            bid.getScorePpm() == 0 ? "" : Score.points(bid.getScorePpm()),
            why.isEmpty() ? Reasons.text(bid.getCloseReason()) : why
        };
    }
}
