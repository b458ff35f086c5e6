package network.millrace.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.command.Home;
import network.millrace.cli.local.BackendChoice;
import network.millrace.cli.local.LocalNetwork;
import network.millrace.cli.local.LocalPlan;
import network.millrace.cli.local.LocalPlan.Workshop;
import network.millrace.cli.local.Program;
import network.millrace.cli.local.TemporaryNetwork;
import network.millrace.cli.output.Progress;

/** How long starts take, and what an idle agent occupies. */
final class StartupBench implements Benchmark {
    private static final int VERSION_RUNS = 15;
    private static final Duration IDLE = Duration.ofSeconds(15);

    @Override
    public String name() {
        return "startup";
    }

    @Override
    public String describe() {
        return "time of `millrace --version`, time until a node serves, memory of an idle agent";
    }

    @Override
    public List<Figure> run(Progress progress) throws Exception {
        Samples version = new Samples();
        for (int run = 1; run <= VERSION_RUNS; run++) {
            progress.report("millrace --version");
            version.add(secondsOfVersion());
        }
        BackendChoice backend = BackendChoice.find();
        Home home = TemporaryNetwork.home(backend.name());
        LocalPlan plan =
                LocalPlan.ofThree(home, "millrace-bench-1", 60_000, new Workshop(backend.name(), home.images()));
        try (TemporaryNetwork temporary = new TemporaryNetwork(plan)) {
            Samples agents = idleAgents(temporary, progress);
            List<Figure> figures = new ArrayList<>();
            figures.add(Figure.atMost("millrace --version", version.median(), "s", 0.5));
            figures.addAll(new NodeReadyFigures().measure(progress));
            figures.add(Figure.atMost("idle agent, resident, greatest of three", agents.worst(), "MB", 256));
            return figures;
        }
    }

    private static Samples idleAgents(TemporaryNetwork temporary, Progress progress)
            throws IOException, InterruptedException {
        Samples agents = new Samples();
        try (LocalNetwork local = temporary.start(progress)) {
            progress.report("letting the agents idle");
            Thread.sleep(IDLE);
            for (var provider : local.plan().providers()) {
                agents.add(residentMegabytes(local.agent(provider.name()).pid()));
            }
        }
        return agents;
    }

    /** As the kernel counts it, in millions of bytes. */
    private static double residentMegabytes(long pid) throws IOException {
        try (var lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .findFirst()
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1_024 / 1e6)
                    .orElseThrow(() -> new IOException("process " + pid + " has no resident memory"));
        }
    }

    private static double secondsOfVersion() throws IOException, InterruptedException {
        long started = System.nanoTime();
        Process process = Program.launcher()
                .command("--version")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            throw CommandFailure.failed("`millrace --version` ended with exit code " + process.exitValue());
        }
        return (System.nanoTime() - started) / 1e9;
    }
}
