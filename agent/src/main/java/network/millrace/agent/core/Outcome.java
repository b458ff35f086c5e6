package network.millrace.agent.core;

import java.util.List;
import network.millrace.agent.workload.WorkloadFault;
import network.millrace.agent.workload.WorkloadStatus;
import network.millrace.protocol.market.v1.Bid;
import network.millrace.protocol.market.v1.Deployment;
import network.millrace.protocol.market.v1.Group;
import network.millrace.protocol.market.v1.Lease;
import network.millrace.protocol.market.v1.Order;

/** How an effect ended. */
public sealed interface Outcome {

    record Surveyed(LedgerSurvey survey) implements Outcome {}

    /** @param bids all bids on it */
    record OrderRead(Order order, List<Bid> bids) implements Outcome {
        public OrderRead {
            bids = List.copyOf(bids);
        }
    }

    record LeaseRead(Lease lease) implements Outcome {}

    /** The ledger answered, and does not know the order, lease or deployment. */
    record NotOnLedger() implements Outcome {}

    record DeploymentRead(Deployment deployment, List<Group> groups) implements Outcome {
        public DeploymentRead {
            groups = List.copyOf(groups);
        }
    }

    record Inspected(List<WorkloadStatus> workloads) implements Outcome {
        public Inspected {
            workloads = List.copyOf(workloads);
        }
    }

    record Prepared(String digest) implements Outcome {}

    record Started(WorkloadStatus status) implements Outcome {}

    record Destroyed() implements Outcome {}

    record WorkloadFailed(WorkloadFault fault) implements Outcome {}

    record Submitted(Answer answer) implements Outcome {}

    /** Nobody answered: node or runtime cannot be reached, or the answer made no sense. Nothing is known. */
    record Unanswered(String why) implements Outcome {}

    /** What became of a transaction. */
    sealed interface Answer {

        /** It is in a block, and was carried out. */
        record Carried() implements Answer {}

        /** It was refused, at the door or in a block: nothing of it is in force. */
        record Refused(String codespace, int code, String text) implements Answer {}

        /** It may be in a block or not, and can no longer come into one. */
        record Unknown(String why) implements Answer {}
    }
}
