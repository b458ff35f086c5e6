package network.millrace.cli.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.local.Program;
import network.millrace.cli.output.Progress;

/** How long starts take, and what an idle agent occupies. */
final class StartupBench implements Benchmark {
    private static final int RUNS = 15;

    @Override
    public String name() {
        return "startup";
    }

    @Override
    public String describe() {
        return "time of `millrace --version`, and until a node answers";
    }

    @Override
    public List<Figure> run(Progress progress) throws IOException, InterruptedException {
        Samples version = new Samples();
        for (int run = 1; run <= RUNS; run++) {
            progress.report("millrace --version, run " + run + " of " + RUNS);
            version.add(secondsOfVersion());
        }
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.atMost("millrace --version", version.median(), "s", 0.5));
        figures.addAll(new NodeReadyFigures().measure(progress));
        return figures;
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
