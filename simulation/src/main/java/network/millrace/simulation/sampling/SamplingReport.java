package network.millrace.simulation.sampling;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import network.millrace.proof.sampling.audit.AuditorFate;
import network.millrace.proof.sampling.audit.ClaimFate;
import network.millrace.proof.sampling.audit.Finding.Agrees;
import network.millrace.proof.sampling.audit.Finding.Doubts;
import network.millrace.proof.sampling.audit.Report;
import network.millrace.proof.sampling.economics.Fraction;
import network.millrace.protocol.address.Address;
import network.millrace.simulation.sampling.Courtroom.Decided;
import network.millrace.simulation.sampling.Population.SimulatedProvider;
import org.jspecify.annotations.Nullable;

/** What came out of a simulation. It is filled while the jobs are played, and read afterwards. */
public final class SamplingReport {
    private static final int LONG_JOB = 1_000;

    private final long seed;
    private final Population population;
    private final Map<Integer, WorkTally> work = new TreeMap<>();
    private final Map<ProviderKind, ProviderTally> providers = new EnumMap<>(ProviderKind.class);
    private final Map<AuditorKind, AuditorTally> auditors = new EnumMap<>(AuditorKind.class);
    private final ProviderTally longTenth = new ProviderTally();
    private final TreeSet<Address> cheats = new TreeSet<>();
    private final TreeSet<Address> cheatsFound = new TreeSet<>();
    private long honestBlamed;
    private long canaries;
    private long framings;

    SamplingReport(long seed, Population population) {
        this.seed = seed;
        this.population = population;
        SamplingScheme.LENGTHS.forEach(steps -> work.put(steps, new WorkTally(steps)));
        for (ProviderKind kind : ProviderKind.values()) {
            providers.put(kind, new ProviderTally());
        }
        for (AuditorKind kind : AuditorKind.values()) {
            auditors.put(kind, new AuditorTally(kind));
        }
    }

    /** How many honest providers, auditors and requesters were blamed for something. */
    public long honestBlamed() {
        return honestBlamed;
    }

    /**
     * Of the samples that honest auditors took of long claims with a tenth of the steps faked, the share that showed it. In
     * short jobs the sample is a large part or all of the steps, so that they would flatter the figure.
     */
    public double tenthSeen() {
        return longTenth.seenShare();
    }

    /** Of all audited long claims with a tenth of the steps faked, the share brought down, whoever sat on the panel. */
    public double tenthFound() {
        return longTenth.foundShare();
    }

    /** Checking beside work of jobs of 1,000 steps and more: the greatest of the lengths. */
    public double greatestShareOfLongJobs() {
        return work.values().stream()
                .filter(length -> length.steps() >= LONG_JOB)
                .mapToDouble(WorkTally::share)
                .max()
                .orElseThrow();
    }

    /** Checking beside work by the length of the job. */
    public Map<Integer, Double> shares() {
        Map<Integer, Double> shares = new TreeMap<>();
        work.forEach((steps, length) -> shares.put(steps, length.share()));
        return shares;
    }

    /** The share of providers that ever faked a step and were found at least once. */
    public double cheatsFoundShare() {
        return cheats.isEmpty() ? 0 : (double) cheatsFound.size() / cheats.size();
    }

    /** What a kind of provider earns with a job in the mean, in prices. */
    public double profit(ProviderKind kind) {
        return of(kind).profit();
    }

    /** What a kind of auditor earns with a call in the mean, in fees. */
    public double profit(AuditorKind kind) {
        return of(kind).profit();
    }

    void computed(SimulatedProvider provider, Job job, Fraction rate) {
        work(job).job(rate);
        of(provider.kind()).job(job);
        if (job.isWrong()) {
            cheats.add(provider.party().address());
        }
    }

    void unaudited(SimulatedProvider provider) {
        of(provider.kind()).paid();
    }

    void audited(SimulatedProvider provider, Job job, List<Report> reports, Decided decided) {
        ClaimFate fate = decided.ruling().claim();
        work(job).audit(reports, decided.disputes());
        of(provider.kind()).settled(fate);
        if (job.isWrong()) {
            of(provider.kind()).audit(fate, honest(reports, true), honest(reports, false));
            if (provider.kind().fakesTenth() && job.steps() >= LONG_JOB) {
                longTenth.audit(fate, honest(reports, true), honest(reports, false));
            }
        }
        if (ProviderTally.isFall(fate)) {
            cheatsFound.add(provider.party().address());
            honestBlamed += provider.kind() == ProviderKind.HONEST ? 1 : 0;
        }
        judged(decided);
    }

