package network.millrace.proof.dispute;

/**
 * Chess clocks: only the side whose turn it is uses its time.
 *
 * @param turnSince when the turn began
 */
public record Clocks(long defenderUsedMs, long challengerUsedMs, long turnSince) {
    /** The latest time at which the side can still move; a later message is too late. */
    long deadline(Role turn, Rules rules) {
        return turnSince + Math.min(rules.moveMs(), rules.budgetMs() - used(turn));
    }

    private long used(Role role) {
        return role == Role.DEFENDER ? defenderUsedMs : challengerUsedMs;
    }

    /** After the side whose turn it was has moved. */
    Clocks moved(Role turn, long now) {
        long elapsed = now - turnSince;
        return turn == Role.DEFENDER
                ? new Clocks(defenderUsedMs + elapsed, challengerUsedMs, now)
                : new Clocks(defenderUsedMs, challengerUsedMs + elapsed, now);
    }
}
