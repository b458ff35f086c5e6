package network.millrace.agent.workload.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.WorkloadFault;

/** What a program that prints little has printed. */
final class OutputText extends ResultCallback.Adapter<Frame> {

    private static final long LIMIT_S = 30;
    private static final int BYTES_MAX = 1 << 16;

    private volatile String failure = "";
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public synchronized void onNext(Frame frame) {
        byte[] payload = frame.getPayload();
        bytes.write(payload, 0, Math.min(payload.length, Math.max(0, BYTES_MAX - bytes.size())));
    }

    @Override
    public void onError(Throwable cause) {
        failure = String.valueOf(cause.getMessage());
        onComplete();
    }

    /** Waits for the end of it. */
    String text() throws WorkloadException {
        try {
            if (awaitCompletion(LIMIT_S, TimeUnit.SECONDS) && failure.isEmpty()) {
                synchronized (this) {
                    return bytes.toString(StandardCharsets.UTF_8);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new WorkloadException(new WorkloadFault.RuntimeFailed(
                "reading output", failure.isEmpty() ? "it did not end in time" : failure));
    }
}
