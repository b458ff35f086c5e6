package network.millrace.agent.workload.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.ExecCreateCmd;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import network.millrace.agent.workload.WorkloadException;

/**
 * A program started inside a running container, as a process of ours. Its streams are the system's pipes, which do not mind which
 * thread reads or writes.
 *
 * <p>The engine cannot end such a program. So {@link #destroy} asks a shell of the image to kill it; where the image has no shell, the
 * program ends by itself or with the workload. Over Unix sockets docker-java does not pass the end of the input on: what is typed
 * arrives, but a program that reads to the end goes on waiting.
 */
final class ShellProcess extends Process {

    private static final int UNKNOWN = 255;

    private final Engine engine;
    private final String container;
    private final String exec;
    private final Duct input;
    private final Duct output;
    private final Duct errors;
    private final CountDownLatch ended = new CountDownLatch(1);

    /** A pipe of the system. */
    private record Duct(InputStream source, OutputStream sink) {
        static Duct open() throws IOException {
            Pipe pipe = Pipe.open();
            return new Duct(Channels.newInputStream(pipe.source()), Channels.newOutputStream(pipe.sink()));
        }
    }

    private ShellProcess(Engine engine, String container, String exec) throws IOException {
        this.engine = engine;
        this.container = container;
        this.exec = exec;
        this.input = Duct.open();
        this.output = Duct.open();
        this.errors = Duct.open();
    }

    static ShellProcess start(Engine engine, String container, List<String> command, boolean terminal)
            throws WorkloadException, IOException {
        String exec = create(engine, container, command, terminal);
        ShellProcess process = new ShellProcess(engine, container, exec);
        engine.streams()
                .execStartCmd(exec)
                .withTty(terminal)
                .withStdIn(process.input.source())
                .exec(process.new Copy());
        return process;
    }

    private static String create(Engine engine, String container, List<String> command, boolean terminal)
            throws WorkloadException {
        return engine.call("executing in container " + container, client -> order(client, container, command)
                .withAttachStdin(true)
                .withTty(terminal)
                .exec()
                .getId());
    }

    private static ExecCreateCmd order(DockerClient client, String container, List<String> command) {
        return client.execCreateCmd(container)
                .withCmd(command.toArray(String[]::new))
                .withAttachStdout(true)
                .withAttachStderr(true);
    }

    /** Called by the one thread that reads the engine's stream. */
    private final class Copy extends ResultCallback.Adapter<Frame> {
        @Override
        public void onNext(Frame frame) {
            OutputStream to = frame.getStreamType() == StreamType.STDERR ? errors.sink() : output.sink();
            try {
                to.write(frame.getPayload());
                to.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void onComplete() {
            end();
            super.onComplete();
        }

        @Override
        public void onError(Throwable cause) {
            end();
            super.onError(cause);
        }
    }

    private void end() {
        for (Duct duct : List.of(output, errors)) {
            close(duct.sink());
        }
        // The reader of the source sees its end and leaves; what somebody still writes fails then.
        close(input.sink());
        ended.countDown();
    }

    private static void close(AutoCloseable stream) {
        try {
            stream.close();
        } catch (Exception e) {
            throw new IllegalStateException("closing a pipe does not fail", e);
        }
    }

    @Override
    public OutputStream getOutputStream() {
        return input.sink();
    }

    @Override
    public InputStream getInputStream() {
        return output.source();
    }

    @Override
    public InputStream getErrorStream() {
        return errors.source();
    }

    @Override
    public int waitFor() throws InterruptedException {
        ended.await();
        return code();
    }

    @Override
    public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
        return ended.await(timeout, unit);
    }

    @Override
    public int exitValue() {
        if (ended.getCount() > 0) {
            throw new IllegalThreadStateException("the program has not ended");
        }
        return code();
    }

    @Override
    public boolean isAlive() {
        return ended.getCount() > 0;
    }

    @Override
    public void destroy() {
        if (!isAlive()) {
            return;
        }
        close(input.sink());
        try {
            Optional<String> process = processInside();
            if (process.isPresent()) {
                kill(process.get());
            }
        } catch (WorkloadException | RuntimeException e) {
            // It then ends by itself, or with the workload.
            return;
        }
    }

    private void kill(String process) throws WorkloadException {
        List<String> command = List.of("/bin/sh", "-c", "kill -9 " + process);
        String kill = engine.call(
                "ending a program",
                client -> order(client, container, command).exec().getId());
        OutputText said = new OutputText();
        engine.streams().execStartCmd(kill).exec(said);
        said.text();
    }

    /** Its number in the container's own namespace, which the kernel tells everybody. */
    private Optional<String> processInside() throws WorkloadException {
        Optional<Long> outside = engine.call(
                "looking at a program",
                client -> Optional.ofNullable(client.inspectExecCmd(exec).exec().getPidLong()));
        if (outside.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(outside.get()), "status")).stream()
                    .filter(line -> line.startsWith("NSpid:"))
                    .map(line -> line.substring(line.lastIndexOf('\t') + 1).strip())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private int code() {
        try {
            return engine.call("looking at a program", client -> Optional.ofNullable(
                            client.inspectExecCmd(exec).exec().getExitCodeLong())
                    .orElse((long) UNKNOWN)
                    .intValue());
        } catch (WorkloadException e) {
            return UNKNOWN;
        }
    }
}
