package network.millrace.cli.command;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.money.Amount;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Money;
import network.millrace.protocol.money.Price;

/** How money reads: micro-units are the ledger's, whole units are people's. */
public final class Amounts {
    private static final int MICRO_DIGITS = 6;
    private static final Pattern WHOLE_UNITS = Pattern.compile("([0-9]{1,30}(?:\\.[0-9]{1,30})?) ?([a-z]{2,10})");
    private static final BigDecimal MONTH_MS =
            BigDecimal.valueOf(Duration.ofDays(30).toMillis());

    private Amounts() {}

    /** {@code 4.99 usd} for 4990000uusd; a denomination that is not in micro-units stays as it is. */
    public static String text(Money money) {
        String denom = money.denom().value();
        if (!isMicro(denom)) {
            return money.amount() + " " + denom;
        }
        BigDecimal units = new BigDecimal(money.amount().value()).movePointLeft(MICRO_DIGITS);
        String shown = units.signum() == 0 ? "0" : units.stripTrailingZeros().toPlainString();
        return shown + " " + denom.substring(1);
    }

    /**
     * Money as a person writes it: {@code 5000000uusd} in micro-units, or {@code 5usd} and {@code 0.5 usd} in whole units, as it is shown.
     *
     * @throws MalformedException when it is neither
     */
    public static Money parse(String written) {
        Matcher whole = WHOLE_UNITS.matcher(written.strip());
        if (!whole.matches() || isMicro(whole.group(2))) {
            return Money.parse(written.strip());
        }
        try {
            BigInteger micro =
                    new BigDecimal(whole.group(1)).movePointRight(MICRO_DIGITS).toBigIntegerExact();
            return Money.parse(micro + "u" + whole.group(2));
        } catch (ArithmeticException tooFine) {
            throw new MalformedException(
                    "an amount has at most " + MICRO_DIGITS + " decimals; this is " + MalformedException.quote(written),
                    tooFine);
        }
    }

    /** A price for a pricing period as people reckon: {@code 36 uusd for 6 s, 15.55 usd a month}. */
    public static String priceText(Price price, Duration period) {
        return price.decimal() + " " + price.denom() + " for " + period.toSeconds() + " s, " + monthly(price, period)
                + " a month";
    }

    /** What a price for a pricing period comes to in thirty days, such as {@code 15.55 usd}. */
    public static String monthly(Price price, Duration period) {
        String denom = price.denom().value();
        BigDecimal month = new BigDecimal(price.decimal())
                .multiply(MONTH_MS)
                .divide(BigDecimal.valueOf(period.toMillis()), 0, RoundingMode.CEILING);
        if (!isMicro(denom)) {
            return month.toPlainString() + " " + denom;
        }
        BigDecimal units = month.movePointLeft(MICRO_DIGITS);
        BigDecimal shown = units.setScale(Math.max(2, units.scale() - units.precision() + 2), RoundingMode.HALF_UP);
        return shown.toPlainString() + " " + denom.substring(1);
    }

    /** Denominations are u and a name of three letters or more; {@code usd} is a name. */
    private static boolean isMicro(String denom) {
        return denom.startsWith("u") && denom.length() >= 4;
    }

    /** The same for micro-units as they stand in messages; empty text counts as nothing. */
    public static String text(String denom, String microUnits) {
        return text(new Money(new Denom(denom), microUnits.isEmpty() ? Amount.ZERO : Amount.parse(microUnits)));
    }
}
