package network.millrace.cli.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.local.Program;
import network.millrace.cli.output.Progress;
import network.millrace.node.NodeHome;
import network.millrace.node.config.NodeConfig;

/** From {@code millrace node start} to a node that answers: it says so when its port is open and its state is loaded. */
final class NodeReadyFigures {
    private static final int RUNS = 7;
    private static final double READY_SECONDS = 3;

    List<Figure> measure(Progress progress) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("millrace-bench");
        try {
            new NodeHome(folder.resolve("node"))
                    .initialize(
                            new OrderTraffic().genesis(System.currentTimeMillis()),
                            NodeConfig.DEFAULT.with("api.port", "0"));
            Samples seconds = new Samples();
            for (int run = 1; run <= RUNS; run++) {
                progress.report("millrace node start, run " + run + " of " + RUNS);
                seconds.add(secondsUntilReady(folder));
            }
            return List.of(Figure.atMost("node ready", seconds.median(), "s", READY_SECONDS));
        } finally {
            delete(folder);
        }
    }

    private static double secondsUntilReady(Path home) throws IOException, InterruptedException {
        long startNs = System.nanoTime();
        Process process = Program.launcher()
                .command("node", "start", "--home", home.toString(), "--output", "json")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.contains("\"url\"")) {
                    return (System.nanoTime() - startNs) / 1e9;
                }
            }
            throw CommandFailure.failed("`millrace node start` ended before it answered; try it by itself");
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
