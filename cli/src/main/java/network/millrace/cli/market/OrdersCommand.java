package network.millrace.cli.market;

import java.time.Duration;
import network.millrace.cli.output.Progress;
import network.millrace.cli.output.Table;
import network.millrace.cli.output.Terminal;
import network.millrace.cli.output.Text;
import network.millrace.client.Network;
import network.millrace.protocol.ids.OrderId;
import network.millrace.protocol.market.v1.Order;
import network.millrace.protocol.market.v1.QueryOrdersRequest;
import network.millrace.protocol.market.v1.QueryOrdersResponse;
import network.millrace.protocol.money.Price;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "orders",
        description = "List orders: what tenants ask for, and what became of it.",
        footer = {"", "Example:", "  millrace orders --state open"})
public final class OrdersCommand extends ListCommand {
    /** States in the words of the command line. */
    enum StateFilter {
        any(Order.State.STATE_UNSPECIFIED),
        open(Order.State.OPEN),
        matched(Order.State.MATCHED),
        closed(Order.State.CLOSED);

        private final Order.State state;

        StateFilter(Order.State state) {
            this.state = state;
        }
    }

    @Option(names = "--state", defaultValue = "any", description = "One of ${COMPLETION-CANDIDATES}.")
    private StateFilter state = StateFilter.any;

    public OrdersCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected void execute(Network network, Progress progress) {
        QueryOrdersRequest request = QueryOrdersRequest.newBuilder()
                .setOwner(owner())
                .setDseq(dseq())
                .setState(state.state)
                .setPage(page())
                .build();
        QueryOrdersResponse answer =
                network.query("market", "Orders", request, QueryOrdersResponse.getDefaultInstance());
        long now = network.status().getTimeMs();
        showAll(
                answer.getOrdersList(),
                Table.of("ORDER", "STATE", ">CEILING", ">OPEN BIDS", "EXPIRES IN", "REASON"),
                order -> row(order, now),
                "no orders");
        noteMore(answer.getPage());
    }

    private Object[] row(Order order, long nowMs) {
        boolean open = order.getState() == Order.State.OPEN;
        return new Object[] {
            shown(OrderId.of(order.getId())),
            order.getState(),
            Price.of(order.getPriceMax()),
            open ? order.getOpenBids() : "",
            open ? Text.duration(Duration.ofMillis(Math.max(0, order.getExpiresMs() - nowMs))) : "",
            Reasons.text(order.getCloseReason())
        };
    }
}
