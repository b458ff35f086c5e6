package network.millrace.cli.sdl;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import network.millrace.client.sdl.Denominations;
import network.millrace.client.sdl.GroupPrice;
import network.millrace.client.sdl.SdlDocument;
import network.millrace.client.sdl.SdlException;
import network.millrace.protocol.resources.v1.GroupSpec;

/** The most that something may cost for a pricing period, in micro-units as documents write them. */
record PeriodPrice(BigDecimal amount, String denom) {
    private static final int MICRO_DIGITS = 6;
    /** Thirty days: what a month is in every figure here. */
    static final Duration MONTH = Duration.ofDays(30);

    static final Duration HOUR = Duration.ofHours(1);

    /** What the whole document costs, by its denominations. */
    static List<PeriodPrice> inDocument(SdlDocument document) {
        return sum(document.groupPrices());
    }

    /**
     * The same in this network's money.
     *
     * @throws SdlException when leases cannot be priced in it here
     */
    static List<PeriodPrice> onNetwork(SdlDocument document, Denominations denominations) throws SdlException {
        List<GroupSpec> groups = document.groups(denominations);
        List<GroupPrice> prices = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            String denom = groups.get(i).getResources(0).getPrice().getDenom();
            GroupPrice price = document.groupPrices().get(i);
            prices.add(new GroupPrice(price.group(), price.amount(), denom));
        }
        return sum(prices);
    }

    private static List<PeriodPrice> sum(List<GroupPrice> prices) {
        SortedMap<String, BigDecimal> sums = new TreeMap<>();
        prices.forEach(price -> sums.merge(price.denom(), price.amount(), BigDecimal::add));
        return sums.entrySet().stream()
                .map(sum -> new PeriodPrice(sum.getValue(), sum.getKey()))
                .toList();
    }

    /** {@code 100 uusd}. */
    String text() {
        return plain(amount) + " " + denom;
    }

    static String text(List<PeriodPrice> prices) {
        return prices.stream().map(PeriodPrice::text).collect(Collectors.joining(" + "));
    }

    /** {@code 43.2 usd}: what it comes to when it runs so long, in whole units. */
    String over(Duration span, Duration period) {
        BigDecimal micro = cost(span, period);
        boolean isMicro = denom.startsWith("u") && denom.length() > 1;
        BigDecimal shown = isMicro ? micro.movePointLeft(MICRO_DIGITS) : micro;
        return plain(shown.setScale(MICRO_DIGITS, RoundingMode.CEILING)) + " " + (isMicro ? denom.substring(1) : denom);
    }

    /** In micro-units, rounded up. */
    BigDecimal cost(Duration span, Duration period) {
        return amount.multiply(BigDecimal.valueOf(span.toMillis()))
                .divide(BigDecimal.valueOf(period.toMillis()), 0, RoundingMode.CEILING);
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
