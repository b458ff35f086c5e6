package network.millrace.simulation.scenarios;

import java.time.Instant;
import java.util.List;
import network.millrace.ledger.genesis.DevelopmentGenesis;
import network.millrace.ledger.genesis.Endowment;
import network.millrace.node.engine.embedded.SequencerSettings;
import network.millrace.node.mempool.MempoolLimits;
import network.millrace.protocol.bank.v1.GenesisState;
import network.millrace.protocol.ledger.v1.Genesis;
import network.millrace.protocol.ledger.v1.ModuleGenesis;
import network.millrace.protocol.money.Coins;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Money;
import network.millrace.protocol.node.v1.BlockEvents;
import network.millrace.protocol.node.v1.BlockRecord;
import network.millrace.protocol.registry.MessageTypes;
import network.millrace.simulation.actors.NodeActor;
import network.millrace.simulation.actors.Party;
import network.millrace.simulation.actors.Surroundings;
import network.millrace.simulation.auditor.Auditor;
import network.millrace.simulation.auditor.FinalAudit;
import network.millrace.simulation.faults.FaultPlan;
import network.millrace.simulation.faults.Faults;
import network.millrace.simulation.world.Fibers;
import network.millrace.simulation.world.World;

/** A world with a node in it, an auditor that sees each of its blocks, and ways to the node for whoever takes part. */
public final class Simulation {
    public static final String CHAIN_ID = "millrace-simulation";
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final long STEPS_MAX = 3_000_000;
    private static final Auditor.Terms TERMS = new Auditor.Terms(6_000, 500);
    private static final long PLENTY = 1_000_000_000_000L;

    private final World world;
    private final Fibers fibers;
    private final Faults faults;
    private final NodeActor node;
    private final Auditor auditor;
    private final Census census = new Census();

    /**
     * @param plan what goes wrong
     * @param terms what the network agreed on
     * @param parties who has money at the beginning
     */
    public Simulation(World world, FaultPlan plan, NetworkTerms terms, List<Party> parties) {
        this.world = world;
        this.fibers = new Fibers(world);
        this.faults = new Faults(world, plan);
        Genesis genesis = genesis(terms, parties);
        this.auditor = new Auditor(bank(genesis), TERMS);
        SequencerSettings settings =
                new SequencerSettings(200, (int) terms.tick().toMillis(), 200, MempoolLimits.DEFAULT);
        this.node = new NodeActor(world, faults, genesis, settings, this::follow);
    }

    /** A new world for a seed. */
    public static World world(long seed) {
        return new World(seed, START, STEPS_MAX);
    }

    public World world() {
        return world;
    }

    public Fibers fibers() {
        return fibers;
    }

    public Faults faults() {
        return faults;
    }

    public NodeActor node() {
        return node;
    }

    public Auditor auditor() {
        return auditor;
    }

    public Surroundings surroundings() {
        return new Surroundings(world, fibers, faults, node);
    }

    /** Lets nothing go wrong any more, and waits until the node is back and its time is the world's. */
    public void calm() {
        faults.calm();
        node.setClockRight();
        node.start();
        fibers.awaitUntil(
                Long.MAX_VALUE,
                1_000,
                () -> node.isUp() && node.sequencer().clock().getTimeMs() <= world.nowMs());
    }

    /** Checks the ledger and its log against the auditor's books. */
    public void audit() {
        new FinalAudit(node.genesis(), auditor).check(node.store(), node.acknowledged());
    }

    /** What happened, counted. */
    public Census census() {
        return census;
    }

    private void follow(BlockRecord record, BlockEvents events) {
        census.count(record, events);
        auditor.follow(events);
        world.note("block " + events.getHeight() + " with " + record.getBlock().getTransactionsCount()
                + " transactions, " + events.getEventsCount() + " events");
    }

    private Genesis genesis(NetworkTerms terms, List<Party> parties) {
        Coins coins = Coins.of(Money.of(Denom.UMIL, PLENTY), Money.of(Denom.UUSD, PLENTY));
        return DevelopmentGenesis.of(
                terms.genesis(),
                CHAIN_ID,
                world.nowMs(),
                parties.stream()
                        .map(party -> new Endowment(party.address(), coins))
                        .toList());
    }

    private static GenesisState bank(Genesis genesis) {
        for (ModuleGenesis module : genesis.getModulesList()) {
            if (module.getModule().equals("bank")) {
                return (GenesisState) MessageTypes.unpack(module.getState());
            }
        }
        throw new IllegalStateException("the genesis has no module bank");
    }
}
