package network.millrace.simulation.actors;

import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import network.millrace.client.transactions.TransactionSender;
import network.millrace.simulation.faults.Faults;
import network.millrace.simulation.world.Draw;
import network.millrace.simulation.world.World;

/** A tenant with a number of deployments, one after another or side by side. */
public final class TenantActor {
    private static final long PAUSE_MAX_MS = 600_000;

    private final Party party;
    private final Surroundings around;
    private final Doors doors;
    private final Draw draw;
    private final TransactionSender sender;
    private final SimulatedNetwork network;
    private final List<TenantDeployment> begun = new ArrayList<>();
    private boolean holding;
    private boolean resting;
    private int going;
    private long lastDseq;

    public TenantActor(Party party, Surroundings around, Doors doors) {
        this.party = party;
        this.around = around;
        this.doors = doors;
        this.draw = around.world().draw("life of " + party);
        this.sender = around.sender(party);
        this.network = around.network(party.name());
    }

    /** Begins to deploy this many times, at drawn moments. */
    public void start(int deployments) {
        around.fibers().start(party.name(), () -> {
            for (int i = 0; i < deployments; i++) {
                around.fibers().pause(draw.between(1, PAUSE_MAX_MS));
                if (resting) {
                    return;
                }
                TenantDeployment deployment = new TenantDeployment(this, ++lastDseq, draw.fork("deployment " + i));
                going++;
                begun.add(deployment);
                around.fibers().start(party + "/" + lastDseq, () -> {
                    deployment.live();
                    going--;
                });
            }
        });
    }

    /** From now on it keeps what it has as it is, and only looks after it. */
    public void hold() {
        holding = true;
    }

    /** From now on it starts nothing new, and ends what it has. */
    public void rest() {
        resting = true;
    }

    /** Deployments that it has not yet brought to an end. */
    public int going() {
        return going;
    }

    /** Whether a lease, "owner/dseq/gseq/oseq/provider", is this tenant's and its program starts, becomes ready and stays. */
    public boolean runsSoundly(String lease) {
        return begun.stream().anyMatch(deployment -> deployment.runsSoundly(lease));
    }

    Party party() {
        return party;
    }

    Doors doors() {
        return doors;
    }

    SimulatedNetwork network() {
        return network;
    }

    World world() {
        return around.world();
    }

    Faults faults() {
        return around.faults();
    }

    boolean isHolding() {
        return holding;
    }

    boolean isResting() {
        return resting;
    }

    void pause(long ms) {
        around.fibers().pause(ms);
    }

    /** Sends one message; whether the ledger took it. Why not is noted, and is the tenant's to live with. */
    boolean send(Message message) {
        return around.trySend(party, sender, message);
    }
}
