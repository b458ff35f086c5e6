package network.millrace.ledger.modules.market;

import static network.millrace.protocol.market.v1.Bid.State.ACTIVE;
import static network.millrace.protocol.market.v1.Bid.State.CLOSED;
import static network.millrace.protocol.market.v1.Bid.State.LOST;
import static network.millrace.protocol.market.v1.Bid.State.OPEN;

import java.util.List;
import network.millrace.ledger.kernel.Context;
import network.millrace.protocol.ids.BidId;
import network.millrace.protocol.market.v1.Bid;
import network.millrace.protocol.market.v1.CloseReason;
import network.millrace.protocol.market.v1.LossReason;
import network.millrace.protocol.market.v1.MsgCreateBid;

/** What a bid can do. */
final class Bids {
    static final Moves<Bid.State> MOVES = Moves.of("bid", Bid.State.class)
            .from(OPEN, List.of(ACTIVE, LOST, CLOSED))
            .from(ACTIVE, List.of(CLOSED));

    private Bids() {}

    static Bid open(BidId id, MsgCreateBid message, Context context) {
        return Bid.newBuilder()
                .setId(id.toProto())
                .setState(OPEN)
                .setPrice(message.getPrice())
                .addAllResourcesOffer(message.getResourcesOfferList())
                .setCreatedHeight(context.height())
                .setDeposit(message.getDeposit())
                .build();
    }

    static boolean isOpen(Bid bid) {
        return bid.getState() == OPEN;
    }

    /** Whether the provider may bid on the same order again: it was pushed out, or withdrew. */
    static boolean mayBeRepeated(Bid bid) {
        return bid.getLossReason() == LossReason.EVICTED || bid.getLossReason() == LossReason.BID_WITHDRAWN;
    }

    static Bid award(Bid bid, int scorePpm) {
        return bid.toBuilder()
                .setState(MOVES.move(bid.getState(), ACTIVE))
                .setScorePpm(scorePpm)
                .clearLossReason()
                .clearLossText()
                .build();
    }

    /** Stays open, knowing why it has not won so far. */
    static Bid standBy(Bid bid, Loss loss) {
        return described(bid, loss).build();
    }

    static Bid lose(Bid bid, Loss loss) {
        return described(bid, loss).setState(MOVES.move(bid.getState(), LOST)).build();
    }

    static Bid withdraw(Bid bid, Loss loss) {
        return described(bid, loss)
                .setState(MOVES.move(bid.getState(), CLOSED))
                .setCloseReason(CloseReason.WITHDRAWN)
                .build();
    }

    /** The lease it became has ended. */
    static Bid close(Bid bid, CloseReason reason) {
        var builder =
                bid.toBuilder().setState(MOVES.move(bid.getState(), CLOSED)).setCloseReason(reason);
        return builder.build();
    }

    private static Bid.Builder described(Bid bid, Loss loss) {
        return bid.toBuilder()
                .setLossReason(loss.reason())
                .setLossText(loss.text())
                .setScorePpm(loss.scorePpm());
    }
}
