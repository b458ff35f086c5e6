package network.millrace.ledger.modules.escrow;

import java.math.BigInteger;
import network.millrace.protocol.money.Price;

/**
 * What a rate earns over a span of billed time, exactly: whole micro-units, and what is left over as a numerator whose
 * denominator is {@link #unit}. The remainder is carried into the next reckoning, so that settling often or seldom comes
 * to the same sum.
 */
record Accrual(BigInteger whole, BigInteger remainder) {
    /** One micro-unit in the steps that rates and remainders are counted in: 10^18 × the pricing period in ms. */
    static BigInteger unit(long pricingPeriodMs) {
        return Price.SCALE.multiply(BigInteger.valueOf(pricingPeriodMs));
    }

    /**
     * @param rate micro-units × 10^18 per pricing period
     * @param spanMs billed time, 0 or more
     * @param carried remainder of the reckoning before
     */
    static Accrual of(BigInteger rate, long spanMs, BigInteger carried, BigInteger unit) {
        if (spanMs < 0) {
            throw new IllegalStateException("billed time ran backwards by " + -spanMs + " ms");
        }
        BigInteger[] parts =
                rate.multiply(BigInteger.valueOf(spanMs)).add(carried).divideAndRemainder(unit);
        return new Accrual(parts[0], parts[1]);
    }
}
