package network.millrace.simulation.actors;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import network.millrace.agent.lease.ManifestRefusal;
import network.millrace.client.NetworkException;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.ids.DeploymentId;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.simulation.faults.Fault;
import network.millrace.simulation.world.Draw;

/** The way from tenants to providers' doors. Behind it stands the agent's core; TLS and tokens are not simulated. */
public final class Doors {
    private static final long LATENCY_MAX_MS = 60;
    private static final long PATIENCE_MS = 10_000;
    private static final int ATTEMPTS = 10;
    private static final long RETRY_MS = 500;

    private final Surroundings around;
    private final Draw latency;
    private final Map<String, AgentActor> agents = new TreeMap<>();

    public Doors(Surroundings around) {
        this.around = around;
        this.latency = around.world().draw("latency of doors");
    }

    public void add(AgentActor agent) {
        agents.put(agent.party().address().toString(), agent);
    }

    /** As {@link #manifest}, tried again until the provider has taken in the award; throws with what was refused last. */
    public void sendManifest(Address provider, DeploymentId deployment, byte[] json) {
        ManifestRefusal refusal = new ManifestRefusal("not sent");
        for (int i = 0; i < ATTEMPTS; i++) {
            try {
                manifest(provider.toString(), deployment, ByteString.copyFrom(json));
                return;
            } catch (ManifestRefusal refused) {
                refusal = refused;
                around.fibers().pause(RETRY_MS);
            }
        }
        throw new IllegalStateException(
                "the manifest of " + deployment + " was refused: " + refusal.getMessage(), refusal);
    }

    /**
     * Sends a manifest and waits for the answer.
     *
     * @throws ManifestRefusal when the provider says no
     * @throws NetworkException when nobody answers
     */
    List<LeaseId> manifest(String provider, DeploymentId deployment, ByteString json) throws ManifestRefusal {
        AgentActor agent = agents.get(provider);
        if (agent == null || around.faults().strikes(Fault.REQUEST_LOST, deployment + " at the door")) {
            around.fibers().pause(PATIENCE_MS);
            throw new NetworkException("no answer from the door of " + provider);
        }
        around.fibers().pause(latency.between(1, LATENCY_MAX_MS));
        List<LeaseId> leases = agent.manifest(deployment, json);
        if (around.faults().strikes(Fault.ANSWER_LOST, deployment + " at the door")) {
            around.fibers().pause(PATIENCE_MS);
            throw new NetworkException("no answer from the door of " + provider);
        }
        around.fibers().pause(latency.between(1, LATENCY_MAX_MS));
        return leases;
    }

    /** Whether the provider has lost the manifest of a lease together with its disk; nothing else may make it ask again. */
    boolean hasLostManifest(String provider, LeaseId lease) {
        AgentActor agent = agents.get(provider);
        return agent != null
                && agent.journalsLost() > 0
                && agent.view()
                        .flatMap(view -> view.lease(lease))
                        .filter(view -> !view.hasManifest())
                        .isPresent();
    }
}
