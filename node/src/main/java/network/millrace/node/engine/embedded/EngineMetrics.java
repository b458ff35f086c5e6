package network.millrace.node.engine.embedded;

import java.util.function.LongSupplier;
import network.millrace.node.telemetry.Metrics;
import network.millrace.protocol.ledger.v1.BlockResult;
import network.millrace.protocol.ledger.v1.TxResult;
import network.millrace.protocol.node.v1.BlockRecord;
import network.millrace.protocol.node.v1.BroadcastResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the engine counts and says. One line at INFO for each block that did something. */
final class EngineMetrics {
    private static final Logger LOG = LoggerFactory.getLogger("network.millrace.node.blocks");

    private final Metrics.Counter blocks;
    private final Metrics.Counter blockNanoseconds;
    private final Metrics.Counter included;
    private final Metrics.Counter failed;
    private final Metrics.Counter admitted;
    private final Metrics.Counter refused;
    private volatile int pending;

    EngineMetrics(Metrics metrics, LongSupplier height) {
        this.blocks = metrics.counter("blocks_total", "Blocks made since the node started.");
        this.blockNanoseconds = metrics.counter("block_nanoseconds_total", "Time spent on making blocks durable.");
        this.included = metrics.counter("transactions_included_total", "Transactions in blocks.");
        this.failed = metrics.counter(
                "transactions_failed_total", "Transactions in blocks that had no effect but their fee.");
        this.admitted = metrics.counter("transactions_admitted_total", "Transactions admitted to wait for a block.");
        this.refused = metrics.counter("transactions_refused_total", "Transactions refused before a block.");
        metrics.gauge("height", "Height of the last block.", height);
        metrics.gauge("pending_transactions", "Transactions that wait for a block.", () -> pending);
    }

    int pending() {
        return pending;
    }

    void submitted(BroadcastResponse response, int pendingNow) {
        (response.getCode() == 0 ? admitted : refused).count();
        pending = pendingNow;
    }

    void block(BlockRecord record, long elapsedNs, int pendingNow) {
        BlockResult result = record.getResult();
        long failures = result.getTransactionsList().stream()
                .filter(tx -> tx.getCode() != 0)
                .count();
        pending = pendingNow;
        blocks.count();
        blockNanoseconds.add(elapsedNs);
        included.add(result.getTransactionsCount());
        failed.add(failures);
        if (result.getTransactionsCount() + result.getBeginEventsCount() + result.getEndEventsCount() > 0) {
            LOG.info(
                    "block height={} transactions={} failed={} events={} pending={} ms={}",
                    result.getHeight(),
                    result.getTransactionsCount(),
                    failures,
                    events(result),
                    pendingNow,
                    elapsedNs / 1_000_000);
        }
    }

    private static int events(BlockResult result) {
        return result.getBeginEventsCount()
                + result.getEndEventsCount()
                + result.getTransactionsList().stream()
                        .mapToInt(TxResult::getEventsCount)
                        .sum();
    }
}
