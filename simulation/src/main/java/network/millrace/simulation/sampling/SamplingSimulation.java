package network.millrace.simulation.sampling;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.TreeSet;
import network.millrace.proof.sampling.audit.Canary;
import network.millrace.proof.sampling.audit.ClaimFate;
import network.millrace.proof.sampling.audit.Report;
import network.millrace.proof.sampling.draw.Beacon;
import network.millrace.proof.sampling.draw.Purpose;
import network.millrace.proof.sampling.draw.Seed;
import network.millrace.proof.sampling.economics.AuditRecord;
import network.millrace.proof.sampling.economics.Fraction;
import network.millrace.protocol.crypto.Hash;
import network.millrace.simulation.sampling.Courtroom.Decided;
import network.millrace.simulation.sampling.Population.SimulatedProvider;
import network.millrace.simulation.world.Draw;

/**
 * Plays so many jobs from one seed. The same seed gives the same report.
 *
 * <p>A provider that was found out stays and starts anew, as if it had paid and come back, so that every kind is seen often
 * enough to count.
 */
public final class SamplingSimulation {
    /** Whoever asks for more waits for minutes. */
    public static final int JOBS_MAX = 10_000_000;

    /** Wrong steps of a canary: enough that a sample meets one almost surely. */
    private static final int PLANTED_PPM = 100_000;

    /** So many canaries are opened falsely by their requester, to frame auditors. */
    private static final long FRAMED_PPM = 50_000;

    private final SamplingScheme scheme;
    private final Draw draw;
    private final Population population;
    private final PanelActors actors;
    private final Courtroom courtroom;
    private final SamplingReport report;
    private long claims;

    private SamplingSimulation(SamplingScheme scheme, long seed) {
        this.scheme = scheme;
        this.draw = new Draw(seed).fork("jobs");
        this.population = new Population(new Draw(seed).fork("population"));
        this.actors = new PanelActors(scheme, population, new Draw(seed).fork("actors"));
        this.courtroom = new Courtroom(population, new Draw(seed).fork("courtroom"));
        this.report = new SamplingReport(seed, population);
    }

    /** Plays the standard scheme; about ten seconds of one processor for 100,000 jobs. */
    public static SamplingReport run(long seed, int jobs) {
        return run(SamplingScheme.STANDARD, seed, jobs);
    }

    static SamplingReport run(SamplingScheme scheme, long seed, int jobs) {
        if (jobs < 1 || jobs > JOBS_MAX) {
            throw new IllegalArgumentException("from 1 to " + JOBS_MAX + " jobs are simulated; not " + jobs);
        }
        SamplingSimulation simulation = new SamplingSimulation(scheme, seed);
        for (int job = 0; job < jobs; job++) {
            simulation.playJob();
        }
        return simulation.report;
    }

    private void playJob() {
        SimulatedProvider provider = draw.pick(population.providers());
        int steps = draw.pick(SamplingScheme.LENGTHS);
        Fraction rate = provider.record(steps).rate(scheme.policy(), scheme.leastRatePpm(steps));
        Job job = compute(provider, steps, rate);
        Seed seed = seed(job);
        report.computed(provider, job, rate);
        if (!AuditRecord.isDrawn(seed.draws(Purpose.DECISION, 0), rate)) {
            report.unaudited(provider);
            return;
        }
        List<Report> reports = actors.audit(job, provider.party(), seed);
        Decided decided = courtroom.judge(job, provider.kind(), reports);
        report.audited(provider, job, reports, decided);
        provider.records()
                .put(steps, after(provider.record(steps), decided.ruling().claim()));
        // Of all audits, canaries among them, the wanted share is canaries.
        if (draw.below(1_000_000 - scheme.canaryPpm()) < scheme.canaryPpm()) {
            playCanary(steps);
        }
    }

    /** A requester has a job computed wrong on purpose, by a provider whose record this does not touch. */
    private void playCanary(int steps) {
        SimulatedProvider provider = draw.pick(population.providers());
        int planted = Math.max(1, (int) ((long) steps * PLANTED_PPM / 1_000_000));
        Job job = Job.of(nextClaim(), steps, planted, false, draw);
        TreeSet<Long> named = new TreeSet<>(job.wrongSteps());
        boolean isFraming = draw.chance(FRAMED_PPM);
        if (isFraming) {
            named.add(1L);
            named.remove(draw.pick(List.copyOf(job.wrongSteps())));
        }
        List<Report> reports = actors.audit(job, provider.party(), seed(job));
        report.canary(job, reports, courtroom.judge(job, new Canary(job.claim(), named), reports), isFraming);
    }

    private Job compute(SimulatedProvider provider, int steps, Fraction rate) {
        ProviderKind kind = provider.kind();
        boolean bides = kind == ProviderKind.SLEEPER && rate.equals(Fraction.ONE);
        boolean cheats = kind != ProviderKind.HONEST && !bides;
        return Job.of(nextClaim(), steps, cheats ? kind.faked(steps) : 0, kind == ProviderKind.COLLUDING, draw);
    }

    private Seed seed(Job job) {
        Hash block = Hash.sha256(
                ByteBuffer.allocate(Long.BYTES).putLong(draw.nextLong()).array());
        return Beacon.seed(block, job.claim(), Hash.sha256(job.claim().bytes()));
    }

    private Hash nextClaim() {
        return Hash.sha256(ByteBuffer.allocate(Long.BYTES).putLong(claims++).array());
    }

    private static AuditRecord after(AuditRecord before, ClaimFate fate) {
        return switch (fate) {
            case PASSED -> before.afterPass();
            case FAILED, TIMED_OUT -> before.afterFailure();
            case UNHEARD, CANARY, FALSE_CANARY -> before;
        };
    }
}
