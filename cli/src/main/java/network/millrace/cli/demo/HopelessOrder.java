package network.millrace.cli.demo;

import com.google.protobuf.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import network.millrace.cli.command.Amounts;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.market.Deployer;
import network.millrace.cli.market.OpinionTable;
import network.millrace.cli.market.Screening;
import network.millrace.cli.market.Screening.Opinion;
import network.millrace.client.EventStream;
import network.millrace.client.Network;
import network.millrace.client.sdl.SdlDocument;
import network.millrace.protocol.ids.DeploymentId;
import network.millrace.protocol.ids.OrderId;
import network.millrace.protocol.market.v1.CloseReason;
import network.millrace.protocol.market.v1.OrderClosed;
import network.millrace.protocol.market.v1.OrderTerms;
import network.millrace.protocol.money.Money;
import network.millrace.protocol.node.v1.BlockEvents;
import network.millrace.protocol.node.v1.LedgerEvent;
import network.millrace.protocol.registry.MessageTypes;

/** An order that nobody can serve: each provider says why not, nobody bids, it expires, and the money comes back. */
record HopelessOrder(Network network, Deployer deployer, Narrator narrator) {
    private static final Duration EXPIRY_LIMIT = Duration.ofSeconds(60);

    /** The order on the ledger, and why nobody will bid on it. */
    record Placed(DeploymentId id, long height, List<DemoResult.Reason> reasons) {
        Placed {
            reasons = List.copyOf(reasons);
        }
    }

    Placed place(SdlDocument document) throws Exception {
        List<Opinion> opinions =
                new Screening(network).ask(document.groups().getFirst(), OrderTerms.getDefaultInstance());
        narrator.step("nobody", "examples/gpu.yaml asks for eight GPUs; each provider says why it will not bid:");
        narrator.more(OpinionTable.of(opinions, narrator.terminal()));
        if (opinions.isEmpty() || opinions.stream().anyMatch(Opinion::wouldBid)) {
            throw CommandFailure.failed("expected that no provider can serve examples/gpu.yaml");
        }
        Money deposit = deployer.usualDeposit(document);
        Deployer.Placed placed = deployer.place(document, deposit, OrderTerms.getDefaultInstance());
        narrator.more(
                "ordered all the same: deployment " + placed.id().dseq() + ", " + Amounts.text(deposit) + " set aside");
        return new Placed(placed.id(), placed.receipt().height(), reasons(opinions));
    }

    private static List<DemoResult.Reason> reasons(List<Opinion> opinions) {
        List<DemoResult.Reason> reasons = new ArrayList<>();
        opinions.forEach(opinion -> opinion.reasons()
                .forEach(reason -> reasons.add(new DemoResult.Reason(
                        opinion.provider(), reason.getCode().name(), reason.getText()))));
        return reasons;
    }

    /** Waits until the order has expired. */
    void awaitRefund(Placed placed) throws InterruptedException {
        long end = System.nanoTime() + EXPIRY_LIMIT.toNanos();
        try (EventStream stream = network.follow(placed.height(), Set.of("OrderClosed"))) {
            while (System.nanoTime() < end) {
                Optional<BlockEvents> block = stream.next();
                if (block.isPresent() && hasExpired(block.orElseThrow(), placed.id())) {
                    narrator.step("expired", "the order that nobody could serve has expired without a bid");
                    return;
                }
            }
        }
        throw CommandFailure.failed("the order of deployment " + placed.id() + " has not expired");
    }

    private static boolean hasExpired(BlockEvents block, DeploymentId id) {
        for (LedgerEvent event : block.getEventsList()) {
            Message fact = MessageTypes.unpack(event.getValue());
            if (fact instanceof OrderClosed closed
                    && OrderId.of(closed.getId()).deployment().equals(id)) {
                if (closed.getReason() != CloseReason.ORDER_EXPIRED) {
                    throw CommandFailure.failed("the order that nobody can serve ended with " + closed.getReason());
                }
                return true;
            }
        }
        return false;
    }
}
