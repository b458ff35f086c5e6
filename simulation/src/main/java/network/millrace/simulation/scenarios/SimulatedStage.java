package network.millrace.simulation.scenarios;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import network.millrace.client.Network;
import network.millrace.client.transactions.TransactionSender;
import network.millrace.protocol.access.v1.LeaseStatus;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.ids.DeploymentId;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.simulation.actors.AgentActor;
import network.millrace.simulation.actors.Doors;
import network.millrace.simulation.actors.Party;
import network.millrace.simulation.actors.ProviderOffer;
import network.millrace.simulation.faults.FaultPlan;
import network.millrace.simulation.world.World;

/** The stage in the simulator: a node, some providers that can serve every order, a tenant, and time that is asked to pass. */
public final class SimulatedStage implements Stage, AutoCloseable {
    private static final long LOOK_EVERY_MS = 100;

    private final Simulation simulation;
    private final Network network;
    private final TransactionSender tenant;
    private final Doors doors;
    private final Map<String, AgentActor> agents = new TreeMap<>();
    private final List<Address> providers = new ArrayList<>();

    private SimulatedStage(Simulation simulation, Party tenant, List<ProviderOffer> offers) {
        this.simulation = simulation;
        this.network = simulation.surroundings().network(tenant.name());
        this.tenant = simulation.surroundings().sender(tenant);
        this.doors = new Doors(simulation.surroundings());
        for (ProviderOffer offer : offers) {
            AgentActor agent = new AgentActor(offer, Simulation.CHAIN_ID, simulation.surroundings());
            agents.put(offer.party().address().toString(), agent);
            providers.add(offer.party().address());
            doors.add(agent);
        }
    }

    /**
     * A network of so many providers, all registered and looking for orders.
     *
     * @param plan what goes wrong from then on
     */
    public static SimulatedStage open(long seed, int providers, FaultPlan plan) {
        World world = Simulation.world(seed);
        Party tenant = Party.of(world, "tenant");
        List<ProviderOffer> offers = new ArrayList<>();
        List<Party> parties = new ArrayList<>();
        parties.add(tenant);
        for (int i = 1; i <= providers; i++) {
            offers.add(ProviderOffer.drawn(world, "provider-" + i));
            parties.add(offers.getLast().party());
        }
        SimulatedStage stage =
                new SimulatedStage(new Simulation(world, plan, NetworkTerms.standard(), parties), tenant, offers);
        stage.begin();
        return stage;
    }

    private void begin() {
        simulation.node().start();
        for (AgentActor agent : agents.values()) {
            while (!simulation
                    .surroundings()
                    .trySend(agent.party(), agent.offer().registration())) {
                simulation.fibers().pause(LOOK_EVERY_MS);
            }
            agent.start();
        }
    }

    public Simulation simulation() {
        return simulation;
    }

    @Override
    public Network network() {
        return network;
    }

    @Override
    public TransactionSender tenant() {
        return tenant;
    }

    @Override
    public List<Address> providers() {
        return List.copyOf(providers);
    }

    @Override
    public boolean await(Duration limit, BooleanSupplier condition) {
        return simulation.fibers().awaitUntil(simulation.world().nowMs() + limit.toMillis(), LOOK_EVERY_MS, condition);
    }

    @Override
    public long nowMs() {
        return simulation.world().nowMs();
    }

    @Override
    public void sendManifest(Address provider, DeploymentId deployment, byte[] json) {
        doors.sendManifest(provider, deployment, json);
    }

    @Override
    public LeaseStatus status(LeaseId lease) {
        return agent(lease.provider()).status(lease);
    }

    @Override
    public List<String> logs(LeaseId lease) {
        return agent(lease.provider()).logs(lease);
    }

    @Override
    public void killAgent(Address provider) {
        agent(provider).kill();
    }

    @Override
    public void startAgent(Address provider) {
        agent(provider).start();
    }

    /** Ends whatever still waits. */
    @Override
    public void close() {
        simulation.fibers().endAll();
    }

    private AgentActor agent(Address provider) {
        AgentActor agent = agents.get(provider.toString());
        if (agent == null) {
            throw new IllegalArgumentException("no provider " + provider + " on this stage");
        }
        return agent;
    }
}
