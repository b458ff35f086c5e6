package network.millrace.simulation.scenarios;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import network.millrace.agent.core.AgentView;
import network.millrace.agent.inventory.Allotment;
import network.millrace.ledger.Ledger;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.ledger.v1.Clock;
import network.millrace.simulation.actors.AgentActor;
import network.millrace.simulation.actors.Doors;
import network.millrace.simulation.actors.Party;
import network.millrace.simulation.actors.ProviderOffer;
import network.millrace.simulation.actors.RogueProvider;
import network.millrace.simulation.actors.Stranger;
import network.millrace.simulation.actors.TenantActor;
import network.millrace.simulation.auditor.PromiseAuditor;
import network.millrace.simulation.faults.FaultPlan;
import network.millrace.simulation.world.Draw;
import network.millrace.simulation.world.World;

/** A network drawn from a seed: who takes part, what goes wrong and when. It lives for a while, comes to rest, and is audited. */
public final class RandomScenario {
    private static final long MINUTE_MS = 60_000;
    private static final long REST_MAX_MS = Duration.ofHours(6).toMillis();
    /** Longer than an agent's longest wait: the grace of a dead workload, and what doubles up to it. */
    private static final long SETTLE_MS = Duration.ofMinutes(15).toMillis();

    private final long seed;
    private final Saboteur saboteur;
    private final World world;
    private final Draw draw;
    private final Simulation simulation;
    private final List<AgentActor> agents = new ArrayList<>();
    private final List<RogueProvider> rogues = new ArrayList<>();
    private final List<TenantActor> tenants = new ArrayList<>();
    private final Stranger stranger;
    private int leasesLookedAt;
    private boolean resting;

    private RandomScenario(long seed, FaultPlan plan, Saboteur saboteur) {
        this.seed = seed;
        this.saboteur = saboteur;
        this.world = Simulation.world(seed);
        this.draw = world.draw("scenario");
        List<ProviderOffer> offers = new ArrayList<>();
        for (long i = draw.between(2, 4); i > 0; i--) {
            offers.add(ProviderOffer.drawn(world, "provider-" + i));
        }
        List<ProviderOffer> rogueOffers = new ArrayList<>();
        for (long i = draw.between(0, 1); i > 0; i--) {
            rogueOffers.add(ProviderOffer.drawn(world, "rogue-" + i));
        }
        List<Party> tenantParties = new ArrayList<>();
        for (long i = draw.between(1, 3); i > 0; i--) {
            tenantParties.add(Party.of(world, "tenant-" + i));
        }
        Party strange = Party.of(world, "stranger");
        List<Party> all = new ArrayList<>(tenantParties);
        offers.forEach(offer -> all.add(offer.party()));
        rogueOffers.forEach(offer -> all.add(offer.party()));
        all.add(strange);
        this.simulation = new Simulation(world, plan, NetworkTerms.drawn(world.draw("terms")), all);
        Doors doors = new Doors(simulation.surroundings());
        for (ProviderOffer offer : offers) {
            AgentActor agent = new AgentActor(offer, Simulation.CHAIN_ID, simulation.surroundings());
            agents.add(agent);
            doors.add(agent);
        }
        rogueOffers.forEach(offer -> rogues.add(new RogueProvider(offer, simulation.surroundings())));
        tenantParties.forEach(party -> tenants.add(new TenantActor(party, simulation.surroundings(), doors)));
        this.stranger = new Stranger(strange, simulation.surroundings());
    }

    /** Plays the seed's network; one in eight has no faults. */
    public static RunReport run(long seed) {
        return run(seed, seed % 8 == 0 ? FaultPlan.none() : FaultPlan.drawn(new Draw(seed).fork("fault plan")));
    }

    /**
     * Plays the seed's network with other faults.
     *
     * @throws RunFailure when something does not hold
     */
    public static RunReport run(long seed, FaultPlan plan) {
        return run(seed, plan, Saboteur.NOBODY);
    }

    /** As {@link #run(long, FaultPlan)}, with somebody whose doings the checks must notice. */
    static RunReport run(long seed, FaultPlan plan, Saboteur saboteur) {
        RandomScenario scenario = new RandomScenario(seed, plan, saboteur);
        try {
            return scenario.play();
        } catch (RuntimeException | AssertionError failed) {
            throw new RunFailure(seed, scenario.world.trace(), failed);
        } finally {
            scenario.simulation.fibers().endAll();
        }
    }

    private RunReport play() {
        long startMs = world.nowMs();
        begin();
        world.runUntil(startMs + draw.between(20, 60) * MINUTE_MS);
        simulation.calm();
        agents.forEach(AgentActor::start);
        tenants.forEach(TenantActor::hold);
        world.runUntil(world.nowMs() + SETTLE_MS);
        saboteur.whileLeasesLive(world, agents);
        liveLeasesRun();
        rest();
        saboteur.whenAllIsOver(world, agents);
        nothingIsLeft();
        simulation.audit();
        return report(startMs);
    }

    private void begin() {
        simulation.node().start();
        agents.forEach(agent -> {
            simulation.fibers().start(agent.party().name(), () -> register(agent));
            agent.start();
        });
        rogues.forEach(RogueProvider::start);
        tenants.forEach(tenant -> tenant.start((int) draw.between(1, 5)));
        stranger.start();
        everyMinute();
    }

