package network.millrace.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.image.Folders;
import network.millrace.cli.local.Program;
import network.millrace.cli.output.Progress;
import network.millrace.client.sdl.Sdl;
import network.millrace.client.sdl.SdlDocument;
import network.millrace.client.sdl.SdlException;

/**
 * How fast documents are read: from bytes to groups, manifest and hash, one thread, right and wrong ones as they come; how long a bad document keeps it; how long {@code millrace sdl check} takes
 * from nothing; and with how little heap it reads the longest document.
 */
final class SdlBench implements Benchmark {
    private static final int WARM_UP_ROUNDS = 40;
    private static final int ROUNDS = 25;
    private static final int COLD_RUNS = 15;
    private static final double DOCUMENTS_PER_SECOND = 5_000;
    private static final double COLD_SECONDS = 0.6;
    private static final int REFUSALS = 9;
    private static final double REFUSAL_MILLIS = 100;
    private static final int HEAP_MB = 64;
    /** Tried in turn, the greatest last. */
    private static final List<Integer> HEAPS_MB = List.of(16, 24, 32, 48, HEAP_MB, 96, 128, 192, 256);

    @Override
    public String name() {
        return "sdl";
    }

    @Override
    public String describe() {
        return "documents per second to groups, manifest and hash; a cold `sdl check`; heap for the longest document";
    }

    @Override
    public List<Figure> run(Progress progress) throws Exception {
        List<Figure> figures = new ArrayList<>(documents(progress));
        figures.add(refusal(progress));
        Path folder = Files.createTempDirectory("millrace-bench-");
        try {
            figures.add(cold(folder, progress));
            figures.add(
                    heap("heap for a right document of 1 MiB, at most", folder, SdlDocuments.longest(), 0, progress));
            figures.add(heap(
                    "heap to refuse a hostile text of 1 MiB, at most", folder, SdlDocuments.hostile(), 1, progress));
        } finally {
            Folders.delete(folder);
        }
        return figures;
    }

    private static List<Figure> documents(Progress progress) throws IOException {
        SdlDocuments documents = SdlDocuments.find();
        Samples pace = new Samples();
        Samples paceOfThread = new Samples();
        long valid = 0;
        for (int round = 1; round <= WARM_UP_ROUNDS + ROUNDS; round++) {
            progress.report("round " + round + " of " + (WARM_UP_ROUNDS + ROUNDS));
            Stopwatch watch = new Stopwatch();
            watch.start();
            valid = documents.documents().stream()
                    .filter(SdlBench::isReadToTheHash)
                    .count();
            watch.stop();
            if (round > WARM_UP_ROUNDS) {
                Pace measured = watch.pace(documents.documents().size());
                pace.add(measured.perSecond());
                paceOfThread.add(measured.perThreadSecond());
            }
        }
        return List.of(
                Figure.atLeast(
                        documents.origin() + ", " + valid + " of them right",
                        pace.median(),
                        "1/s",
                        DOCUMENTS_PER_SECOND),
                Figure.shown("the same by the thread's own time", paceOfThread.median(), "1/s"));
    }

    private static boolean isReadToTheHash(byte[] bytes) {
        try {
            SdlDocument document = Sdl.parse(bytes, Sdl.Mode.COMPAT);
            return !document.groups().isEmpty()
                    && document.manifest().getGroupsCount() > 0
                    && document.version().bytes().length > 0;
        } catch (SdlException wrong) {
            return false;
        }
    }

    /** The longest that any bad document keeps the reader: median of its runs, and which it is. */
    private static Figure refusal(Progress progress) {
        String slowest = "";
        double slowestMillis = 0;
        for (Map.Entry<String, byte[]> document : BadDocuments.all().entrySet()) {
            progress.report("refusing " + document.getKey());
            Samples millis = new Samples();
            for (int run = 0; run < REFUSALS; run++) {
                long started = System.nanoTime();
                if (isReadToTheHash(document.getValue())) {
                    throw CommandFailure.failed(
                            "the bad document \"" + document.getKey() + "\" was taken for a good one");
                }
                millis.add((System.nanoTime() - started) / 1e6);
            }
            if (millis.median() > slowestMillis) {
                slowest = document.getKey();
                slowestMillis = millis.median();
            }
        }
        return Figure.atMost("refusing a bad document, slowest: " + slowest, slowestMillis, "ms", REFUSAL_MILLIS);
    }

    private static Figure cold(Path folder, Progress progress) throws IOException, InterruptedException {
        Path root = Path.of(System.getProperty("millrace.root", "."));
        Path file = Files.copy(root.resolve("examples/web.yaml"), folder.resolve("web.yaml"));
        Samples seconds = new Samples();
        for (int run = 0; run < COLD_RUNS; run++) {
            progress.report("millrace sdl check");
            long started = System.nanoTime();
            int exitCode = check(file, "").waitFor();
            seconds.add((System.nanoTime() - started) / 1e9);
            if (exitCode != 0) {
                throw CommandFailure.failed("`millrace sdl check` ended with exit code " + exitCode);
            }
        }
        return Figure.atMost("millrace sdl check of one file, cold", seconds.median(), "s", COLD_SECONDS);
    }

    /** The smallest heap of those tried with which a process of its own comes to the expected end. */
    private static Figure heap(String name, Path folder, String text, int expected, Progress progress)
            throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("long.yaml"), text);
        for (int megabytes : HEAPS_MB) {
            progress.report("trying a heap of " + megabytes + " MiB");
            if (check(file, "-Xmx" + megabytes + "m").waitFor() == expected) {
                return Figure.atMost(name, megabytes, "MiB", HEAP_MB);
            }
        }
        throw CommandFailure.failed("`millrace sdl check` did not come to its end with " + HEAPS_MB.getLast() + " MiB");
    }

    private static Process check(Path file, String options) throws IOException {
        ProcessBuilder builder = Program.launcher()
                .command("sdl", "check", file.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().merge("MILLRACE_JAVA_OPTS", options, (had, more) -> had + " " + more);
        return builder.start();
    }
}
