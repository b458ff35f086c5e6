package network.millrace.agent.access;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.List;
import network.millrace.agent.bidding.Verdict;
import network.millrace.agent.core.AgentView;
import network.millrace.agent.lease.ManifestRefusal;
import network.millrace.protocol.ids.DeploymentId;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.market.v1.OrderTerms;
import network.millrace.protocol.resources.v1.GroupSpec;

/** What the door asks of the agent behind it. Safe for use by several threads. */
public interface ProviderDesk {

    AgentView view();

    Verdict screen(GroupSpec group, OrderTerms terms);

    /**
     * Hands in a manifest.
     *
     * @return the leases that took it; none when the provider has no open lease of the deployment
     * @throws ManifestRefusal with the sentence for the tenant
     */
    List<LeaseId> accept(DeploymentId deployment, ByteString json) throws ManifestRefusal;

    /** A number that rises whenever {@link #view} may have changed. */
    long version();

    /** Waits until {@link #version} is another than the one given, or the time is over. */
    void awaitChange(long version, Duration atMost) throws InterruptedException;
}
