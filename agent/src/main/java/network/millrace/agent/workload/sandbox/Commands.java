package network.millrace.agent.workload.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.WorkloadFault;

/**
 * Runs programs of this machine: with a time limit, bounded output, and no shell between, so an argument is never read as
 * anything else.
 */
final class Commands {

    private static final Duration QUICK = Duration.ofSeconds(30);
    private static final int OUTPUT_MAX = 64 * 1024;
    private static final Map<String, String> ENVIRONMENT =
            Map.of("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL", "C.UTF-8");

    private Commands() {}

    /** Exit code and both outputs, cut at {@value #OUTPUT_MAX} bytes. */
    record Result(int exitCode, String output) {
        boolean isSuccess() {
            return exitCode == 0;
        }
    }

    static Result run(List<String> command) throws WorkloadException {
        return run(command, "", QUICK);
    }

    static Result run(List<String> command, String input, Duration limit) throws WorkloadException {
        return run(command, input, Map.of(), limit);
    }

    static Result run(List<String> command, String input, Map<String, String> variables, Duration limit)
            throws WorkloadException {
        ProcessBuilder builder = builder(command).redirectErrorStream(true);
        builder.environment().putAll(variables);
        try {
            Process process = builder.start();
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            return finish(process, command, limit);
        } catch (IOException e) {
            throw failed(command, String.valueOf(e.getMessage()));
        }
    }

    /** Runs a command that must succeed, and returns what it printed. */
    static String require(List<String> command) throws WorkloadException {
        return require(command, "", QUICK);
    }

    static String require(List<String> command, String input, Duration limit) throws WorkloadException {
        Result result = run(command, input, limit);
        if (!result.isSuccess()) {
            throw failed(command, "exit code " + result.exitCode() + ": " + Complaint.reason(result.output()));
        }
        return result.output();
    }

    static ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(ENVIRONMENT);
        return builder;
    }

    static WorkloadException failed(List<String> command, String detail) {
        return new WorkloadException(new WorkloadFault.RuntimeFailed(name(command), detail));
    }

    private static Result finish(Process process, List<String> command, Duration limit) throws WorkloadException {
        // Read beside the wait: a program that prints more than a pipe holds would otherwise never end.
        StringBuilder output = new StringBuilder();
        Thread reader = Thread.ofVirtual().start(() -> read(process.getInputStream(), output));
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw failed(command, "no end after " + limit.toSeconds() + " s, killed");
            }
            reader.join(Duration.ofSeconds(1));
            synchronized (output) {
                return new Result(process.exitValue(), output.toString());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(command, "interrupted");
        } finally {
            process.destroyForcibly();
        }
    }

    private static void read(InputStream from, StringBuilder into) {
        byte[] buffer = new byte[8_192];
        try (from) {
            for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                keep(new String(buffer, 0, read, StandardCharsets.UTF_8), into);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("reading a program's output", e);
        }
    }

    private static void keep(String text, StringBuilder into) {
        synchronized (into) {
            if (into.length() < OUTPUT_MAX) {
                into.append(text, 0, Math.min(text.length(), OUTPUT_MAX - into.length()));
            }
        }
    }

    private static String name(List<String> command) {
        String program = command.getFirst();
        String base = program.substring(program.lastIndexOf('/') + 1);
        return command.size() > 1 ? base + " " + command.get(1) : base;
    }
}
