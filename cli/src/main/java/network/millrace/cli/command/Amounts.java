package network.millrace.cli.command;

import java.math.BigDecimal;
import network.millrace.protocol.money.Amount;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Money;

/** How money reads: micro-units are the ledger's, whole units are people's. */
public final class Amounts {
    private static final int MICRO_DIGITS = 6;

    private Amounts() {}

    /** {@code 4.99 usd} for 4990000uusd; a denomination that is not in micro-units stays as it is. */
    public static String text(Money money) {
        String denom = money.denom().value();
        if (!denom.startsWith("u") || denom.length() < 2) {
            return money.amount() + " " + denom;
        }
        BigDecimal units = new BigDecimal(money.amount().value()).movePointLeft(MICRO_DIGITS);
        String shown = units.signum() == 0 ? "0" : units.stripTrailingZeros().toPlainString();
        return shown + " " + denom.substring(1);
    }

    /** The same for micro-units as they stand in messages; empty text counts as nothing. */
    public static String text(String denom, String microUnits) {
        return text(new Money(new Denom(denom), microUnits.isEmpty() ? Amount.ZERO : Amount.parse(microUnits)));
    }
}
