package network.millrace.ledger.modules.market;

import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import network.millrace.ledger.kernel.Context;
import network.millrace.ledger.state.Row;
import network.millrace.ledger.state.Scan;
import network.millrace.protocol.ids.OrderId;
import network.millrace.protocol.market.v1.CloseReason;
import network.millrace.protocol.market.v1.Group;

/**
 * What happens by itself when its time has come. Everything waits in a queue ordered by time, so that a block costs what
 * is due in it, however many orders and leases there are.
 */
final class MarketDeadlines {
    private final MarketState state;
    private final Awards awards;
    private final Endings endings;

    MarketDeadlines(MarketState state, Awards awards, Endings endings) {
        this.state = state;
        this.awards = awards;
        this.endings = endings;
    }

    /** After a block's messages: a bid, or a report that the workload is ready, counts in the block it is due in. */
    void endBlock(Context context) {
        int most = state.params.get(context).getDeadlinesPerBlockMax();
        handle(most, state.lapses(context), context.billedMs(), lease -> awards.lapse(context, lease));
        handle(most, state.awards(context), context.timeMs(), order -> awards.award(context, order));
        handle(most, state.expiries(context), context.timeMs(), order -> expire(context, order));
    }

    // One walk over the queue: beginning anew for each entry would pass all that were handled before it once more.
    private static <T> void handle(int most, Scan<Long, T> queue, long untilMs, Consumer<T> handler) {
        int handled = 0;
        for (Row<Long, T> due : queue) {
            if (handled == most || due.key() > untilMs) {
                return;
            }
            handler.accept(due.value());
            handled++;
        }
    }

    /** Nobody served the order: its group ends, and the deposit goes back when it was the last. */
    private void expire(Context context, OrderId order) {
        Group group = state.groups.get(context, order.group()).orElseThrow();
        endings.group(
                context,
                order.group(),
                group,
                Ending.byLedger(CloseReason.ORDER_EXPIRED, "no bid was awarded before the order expired"));
    }

    /** Earliest block time at which something is due. */
    OptionalLong nextMs(Context context) {
        OptionalLong lapse = state.nextLapseMs(context);
        OptionalLong lapseMs = lapse.isEmpty() ? lapse : OptionalLong.of(context.timeOfBilledMs(lapse.getAsLong()));
        return Stream.of(lapseMs, state.nextAwardMs(context), state.nextExpiryMs(context))
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .min();
    }
}
