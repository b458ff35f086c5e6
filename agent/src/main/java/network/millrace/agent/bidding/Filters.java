package network.millrace.agent.bidding;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import network.millrace.protocol.market.v1.OrderTerms;
import network.millrace.protocol.resources.v1.Attribute;
import network.millrace.protocol.resources.v1.GroupSpec;
import network.millrace.protocol.resources.v1.Mismatch;
import network.millrace.protocol.resources.v1.MismatchCode;

/**
 * What the provider itself demands of an order.
 *
 * @param demanded placement attributes that an order must ask for; empty = none
 * @param durationMax longest duration an order may expect; zero = any, also an open end
 * @param paused why the provider bids on nothing; empty = it bids
 */
public record Filters(Map<String, String> demanded, Duration durationMax, String paused) {

    public Filters {
        demanded = new TreeMap<>(demanded);
    }

    public static Filters none() {
        return new Filters(Map.of(), Duration.ZERO, "");
    }

    List<Mismatch> refusals(GroupSpec group, OrderTerms terms) {
        List<Mismatch> refusals = new ArrayList<>();
        if (!paused.isEmpty()) {
            refusals.add(mismatch(MismatchCode.MISMATCH_PAUSED, "the provider takes no new orders: " + paused));
        }
        demanded.forEach((key, value) -> {
            if (!asksFor(group, key, value)) {
                refusals.add(mismatch(
                        MismatchCode.MISMATCH_ATTRIBUTE,
                        "this provider serves only orders that ask for the attribute " + key + "=" + value));
            }
        });
        if (!durationMax.isZero()) {
            checkDuration(terms.getExpectedDurationS(), refusals);
        }
        return refusals;
    }

    private void checkDuration(long expectedS, List<Mismatch> refusals) {
        if (expectedS == 0) {
            refusals.add(mismatch(
                    MismatchCode.MISMATCH_DURATION,
                    "the order has an open end, and this provider leases for " + durationMax.toSeconds()
                            + " s at most; state an expected duration"));
            return;
        }
        if (Long.compareUnsigned(expectedS, durationMax.toSeconds()) > 0) {
            refusals.add(mismatch(
                    MismatchCode.MISMATCH_DURATION,
                    "the order expects to run " + Long.toUnsignedString(expectedS) + " s, and this provider leases for "
                            + durationMax.toSeconds() + " s at most"));
        }
    }

    private static boolean asksFor(GroupSpec group, String key, String value) {
        return group.getRequirements()
                .getAttributesList()
                .contains(Attribute.newBuilder().setKey(key).setValue(value).build());
    }

    static Mismatch mismatch(MismatchCode code, String text) {
        return Mismatch.newBuilder().setCode(code).setText(text).build();
    }
}
