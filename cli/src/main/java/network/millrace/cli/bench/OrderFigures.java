package network.millrace.cli.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.output.Progress;

/**
 * Whole orders through a node: deployment created, bid made, lease awarded; each transaction signed, its block durable and
 * indexed. The node runs in a process of its own, started as {@code ./millrace node} starts
 * one.
 *
 * <p>Orders come in windows. The first ones warm the Java virtual machine up and do not count; early windows are compared with those
 * after 100,000 orders.
 */
final class OrderFigures {
    private static final int WINDOWS = 14;
    private static final int ORDERS = 10_000;
    private static final int WARM_UP = 2;
    private static final int TRANSACTIONS_PER_ORDER = 2;
    private static final int RESIDENT_AFTER_TRANSACTIONS = 100_000;
    private static final int LATE_AFTER_ORDERS = 100_000;
    private static final double MB = 1e6;

    /** One window: how long it took until all were awarded, the process's processor time, its resident memory after it. */
    private record Window(double seconds, double cpuSeconds, double residentBytes) {
        static Window parse(String line) {
            String[] words = line.split(" ");
            return new Window(Double.parseDouble(words[1]), Double.parseDouble(words[2]), Double.parseDouble(words[3]));
        }

        double ordersPerSecond() {
            return ORDERS / seconds;
        }

        double cpuMsPerOrder() {
            return cpuSeconds * 1000 / ORDERS;
        }
    }

    List<Figure> measure(Progress progress) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("millrace-bench");
        try {
            return figures(run(folder.resolve("node"), progress));
        } finally {
            delete(folder);
        }
    }

    private static List<Figure> figures(List<Window> windows) {
        List<Window> early = windows.subList(WARM_UP, windows.size() / 2);
        List<Window> late = windows.subList(LATE_AFTER_ORDERS / ORDERS, windows.size());
        Window atResident = windows.get(RESIDENT_AFTER_TRANSACTIONS / TRANSACTIONS_PER_ORDER / ORDERS - 1);
        double rate = median(early.stream().map(Window::ordersPerSecond));
        double cpuMs = median(early.stream().map(Window::cpuMsPerOrder));
        double lateCpuMs = median(late.stream().map(Window::cpuMsPerOrder));
        return List.of(
                Figure.atLeast("whole orders through a node", rate, "1/s", 1_500),
                Figure.atMost("processor time of an order", cpuMs, "ms", 0.9),
                Figure.shown("whole orders after 100,000", median(late.stream().map(Window::ordersPerSecond)), "1/s"),
                // By processor time, because minutes lie between the two, and the machine's other work would count.
                Figure.atMost("processor time after 100,000 orders beside before", lateCpuMs / cpuMs, "", 1.1),
                Figure.atMost(
                        "resident memory after 100,000 transactions", atResident.residentBytes() / MB, "MB", 512));
    }

    private static List<Window> run(Path home, Progress progress) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command(home)).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("MALLOC_ARENA_MAX", "2");
        Process process = builder.start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            List<Window> windows = new ArrayList<>();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith("window ")) {
                    windows.add(Window.parse(line));
                    progress.report(windows.size() * ORDERS + " of " + WINDOWS * ORDERS + " orders through a node");
                }
            }
            if (process.waitFor() != 0 || windows.size() != WINDOWS) {
                throw CommandFailure.failed("the node of the bench ended after " + windows.size() + " of " + WINDOWS
                        + " windows with exit code " + process.exitValue());
            }
            return windows;
        } finally {
            process.destroyForcibly();
        }
    }

    private static List<String> command(Path home) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-XX:+ExitOnOutOfMemoryError",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                OrderProcess.class.getName(),
                home.toString(),
                Integer.toString(WINDOWS),
                Integer.toString(ORDERS));
    }

    private static double median(Stream<Double> values) {
        Samples samples = new Samples();
        values.forEach(samples::add);
        return samples.median();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