    private void register(AgentActor agent) {
        while (!simulation.surroundings().trySend(agent.party(), agent.offer().registration())) {
            simulation.fibers().pause(5_000);
        }
    }

    private void everyMinute() {
        agents.forEach(AgentActor::disturbWorkloads);
        agents.forEach(this::inventoryHolds);
        agents.forEach(RandomScenario::manifestsStay);
        if (simulation.node().isUp()) {
            Ledger ledger = Ledger.open(simulation.node().store().state());
            invariantsHold(ledger);
            promisesHold(ledger);
        }
        if (!resting) {
            world.after(MINUTE_MS, "a minute", this::everyMinute);
        }
    }

    /** What an agent believes: nothing is held that is not offered, unless it lost its memory and found facts. */
    private void inventoryHolds(AgentActor agent) {
        agent.view().map(AgentView::inventory).ifPresent(inventory -> {
            if (agent.journalsLost() == 0 && !inventory.offered().covers(inventory.held())) {
                throw new IllegalStateException(agent.party() + " offers " + inventory.offered() + " and holds "
                        + inventory.held() + " for " + inventory.reservations());
            }
        });
    }

    /** What an agent acknowledged survives its restarts. */
    private static void manifestsStay(AgentActor agent) {
        if (!agent.manifestsForgotten().isEmpty()) {
            throw new IllegalStateException(agent.party() + " forgot the manifests of " + agent.manifestsForgotten()
                    + ", and its disk was never lost");
        }
    }

    private static void invariantsHold(Ledger ledger) {
        List<String> violations = ledger.violations();
        if (!violations.isEmpty()) {
            throw new IllegalStateException(
                    "the ledger's own invariants do not hold: " + String.join("; ", violations));
        }
    }

    /** Only who lost its memory may have promised something twice for a while. */
    private void promisesHold(Ledger ledger) {
        PromiseAuditor auditor = new PromiseAuditor(ledger);
        for (AgentActor agent : agents) {
            if (agent.journalsLost() == 0) {
                auditor.check(
                        agent.party().address().toString(),
                        agent.offer().offering().capacity());
            }
        }
    }

    private void rest() {
        tenants.forEach(TenantActor::rest);
        rogues.forEach(RogueProvider::rest);
        stranger.rest();
        long untilMs = world.nowMs() + REST_MAX_MS;
        boolean rested = simulation.fibers().awaitUntil(untilMs, MINUTE_MS, this::isQuiet);
        if (!rested) {
            throw new IllegalStateException("the network does not come to rest: live leases "
                    + simulation.auditor().leases().liveLeases() + ", open accounts "
                    + simulation.auditor().bills().openAccountIds() + ", deployments going "
                    + tenants.stream().mapToInt(TenantActor::going).sum());
        }
        world.runUntil(world.nowMs() + SETTLE_MS);
        resting = true;
    }

    private boolean isQuiet() {
        return tenants.stream().allMatch(tenant -> tenant.going() == 0)
                && simulation.auditor().leases().liveLeases().isEmpty()
                && simulation.auditor().bills().openAccounts() == 0;
    }

    /** A lease that is paid has its workload on its provider's machine, unless the program itself cannot run. */
    private void liveLeasesRun() {
        for (AgentActor agent : agents) {
            Set<String> onMachine = new TreeSet<>();
            agent.leasesOnMachine().forEach(lease -> onMachine.add(lease.toString()));
            Set<String> missing = new TreeSet<>(simulation.auditor().leases().paidLeases());
            missing.removeIf(lease -> !lease.endsWith("/" + agent.party().address()));
            leasesLookedAt += missing.size();
            missing.removeAll(onMachine);
            missing.removeIf(lease -> tenants.stream().noneMatch(tenant -> tenant.runsSoundly(lease)));
            if (!missing.isEmpty()) {
                throw new IllegalStateException(
                        agent.party() + " is paid for leases and does not run them: " + missing);
            }
        }
    }

    private void nothingIsLeft() {
        for (AgentActor agent : agents) {
            if (!agent.workloads().isEmpty()) {
                throw new IllegalStateException(agent.party() + " runs without a lease: " + agent.leasesOnMachine());
            }
            agent.view().ifPresent(view -> {
                if (!view.inventory().reservations().isEmpty()
                        || !view.inventory().held().equals(Allotment.NOTHING)) {
                    throw new IllegalStateException(agent.party() + " still holds "
                            + view.inventory().reservations().keySet());
                }
            });
        }
    }

    private RunReport report(long startMs) {
        Clock clock = simulation.node().sequencer().clock();
        return new RunReport(
                seed,
                clock.getHeight(),
                Hash.of(clock.getAppHash()),
                world.nowMs() - startMs,
                world.steps(),
                world.traceDigest(),
                new RunReport.Figures(
                        simulation.census().transactions(),
                        simulation.auditor().leases().leasesAwarded(),
                        simulation.auditor().bills().streamsClosed(),
                        simulation.node().crashes(),
                        agents.stream().mapToLong(AgentActor::crashes).sum(),
                        leasesLookedAt,
                        simulation.census().events()),
                simulation.faults().counts());
    }
}
