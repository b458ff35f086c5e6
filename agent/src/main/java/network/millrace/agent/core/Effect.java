package network.millrace.agent.core;

import com.google.protobuf.Message;
import java.time.Duration;
import network.millrace.agent.workload.ImageReference;
import network.millrace.agent.workload.WorkloadId;
import network.millrace.agent.workload.WorkloadSpec;
import network.millrace.protocol.agent.v1.JournalRecord;
import network.millrace.protocol.ids.DeploymentId;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.ids.OrderId;

/** Something to be done outside the core. */
public sealed interface Effect {

    /** Remember, durably, before anything behind it in the list is begun. It has no outcome: an agent that cannot write stops. */
    record Append(JournalRecord record) implements Effect {}

    /** Read what concerns this provider: {@link Outcome.Surveyed}. */
    record Survey() implements Effect {}

    /** {@link Outcome.OrderRead}. */
    record ReadOrder(OrderId order) implements Effect {}

    /** {@link Outcome.LeaseRead}. */
    record ReadLease(LeaseId lease) implements Effect {}

    /** {@link Outcome.DeploymentRead}. */
    record ReadDeployment(DeploymentId deployment) implements Effect {}

    /** {@link Outcome.Inspected}. */
    record Inspect() implements Effect {}

    /** {@link Outcome.Prepared} or {@link Outcome.WorkloadFailed}. */
    record Prepare(LeaseId lease, ImageReference image) implements Effect {}

    /** {@link Outcome.Started} or {@link Outcome.WorkloadFailed}. */
    record Start(LeaseId lease, WorkloadSpec spec) implements Effect {}

    /** Stop with this grace, then destroy and wipe: {@link Outcome.Destroyed} or {@link Outcome.WorkloadFailed}. */
    record Destroy(LeaseId lease, WorkloadId workload, Duration grace) implements Effect {}

    /** Sign and send as a transaction of its own: {@link Outcome.Submitted}, once its fate is known or cannot be. */
    record Submit(Purpose purpose, Message message) implements Effect {}
}
