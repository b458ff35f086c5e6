package network.millrace.agent.bidding;

import java.util.List;
import network.millrace.agent.inventory.Allotment;
import network.millrace.protocol.money.Price;
import network.millrace.protocol.resources.v1.Mismatch;
import network.millrace.protocol.resources.v1.MismatchCode;

/** Whether the provider would serve a group now. */
public sealed interface Verdict {

    /** It would, for this price of the whole group per pricing period. */
    record WouldBid(Price price, Allotment allotment) implements Verdict {}

    /** It would not: every reason, at least one. */
    record WouldNot(List<Mismatch> reasons) implements Verdict {
        public WouldNot {
            reasons = List.copyOf(reasons);
            if (reasons.isEmpty()) {
                throw new IllegalArgumentException("a refusal has at least one reason");
            }
        }

        /** Whether every reason may pass by itself, so that the same order is worth another look later. */
        public boolean isPassing() {
            return reasons.stream().map(Mismatch::getCode).allMatch(WouldNot::isPassing);
        }

        public String sentence() {
            return String.join("; ", reasons.stream().map(Mismatch::getText).toList());
        }

        private static boolean isPassing(MismatchCode code) {
            return code == MismatchCode.MISMATCH_CAPACITY_IN_USE || code == MismatchCode.MISMATCH_PAUSED;
        }
    }
}
