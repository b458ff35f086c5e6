package network.millrace.cli.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import network.millrace.cli.command.CommandFailure;

/**
 * This program once more, as a process of its own that serves until it is told to end. It says on one line of standard output when it serves; what it
 * logs goes to a file; it ends when its standard input does, and so also when this process is killed.
 */
public final class ChildProcess {
    private static final Duration READY_LIMIT = Duration.ofSeconds(60);
    private static final Duration END_LIMIT = Duration.ofSeconds(20);
    private static final int LOG_LINES_SHOWN = 5;

    private final String name;
    private final Process process;
    private final Path log;
    private final String ready;

    private ChildProcess(String name, Process process, Path log, String ready) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.ready = ready;
    }

    /** Starts it and waits until it serves. */
    static ChildProcess start(String name, Path log, String... arguments) throws IOException, InterruptedException {
        Files.createDirectories(log.getParent());
        Process process = Program.launcher()
                .command(arguments)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        try {
            return new ChildProcess(name, process, log, readyLine(name, process, log));
        } catch (CommandFailure | InterruptedException | IOException failure) {
            process.destroyForcibly();
            throw failure;
        }
    }

    private static String readyLine(String name, Process process, Path log) throws IOException, InterruptedException {
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        CompletableFuture<String> first = new CompletableFuture<>();
        Thread.ofVirtual().name(name + " output").start(() -> drain(output, first));
        try {
            String line = first.get(READY_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            if (!line.isEmpty()) {
                return line;
            }
            process.waitFor();
            throw CommandFailure.failed(
                    name + " ended at its start with exit code " + process.exitValue() + ":\n" + tail(log));
        } catch (TimeoutException late) {
            throw CommandFailure.failed(
                    name + " did not serve within " + READY_LIMIT.toSeconds() + " s; its log: " + log, late);
        } catch (ExecutionException broken) {
            throw new IOException("cannot read what " + name + " says", broken);
        }
    }

    /** Reads to the end, so that the child never waits for a full pipe. */
    private static void drain(BufferedReader output, CompletableFuture<String> first) {
        try (output) {
            String line = output.readLine();
            first.complete(line == null ? "" : line);
            while (line != null) {
                line = output.readLine();
            }
        } catch (IOException gone) {
            first.completeExceptionally(gone);
        }
    }

    private static String tail(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
    }

    String name() {
        return name;
    }

    /** The line with which it said that it serves: a JSON object. */
    String ready() {
        return ready;
    }

    public long pid() {
        return process.pid();
    }

    public Path log() {
        return log;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Kills it as {@code kill -9} does, and waits until it is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Tells it to end and waits; kills it when it takes too long. */
    void end() throws InterruptedException {
        try {
            process.getOutputStream().close();
        } catch (IOException alreadyGone) {
            // its end of the pipe is closed: it has ended
        }
        if (!process.waitFor(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
            kill();
        }
    }
}
