package network.millrace.ledger.modules.escrow;

import java.math.BigInteger;

/** When an account runs dry at its present rate. */
final class Depletion {
    /** Stands for "no open stream". */
    static final long NONE = 0;

    /** Later than any ledger will live, and still safe to add a block time to. */
    static final long LATEST = Long.MAX_VALUE / 4;

    private Depletion() {}

    /**
     * The first millisecond of billed time at which the streams have earned all the account has. It is rounded up: at
     * this moment they may have earned a part of a millisecond's worth too much, which {@link Shares} takes off again.
     *
     * @param balance whole micro-units left in the deposits
     * @param remainder owed already, below one micro-unit
     */
    static long atMs(
            long settledAtMs, BigInteger balance, BigInteger remainder, BigInteger totalRate, BigInteger unit) {
        if (totalRate.signum() == 0) {
            return NONE;
        }
        BigInteger left = balance.multiply(unit).subtract(remainder);
        BigInteger[] parts = left.divideAndRemainder(totalRate);
        BigInteger spanMs = parts[1].signum() > 0 ? parts[0].add(BigInteger.ONE) : parts[0];
        BigInteger at = spanMs.add(BigInteger.valueOf(settledAtMs));
        return at.bitLength() > 61 ? LATEST : Math.min(at.longValueExact(), LATEST);
    }
}
