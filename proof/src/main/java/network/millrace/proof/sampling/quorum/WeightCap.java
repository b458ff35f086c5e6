package network.millrace.proof.sampling.quorum;

import java.math.BigInteger;

/**
 * Bounds a worker's weight by its stake: at most 2^(stake / unit).
 *
 * <p>Weights are multiplied, so a cap in proportion to the stake would let identities multiply: ten of weight 2 make 1,024.
 * Under this cap the product over any number of identities is at most 2^(their stakes together / unit): whoever splits a
 * stake wins nothing and loses by rounding. So a wrong result of trust t needs at least {@link #stakeToReach} of stake that
 * agrees to it, whatever the scores and the number of names. A worker below one unit has weight 1, which is no vote.
 *
 * @param unit the stake behind each doubling, in the ledger's staking unit
 */
public record WeightCap(long unit) {
    /** 2^62 is above every weight. */
    private static final long DOUBLINGS_MAX = 62;

    public WeightCap {
        if (unit < 1) {
            throw new IllegalArgumentException("the stake behind a doubling is above 0; this is " + unit);
        }
    }

    public long weight(WorkerScore score, long stake) {
        if (stake < 0) {
            throw new IllegalArgumentException("a stake is not negative; this is " + stake);
        }
        long doublings = stake / unit;
        return doublings >= DOUBLINGS_MAX ? score.weight() : Math.min(score.weight(), 1L << doublings);
    }

    /** The least stake that can outweigh an unopposed trust: so many units that 2^units &gt; trust - 1. */
    public BigInteger stakeToReach(long trust) {
        int doublings = Quorum.requireTrust(trust) == 1
                ? 0
                : BigInteger.valueOf(trust - 1).bitLength();
        return BigInteger.valueOf(unit).multiply(BigInteger.valueOf(doublings));
    }
}
