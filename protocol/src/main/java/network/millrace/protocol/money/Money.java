package network.millrace.protocol.money;

import network.millrace.protocol.MalformedException;
import network.millrace.protocol.cosmos.base.v1beta1.Coin;

/** An amount of one denomination. */
public record Money(Denom denom, Amount amount) {
    public static Money of(Denom denom, long amount) {
        return new Money(denom, Amount.of(amount));
    }

    public static Money zero(Denom denom) {
        return new Money(denom, Amount.ZERO);
    }

    /**
     * Reads the wire form.
     *
     * @throws MalformedException when denomination or amount is malformed
     */
    public static Money of(Coin coin) {
        return new Money(new Denom(coin.getDenom()), Amount.parse(coin.getAmount()));
    }

    /**
     * Reads digits with the denomination behind them, such as {@code 5000000uusd}.
     *
     * @throws MalformedException when the text is anything else
     */
    public static Money parse(String text) {
        int digits = 0;
        while (digits < text.length() && Character.digit(text.charAt(digits), 10) >= 0) {
            digits++;
        }
        if (digits == 0 || digits == text.length()) {
            throw new MalformedException("money is written as digits and a denomination, such as 5000000uusd; this is "
                    + MalformedException.quote(text));
        }
        return new Money(new Denom(text.substring(digits)), Amount.parse(text.substring(0, digits)));
    }

    /** The wire form. */
    public Coin toProto() {
        return Coin.newBuilder()
                .setDenom(denom.value())
                .setAmount(amount.toString())
                .build();
    }

    /** @throws AmountException when the denominations differ or the sum leaves the range */
    public Money plus(Money other) {
        return new Money(sameDenom(other), amount.plus(other.amount));
    }

    /** @throws AmountException when the denominations differ or the other is greater */
    public Money minus(Money other) {
        return new Money(sameDenom(other), amount.minus(other.amount));
    }

    /**
     * Whether this is at least the other.
     *
     * @throws AmountException when the denominations differ
     */
    public boolean covers(Money other) {
        sameDenom(other);
        return amount.covers(other.amount);
    }

    private Denom sameDenom(Money other) {
        if (!denom.equals(other.denom)) {
            throw new AmountException("cannot reckon " + this + " with " + other + ": the denominations differ");
        }
        return denom;
    }

    /** Digits and denomination, such as {@code 5000000uusd}. */
    @Override
    public String toString() {
        return amount + denom.value();
    }
}
