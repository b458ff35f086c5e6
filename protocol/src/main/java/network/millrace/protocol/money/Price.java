package network.millrace.protocol.money;

import java.math.BigDecimal;
import java.math.BigInteger;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.cosmos.base.v1beta1.DecCoin;

/**
 * Money for a unit of something (a pricing period, a unit of gas), in steps of 10^-18 of a micro-unit. {@code scaled} is
 * the price times 10^18, from 0 to below 2^128 × 10^18, and is what stands on the wire.
 */
public record Price(Denom denom, BigInteger scaled) {
    /** Digits after the point. */
    public static final int DIGITS = 18;

    /** What {@code scaled} is divided by. */
    public static final BigInteger SCALE = BigInteger.TEN.pow(DIGITS);

    private static final BigInteger LIMIT = SCALE.shiftLeft(Amount.BITS);
    private static final int WIRE_DIGITS_MAX = LIMIT.toString().length();

    /** @throws AmountException when the price is negative or too high */
    public Price {
        if (scaled.signum() < 0 || scaled.compareTo(LIMIT) >= 0) {
            throw new AmountException("a price must be from 0 to below 2^128 micro-units: " + scaled + " x 10^-18");
        }
    }

    public static Price zero(Denom denom) {
        return new Price(denom, BigInteger.ZERO);
    }

    /** A price of whole micro-units. */
    public static Price ofWhole(Denom denom, long units) {
        return new Price(denom, BigInteger.valueOf(units).multiply(SCALE));
    }

    /**
     * Reads the wire form, whose amount is the scaled integer in decimal digits.
     *
     * @throws MalformedException when denomination or digits are malformed
     */
    public static Price of(DecCoin coin) {
        return ofScaled(new Denom(coin.getDenom()), coin.getAmount());
    }

    /**
     * Reads the scaled integer: decimal digits without sign or leading zero.
     *
     * @throws MalformedException when the text is anything else or too high
     */
    public static Price ofScaled(Denom denom, String digits) {
        boolean leadingZero = digits.length() > 1 && digits.charAt(0) == '0';
        if (digits.isEmpty() || digits.length() > WIRE_DIGITS_MAX || leadingZero || !isDigits(digits)) {
            throw new MalformedException("a price on the wire is the price x 10^18 in decimal digits, without sign or"
                    + " leading zero; this is " + (digits.isEmpty() ? "empty" : MalformedException.quote(digits)));
        }
        return bounded(denom, new BigInteger(digits), digits);
    }

    /**
     * Reads a price as people write it: {@code 25}, {@code 0.025}; at most 18 digits after the point.
     *
     * @throws MalformedException when the text is anything else
     */
    public static Price parse(Denom denom, String decimal) {
        int point = decimal.indexOf('.');
        String whole = point < 0 ? decimal : decimal.substring(0, point);
        String fraction = point < 0 ? "" : decimal.substring(point + 1);
        boolean shaped =
                !whole.isEmpty() && isDigits(whole) && isDigits(fraction) && (point < 0 || !fraction.isEmpty());
        if (!shaped || fraction.length() > DIGITS || whole.length() > WIRE_DIGITS_MAX) {
            throw new MalformedException("a price is a decimal number with at most 18 digits after the point, such as"
                    + " 0.025; this is " + (decimal.isEmpty() ? "empty" : MalformedException.quote(decimal)));
        }
        return bounded(denom, new BigInteger(whole + fraction + "0".repeat(DIGITS - fraction.length())), decimal);
    }

    private static Price bounded(Denom denom, BigInteger scaled, String text) {
        if (scaled.compareTo(LIMIT) >= 0) {
            throw new MalformedException("a price must be below 2^128 micro-units: " + MalformedException.quote(text));
        }
        return new Price(denom, scaled);
    }

    private static boolean isDigits(String text) {
        return text.chars().allMatch(character -> character >= '0' && character <= '9');
    }

    /** The wire form. */
    public DecCoin toProto() {
        return DecCoin.newBuilder()
                .setDenom(denom.value())
                .setAmount(scaled.toString())
                .build();
    }

    /** @throws AmountException when the denominations differ or the sum is too high */
    public Price plus(Price other) {
        return new Price(sameDenom(other), scaled.add(other.scaled));
    }

    /** @throws AmountException when the factor is negative or the product too high */
    public Price times(long factor) {
        return new Price(denom, scaled.multiply(BigInteger.valueOf(factor)));
    }

    /** What so many units cost, rounded down to whole micro-units. */
    public Money costRoundedDown(long units) {
        return new Money(
                denom, new Amount(scaled.multiply(BigInteger.valueOf(units)).divide(SCALE)));
    }

    /** What so many units cost, rounded up to whole micro-units. */
    public Money costRoundedUp(long units) {
        BigInteger[] parts = scaled.multiply(BigInteger.valueOf(units)).divideAndRemainder(SCALE);
        BigInteger whole = parts[1].signum() > 0 ? parts[0].add(BigInteger.ONE) : parts[0];
        return new Money(denom, new Amount(whole));
    }

    /**
     * Negative, zero or positive as this price is lower, equal or higher.
     *
     * @throws AmountException when the denominations differ
     */
    public int compareWith(Price other) {
        sameDenom(other);
        return scaled.compareTo(other.scaled);
    }

    public boolean isZero() {
        return scaled.signum() == 0;
    }

    private Denom sameDenom(Price other) {
        if (!denom.equals(other.denom)) {
            throw new AmountException("cannot reckon " + this + " with " + other + ": the denominations differ");
        }
        return denom;
    }

    /** The price in decimal without trailing zeros, such as {@code 0.025}. */
    public String decimal() {
        BigDecimal decimal = new BigDecimal(scaled, DIGITS);
        return decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString();
    }

    /** Decimal and denomination, such as {@code 0.025umil}. */
    @Override
    public String toString() {
        return decimal() + denom.value();
    }
}
