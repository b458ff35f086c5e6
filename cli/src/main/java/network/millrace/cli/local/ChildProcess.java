package network.millrace.cli.local;

import java.io.BufferedReader;
import java.io.IOException;
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
    private static final Duration READY_LIMIT = Duration.ofMinutes(3);
    private static final Duration END_LIMIT = Duration.ofSeconds(20);
    private static final int LOG_LINES_SHOWN = 5;

    private final String name;
    private final Process process;
    private final Path log;
    private final CompletableFuture<String> firstLine = new CompletableFuture<>();

    private ChildProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /** Starts it and does not wait. */
    static ChildProcess launch(String name, Path log, List<String> arguments) throws IOException {
        Files.createDirectories(log.getParent());
        Process process = Program.launcher()
                .command(arguments.toArray(String[]::new))
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        ChildProcess child = new ChildProcess(name, process, log);
        Thread.ofVirtual().name(name + " output").start(child::drain);
        return child;
    }

    /** Waits until it serves, and gives the line with which it says so: a JSON object. */
    String awaitReady() throws IOException, InterruptedException {
        try {
            String line = firstLine.get(READY_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            if (!line.isEmpty()) {
                return line;
            }
            process.waitFor();
            throw CommandFailure.failed(
                    name + " ended at its start with exit code " + process.exitValue() + ":\n" + tail());
        } catch (TimeoutException late) {
            throw CommandFailure.failed(
                    name + " did not serve within " + READY_LIMIT.toSeconds() + " s; its log: " + log, late);
        } catch (ExecutionException broken) {
            throw new IOException("cannot read what " + name + " says", broken);
        }
    }

    /** Reads to the end, so that the child never waits for a full pipe. */
    private void drain() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            String line = output.readLine();
            firstLine.complete(line == null ? "" : line);
            while (line != null) {
                line = output.readLine();
            }
        } catch (IOException gone) {
            firstLine.completeExceptionally(gone);
        }
    }

    private String tail() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
    }

    String name() {
        return name;
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

    /** Closes its standard input, which tells it to end. */
    void askToEnd() {
        try {
            process.getOutputStream().close();
        } catch (IOException alreadyGone) {
            // its end of the pipe is closed: it has ended
        }
    }

    /** Waits until it is gone; kills it when it takes too long. */
    void awaitEnd() {
        try {
            if (!process.waitFor(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
