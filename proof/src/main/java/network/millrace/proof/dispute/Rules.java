package network.millrace.proof.dispute;

/**
 * The numbers that a dispute is played by. Times are in milliseconds of whatever clock the caller has.
 *
 * @param arity into how many parts a round cuts what is in dispute; a power of two
 * @param budgetMs the time that each side has in all
 * @param moveMs the time that a side has for one move
 * @param refusalsMax how many invalid messages a side may send; one more loses
 */
public record Rules(int arity, long budgetMs, long moveMs, int refusalsMax) {
    /** A round cuts into 16; two hours for each side, twenty minutes for a move. */
    public static final Rules DEFAULT = new Rules(16, 7_200_000, 1_200_000, 64);

    public static final int ARITY_MAX = 256;

    /** More than a hundred years; the sum of two times then never overflows. */
    public static final long BUDGET_MS_MAX = 1L << 42;

    public Rules {
        if (arity < 2 || arity > ARITY_MAX || Integer.bitCount(arity) != 1) {
            throw new IllegalArgumentException("the arity is a power of two from 2 to " + ARITY_MAX + ", not " + arity);
        }
        if (moveMs < 1 || budgetMs < moveMs || budgetMs > BUDGET_MS_MAX || refusalsMax < 0) {
            throw new IllegalArgumentException(
                    "a move has at least 1 ms, and no more than the whole budget, which is at" + " most "
                            + BUDGET_MS_MAX + " ms");
        }
    }

    /** How many levels of a tree a round goes down. */
    int levels() {
        return Integer.numberOfTrailingZeros(arity);
    }
}