    /** @param isFraming whether the requester lied when it opened the canary */
    void canary(Job job, List<Report> reports, Decided decided, boolean isFraming) {
        canaries++;
        framings += isFraming ? 1 : 0;
        work(job).canary(reports, decided.disputes());
        honestBlamed += !isFraming && decided.ruling().claim() == ClaimFate.FALSE_CANARY ? 1 : 0;
        judged(decided);
    }

    /** The report as a table, a line each. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "seed %d: %d jobs, %d canaries (%d opened falsely), Byzantine stake among auditors %.1f %%",
                seed,
                work.values().stream().mapToLong(WorkTally::jobs).sum(),
                canaries,
                framings,
                100 * population.byzantineStake()));
        lines.add(String.format(Locale.ROOT, "honest parties blamed: %d", honestBlamed));
        lines.add(String.format(
                Locale.ROOT,
                "of jobs of 1,000 steps and more with 10 %% faked: %.2f %% of honest auditors' samples show it, %.2f %% of"
                        + " audited claims fall",
                100 * tenthSeen(),
                100 * tenthFound()));
        lines.add(String.format(
                Locale.ROOT, "providers that faked anything and were found: %.1f %%", 100 * cheatsFoundShare()));
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "%-30s %8s %8s %8s %8s %9s %10s %12s",
                "provider",
                "jobs",
                "faked",
                "audited",
                "found",
                "found %",
                "seen %",
                "profit/job"));
        providers.forEach((kind, tally) -> lines.add(String.format(
                Locale.ROOT,
                "%-30s %8d %8d %8d %8d %9.2f %10.2f %12.2f",
                kind.words(),
                tally.jobs(),
                tally.faked(),
                tally.audited(),
                tally.found(),
                100 * tally.foundShare(),
                100 * tally.seenShare(),
                tally.profit())));
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "%-30s %8s %8s %8s %10s %10s %10s %12s",
                "auditor",
                "calls",
                "right",
                "missed",
                "negligent",
                "false",
                "abandoned",
                "profit/call"));
        auditors.forEach((kind, tally) -> lines.add(String.format(
                Locale.ROOT,
                "%-30s %8d %8d %8d %10d %10d %10d %12.2f",
                kind.words(),
                tally.calls(),
                tally.count(AuditorFate.RIGHT) + tally.count(AuditorFate.UNDECIDED),
                tally.count(AuditorFate.MISSED),
                tally.count(AuditorFate.NEGLIGENT),
                tally.count(AuditorFate.FALSE_ACCUSER),
                tally.count(AuditorFate.ABANDONED),
                tally.profit())));
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "%-10s %8s %12s %14s %10s %12s %12s",
                "steps",
                "jobs",
                "mean rate %",
                "one audit %",
                "audits %",
                "canaries %",
                "checking %"));
        work.forEach((steps, tally) -> lines.add(String.format(
                Locale.ROOT,
                "%-10d %8d %12.1f %14.2f %10.2f %12.2f %12.2f",
                steps,
                tally.jobs(),
                100 * tally.rate(),
                100 * tally.shareOfAnAudit(),
                100 * tally.auditShare(),
                100 * tally.canaryShare(),
                100 * tally.share())));
        return lines;
    }

    private void judged(Decided decided) {
        decided.ruling().auditors().forEach((address, fate) -> {
            AuditorKind kind = population.auditor(address).kind();
            of(kind).call(fate);
            honestBlamed += kind == AuditorKind.HONEST && fate.isBlame() ? 1 : 0;
        });
    }

    /** Findings of honest auditors: all of them, or those that doubt. */
    private long honest(List<Report> reports, boolean all) {
        return reports.stream()
                .filter(report -> population.auditor(report.seat().auditor()).kind() == AuditorKind.HONEST)
                .filter(report -> report.finding() instanceof Doubts || (all && report.finding() instanceof Agrees))
                .count();
    }

    private WorkTally work(Job job) {
        return known(work.get(job.steps()));
    }

    private ProviderTally of(ProviderKind kind) {
        return known(providers.get(kind));
    }

    private AuditorTally of(AuditorKind kind) {
        return known(auditors.get(kind));
    }

    private static <T> T known(@Nullable T tally) {
        if (tally == null) {
            throw new IllegalStateException("there is a tally for each kind and length from the start");
        }
        return tally;
    }
}
