package network.millrace.ledger.modules.reputation;

import java.math.BigInteger;

/**
 * Forgetting by integer steps. Each step takes one 2^shift-th part, rounded up, so that every weight reaches zero.
 *
 * @param steps whole intervals that have passed since {@code fromMs}
 * @param atMs the moment up to which the steps reach; the rest of the time counts towards the next step
 */
record Decay(long steps, long atMs, int shift) {
    static Decay between(long fromMs, long nowMs, long intervalMs, int shift) {
        if (nowMs < fromMs) {
            throw new IllegalStateException("billed time ran backwards from " + fromMs + " to " + nowMs);
        }
        long steps = (nowMs - fromMs) / intervalMs;
        return new Decay(steps, fromMs + steps * intervalMs, shift);
    }

    /** The weight after all steps. Ends early at zero, so a long absence costs no more than a weight has bits to lose. */
    BigInteger of(BigInteger weight) {
        BigInteger roundUp = BigInteger.ONE.shiftLeft(shift).subtract(BigInteger.ONE);
        BigInteger left = weight;
        for (long step = 0; step < steps && left.signum() > 0; step++) {
            left = left.subtract(left.add(roundUp).shiftRight(shift));
        }
        return left;
    }
}
