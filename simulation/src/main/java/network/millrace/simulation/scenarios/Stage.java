package network.millrace.simulation.scenarios;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import network.millrace.client.Network;
import network.millrace.client.transactions.TransactionSender;
import network.millrace.protocol.access.v1.LeaseStatus;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.ids.DeploymentId;
import network.millrace.protocol.ids.LeaseId;

/**
 * A running network with registered providers and a tenant that has money: what an {@link OrderScenario} needs of it. The
 * simulator implements it in virtual time; with real processes it is HTTP, doors over TLS, and signals.
 */
public interface Stage {

    /** The tenant's way to a node. */
    Network network();

    /** The tenant's sender of transactions. */
    TransactionSender tenant();

    /** The providers that are up and registered, the expected bidders. */
    List<Address> providers();

    /** Lets time pass until the condition holds; false when it did not within the limit. */
    boolean await(Duration limit, BooleanSupplier condition);

    /** Milliseconds on the stage's clock, for the report. */
    long nowMs();

    /** Sends a manifest's canonical JSON to a provider's door, until the provider has heard of the award; throws with the refusal. */
    void sendManifest(Address provider, DeploymentId deployment, byte[] json);

    /** What a provider's door says of a lease; no services when it does not know the lease, or no longer. */
    LeaseStatus status(LeaseId lease);

    /** The workload's log lines so far, from a provider's door. */
    List<String> logs(LeaseId lease);

    /** Kills a provider's agent as {@code kill -9} does; its workloads are left alone. */
    void killAgent(Address provider);

    /** Starts a killed agent again; returns once it serves. */
    void startAgent(Address provider);
}
