package network.millrace.simulation.scenarios;

import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import network.millrace.protocol.ids.LeaseId;

/**
 * What an order came to.
 *
 * @param lease the lease that won
 * @param losses why the other bidders lost, a sentence each
 * @param stepMs how long each step took on the stage's clock
 */
public record OrderReport(LeaseId lease, List<String> losses, SettledBill bill, Map<String, Long> stepMs) {

    /** Whole micro-units: deposited = paid + fee + refunded. */
    public record SettledBill(BigInteger deposited, BigInteger paid, BigInteger fee, BigInteger refunded) {
        public boolean isConserved() {
            return deposited.equals(paid.add(fee).add(refunded));
        }
    }

    public OrderReport {
        losses = List.copyOf(losses);
        stepMs = Collections.unmodifiableMap(new LinkedHashMap<>(stepMs));
    }
}
