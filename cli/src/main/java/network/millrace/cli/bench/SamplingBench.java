package network.millrace.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import network.millrace.cli.output.Progress;
import network.millrace.simulation.sampling.AuditorKind;
import network.millrace.simulation.sampling.ProviderKind;
import network.millrace.simulation.sampling.SamplingReport;
import network.millrace.simulation.sampling.SamplingSimulation;
import network.millrace.simulation.sampling.SybilAttack;

/** Whether sampled audits blame nobody honest, find the cheats, and cost little: a crowd simulated from one seed. */
final class SamplingBench implements Benchmark {
    private static final int JOBS = 100_000;
    private static final int TASKS = 1_000;
    private static final int NAMES = 1_000;
    private static final long SEED = 20_261_128;

    @Override
    public String name() {
        return "sampling";
    }

    @Override
    public String describe() {
        return "simulated audits: who is blamed, which cheats are found, what checking costs";
    }

    @Override
    public List<Figure> run(Progress progress) {
        progress.report("playing " + JOBS + " jobs from seed " + SEED);
        SamplingReport report = SamplingSimulation.run(SEED, JOBS);
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.atMost("honest parties blamed in 100,000 jobs", (double) report.honestBlamed(), "", 0));
        figures.add(Figure.atLeast(
                "samples of 46 that show 10 % faked steps, of 1,000 and more", 100 * report.tenthSeen(), "%", 99));
        figures.add(Figure.shown("audited claims of that kind that fall, any panel", 100 * report.tenthFound(), "%"));
        figures.add(Figure.atLeast("cheating providers found", 100 * report.cheatsFoundShare(), "%", 99));
        figures.add(Figure.atMost(
                "checking beside work, jobs of 1,000 steps and more", 100 * report.greatestShareOfLongJobs(), "%", 5));
        report.shares()
                .forEach((steps, share) -> figures.add(Figure.shown(
                        String.format(Locale.ROOT, "checking beside work, %,d steps", steps), 100 * share, "%")));
        for (ProviderKind kind : ProviderKind.values()) {
            figures.add(Figure.shown("profit a job, provider: " + kind.words(), report.profit(kind), "prices"));
        }
        for (AuditorKind kind : AuditorKind.values()) {
            figures.add(Figure.shown("profit a call, auditor: " + kind.words(), report.profit(kind), "fees"));
        }
        progress.report("one owner with a tenth of the stake under " + NAMES + " names");
        figures.add(Figure.atMost(
                "wrong quorums of 1,000, one owner, 1,000 names, by stake",
                SybilAttack.run(SEED, TASKS, NAMES, true).wrong(),
                "",
                0));
        figures.add(Figure.shown(
                "the same by heads", SybilAttack.run(SEED, TASKS, NAMES, false).wrong(), ""));
        return figures;
    }
}
