package network.millrace.proof.sampling.economics;

import java.math.BigInteger;
import network.millrace.protocol.money.Amount;

/** An exact fraction in lowest terms, its denominator above 0. */
public record Fraction(BigInteger numerator, BigInteger denominator) implements Comparable<Fraction> {
    public static final Fraction ZERO = of(0, 1);
    public static final Fraction ONE = of(1, 1);

    /** Parts in a million, in which rates are kept and rounded. */
    public static final long MILLION = 1_000_000;

    public Fraction {
        if (denominator.signum() == 0) {
            throw new IllegalArgumentException("a fraction's denominator is not 0");
        }
        BigInteger divisor = numerator.gcd(denominator).multiply(BigInteger.valueOf(denominator.signum()));
        numerator = numerator.divide(divisor);
        denominator = denominator.divide(divisor);
    }

    public static Fraction of(long numerator, long denominator) {
        return new Fraction(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
    }

    public static Fraction of(Amount amount) {
        return new Fraction(amount.value(), BigInteger.ONE);
    }

    public static Fraction ofPpm(long parts) {
        return of(parts, MILLION);
    }

    public Fraction plus(Fraction other) {
        return new Fraction(
                numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
                denominator.multiply(other.denominator));
    }

    public Fraction minus(Fraction other) {
        return plus(new Fraction(other.numerator.negate(), other.denominator));
    }

    public Fraction times(Fraction other) {
        return new Fraction(numerator.multiply(other.numerator), denominator.multiply(other.denominator));
    }

    /** @throws IllegalArgumentException when the other is 0 */
    public Fraction over(Fraction other) {
        return new Fraction(numerator.multiply(other.denominator), denominator.multiply(other.numerator));
    }

    public Fraction power(int exponent) {
        return new Fraction(numerator.pow(exponent), denominator.pow(exponent));
    }

    /** 1 minus this. */
    public Fraction complement() {
        return ONE.minus(this);
    }

    /** The greatest whole number that is not above this. */
    public BigInteger floor() {
        BigInteger[] parts = numerator.divideAndRemainder(denominator);
        return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
    }

    public Fraction max(Fraction other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /** Whether this is from 0 to 1. */
    public boolean isShare() {
        return numerator.signum() >= 0 && numerator.compareTo(denominator) <= 0;
    }

    @Override
    public int compareTo(Fraction other) {
        return numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator));
    }

    @Override
    public String toString() {
        return numerator + "/" + denominator;
    }

    static Fraction requireShare(String what, Fraction value) {
        if (!value.isShare()) {
            throw new IllegalArgumentException(what + " is from 0 to 1; this is " + value);
        }
        return value;
    }
}
