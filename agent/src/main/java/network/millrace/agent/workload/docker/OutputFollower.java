package network.millrace.agent.workload.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import network.millrace.agent.workload.LogLine;

/**
 * Copies a container's output from the engine into {@link KeptOutput} until the container ends. Lines up to the mark were copied before
 * and are passed over.
 */
final class OutputFollower extends ResultCallback.Adapter<Frame> {

    private final KeptOutput output;
    private final KeptOutput.Mark mark;
    private final TimedLines standard = new TimedLines((at, text) -> keep(at, LogLine.Stream.STDOUT, text));
    private final TimedLines errors = new TimedLines((at, text) -> keep(at, LogLine.Stream.STDERR, text));
    private int seenAtMark;
    private volatile boolean ended;

    private OutputFollower(KeptOutput output) {
        this.output = output;
        this.mark = output.mark();
    }

    static OutputFollower start(Engine engine, String container, KeptOutput output) {
        OutputFollower follower = new OutputFollower(output);
        return engine.streams()
                .logContainerCmd(container)
                .withStdOut(true)
                .withStdErr(true)
                .withTimestamps(true)
                .withFollowStream(true)
                .withSince((int) Math.max(0, follower.mark.at().getEpochSecond()))
                .exec(follower);
    }

    boolean hasEnded() {
        return ended;
    }

    /** Called by the one thread that reads the stream; frames are cut anywhere. */
    @Override
    public void onNext(Frame frame) {
        (frame.getStreamType() == StreamType.STDERR ? errors : standard).take(frame.getPayload());
    }

    @Override
    public void onComplete() {
        ended = true;
        super.onComplete();
    }

    /** What could not be read now is read by the next follower, from the mark on. */
    @Override
    public void onError(Throwable cause) {
        onComplete();
    }

    /** After the container's end the engine sends what is left and closes. */
    void awaitEnd(Duration limit) {
        try {
            awaitCompletion(limit.toMillis(), TimeUnit.MILLISECONDS);
            close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            // As for onError: nothing is lost by it.
            ended = true;
        }
    }

    private void keep(Instant at, LogLine.Stream stream, String text) {
        if (wasCopied(at)) {
            return;
        }
        try {
            output.append(at, stream, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean wasCopied(Instant at) {
        if (at.isBefore(mark.at())) {
            return true;
        }
        if (at.equals(mark.at()) && seenAtMark < mark.lines()) {
            seenAtMark++;
            return true;
        }
        return false;
    }
}
