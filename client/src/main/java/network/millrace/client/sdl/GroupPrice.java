package network.millrace.client.sdl;

import java.math.BigDecimal;

/**
 * What a group may cost at most in one pricing period.
 *
 * @param amount the prices of all its units times their counts, with 18 digits after the point
 */
public record GroupPrice(String group, BigDecimal amount, String denom) {
    /** {@code 4000.750000000000000000uact}. */
    public String coin() {
        return amount.toPlainString() + denom;
    }
}
