package network.millrace.protocol.money;

import java.math.BigInteger;
import network.millrace.protocol.MalformedException;

/**
 * A whole number of micro-units, from 0 to 2^128 - 1. Arithmetic is exact: what would leave the range throws
 * {@link AmountException}, and every division says which way it rounds.
 */
public record Amount(BigInteger value) implements Comparable<Amount> {
    /** Every amount fits so many bits. */
    public static final int BITS = 128;

    public static final Amount ZERO = new Amount(BigInteger.ZERO);

    private static final int DIGITS_MAX = 39;
    /** So many digits always fit a long. */
    private static final int DIGITS_OF_LONG = 18;

    /** @throws AmountException when the number is negative or 2^128 or more */
    public Amount {
        if (value.signum() < 0) {
            throw new AmountException("an amount cannot be negative: " + value);
        }
        if (value.bitLength() > BITS) {
            throw new AmountException("an amount must be below 2^128: " + value);
        }
    }

    /** @throws AmountException when the number is negative */
    public static Amount of(long value) {
        return value == 0 ? ZERO : new Amount(BigInteger.valueOf(value));
    }

    /**
     * Reads decimal digits as they stand on the wire: no sign, no spaces, no leading zero, so that a number has one
     * spelling.
     *
     * @throws MalformedException when the text is anything else or 2^128 or more
     */
    public static Amount parse(String digits) {
        int length = digits.length();
        if (length == 0 || length > DIGITS_MAX || (length > 1 && digits.charAt(0) == '0')) {
            throw malformed(digits);
        }
        long small = 0;
        for (int i = 0; i < length; i++) {
            int digit = digits.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw malformed(digits);
            }
            small = small * 10 + digit;
        }
        if (length <= DIGITS_OF_LONG) {
            return of(small);
        }
        BigInteger value = new BigInteger(digits);
        if (value.bitLength() > BITS) {
            throw malformed(digits);
        }
        return new Amount(value);
    }

    private static MalformedException malformed(String digits) {
        return new MalformedException("an amount is a whole number in decimal digits, without sign or leading zero and"
                + " below 2^128; this is " + (digits.isEmpty() ? "empty" : MalformedException.quote(digits)));
    }

    /** @throws AmountException when the sum reaches 2^128 */
    public Amount plus(Amount other) {
        return new Amount(value.add(other.value));
    }

    /** @throws AmountException when the other is greater, naming both */
    public Amount minus(Amount other) {
        if (compareTo(other) < 0) {
            throw new AmountException("cannot take " + other + " from " + this);
        }
        return new Amount(value.subtract(other.value));
    }

    /** @throws AmountException when the product reaches 2^128 or the factor is negative */
    public Amount times(long factor) {
        return new Amount(value.multiply(BigInteger.valueOf(factor)));
    }

    /**
     * This amount times numerator / denominator, rounded down. The product may pass 2^128, the result not.
     *
     * @throws AmountException when the result leaves the range
     * @throws ArithmeticException when the denominator is zero
     */
    public Amount share(long numerator, long denominator) {
        return new Amount(value.multiply(BigInteger.valueOf(numerator)).divide(BigInteger.valueOf(denominator)));
    }

    public Amount min(Amount other) {
        return compareTo(other) <= 0 ? this : other;
    }

    public Amount max(Amount other) {
        return compareTo(other) >= 0 ? this : other;
    }

    public boolean isZero() {
        return value.signum() == 0;
    }

    public boolean isPositive() {
        return value.signum() > 0;
    }

    /** Whether this is at least the other. */
    public boolean covers(Amount other) {
        return compareTo(other) >= 0;
    }

    @Override
    public int compareTo(Amount other) {
        return value.compareTo(other.value);
    }

    /** Decimal digits, as on the wire. */
    @Override
    public String toString() {
        return value.toString();
    }
}
