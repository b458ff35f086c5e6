package network.millrace.proof.dispute;

/**
 * What a dispute has cost.
 *
 * @param rounds how often the challenger had to choose
 * @param messages accepted messages of both sides
 * @param bytes what they carried
 * @param refused messages that were not accepted
 * @param openedBytes tiles and state that the referee computed from
 * @param operations multiply-adds or element operations that the referee computed
 */
public record Figures(int rounds, int messages, long bytes, int refused, long openedBytes, long operations) {
    static final Figures NONE = new Figures(0, 0, 0, 0, 0, 0);

    Figures accepted(Move move) {
        boolean picked = move instanceof Move.Pick;
        return new Figures(
                more(rounds, picked ? 1 : 0),
                more(messages, 1),
                more(bytes, move.bytes()),
                refused,
                openedBytes,
                operations);
    }

    Figures refusedOne() {
        return new Figures(rounds, messages, bytes, more(refused, 1), openedBytes, operations);
    }

    Figures judged(long opened, long computed) {
        return new Figures(rounds, messages, bytes, refused, opened, computed);
    }

    /** A dispute that was read may say any numbers of its past; they stay at the largest, so that it can be written again. */
    private static int more(int count, int by) {
        return count > Integer.MAX_VALUE - by ? Integer.MAX_VALUE : count + by;
    }

    private static long more(long count, long by) {
        return count > Long.MAX_VALUE - by ? Long.MAX_VALUE : count + by;
    }
}
