package network.millrace.ledger.kernel;

import java.util.HexFormat;
import java.util.Locale;
import network.millrace.protocol.ledger.v1.Block;
import network.millrace.protocol.ledger.v1.Clock;
import network.millrace.protocol.ledger.v1.KernelParams;

/** Which block may follow a clock, and what the clock is then. */
final class BlockRules {
    /** Far enough ahead for every network, near enough that a sum of two times fits a long, also in nanoseconds. */
    private static final long TIME_MAX_MS = 4_102_444_800_000L;

    private BlockRules() {}

    static void require(Block block, Clock last, KernelParams params) {
        require(block.getChainId().equals(last.getChainId()), "chain id", last.getChainId(), block.getChainId());
        require(block.getHeight() == last.getHeight() + 1, "height", last.getHeight() + 1, block.getHeight());
        require(
                block.getLastAppHash().equals(last.getAppHash()),
                "last app hash",
                hex(last.getAppHash().toByteArray()),
                hex(block.getLastAppHash().toByteArray()));
        require(
                block.getTimeMs() > last.getTimeMs() && block.getTimeMs() < TIME_MAX_MS,
                "time in ms",
                "above " + last.getTimeMs() + " and below " + TIME_MAX_MS,
                block.getTimeMs());
        long bytes = block.getTransactionsList().stream()
                .mapToLong(part -> part.size())
                .sum();
        require(
                bytes <= params.getMaxBlockBytes(),
                "transactions",
                "at most " + params.getMaxBlockBytes() + " bytes",
                bytes);
    }

    /** The clock within the block: it still has the app hash of the block before. */
    static Clock next(Block block, Clock last, KernelParams params) {
        long gapMs = Math.min(block.getTimeMs() - last.getTimeMs(), params.getMaxBlockGapMs());
        return last.toBuilder()
                .setHeight(block.getHeight())
                .setTimeMs(block.getTimeMs())
                .setBilledTimeMs(Math.addExact(last.getBilledTimeMs(), gapMs))
                .build();
    }

    private static void require(boolean holds, String what, Object expected, Object came) {
        if (!holds) {
            throw new InvalidBlockException(
                    String.format(Locale.ROOT, "block does not follow: expected %s %s, came %s", what, expected, came));
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
