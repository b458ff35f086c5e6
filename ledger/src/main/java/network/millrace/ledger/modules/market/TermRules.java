package network.millrace.ledger.modules.market;

import static network.millrace.ledger.kernel.Rejection.unless;

import java.nio.charset.StandardCharsets;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.market.v1.OrderTerms;

/** What a tenant may say of its orders. Pure. */
final class TermRules {
    private static final int REGION_BYTES_MAX = 64;
    private static final long DURATION_MAX_S = 10L * 366 * 86_400;

    private TermRules() {}

    static void check(OrderTerms terms) {
        unless(
                terms.getAward() != OrderTerms.AwardMode.UNRECOGNIZED,
                MarketError.BAD_TERMS,
                "an order is awarded by LEDGER (0) or TENANT (1); came %s",
                terms.getAwardValue());
        int bytes = terms.getRegion().getBytes(StandardCharsets.UTF_8).length;
        unless(
                bytes <= REGION_BYTES_MAX,
                MarketError.BAD_TERMS,
                "a region may have %s bytes; it has %s",
                REGION_BYTES_MAX,
                bytes);
        unless(
                terms.getResidency().matches("([A-Z]{2})?"),
                MarketError.BAD_TERMS,
                "residency is two capital letters of ISO 3166-1, such as DE, or empty; this is %s",
                MalformedException.quote(terms.getResidency()));
        unless(
                terms.getExpectedDurationS() >= 0 && terms.getExpectedDurationS() <= DURATION_MAX_S,
                MarketError.BAD_TERMS,
                "an expected duration is at most ten years, %s seconds, or 0 for an open end; came %s",
                DURATION_MAX_S,
                Long.toUnsignedString(terms.getExpectedDurationS()));
        unless(
                terms.getRedundancy() == 0 || terms.getRedundancy() == 1,
                MarketError.BAD_TERMS,
                "redundancy is reserved: only 0 and 1 are accepted today; came %s",
                Integer.toUnsignedString(terms.getRedundancy()));
    }
}
