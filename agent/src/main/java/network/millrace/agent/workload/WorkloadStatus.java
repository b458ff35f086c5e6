package network.millrace.agent.workload;

import java.util.Map;

/**
 * A workload as it really is. The limits in its specification are those applied: what cannot be enforced is never started.
 *
 * @param imageDigest {@code sha256:…} of the image manifest that actually runs
 * @param restarts how often it was started again since it was created
 * @param restartCause a sentence about the last restart; empty when there was none
 */
public record WorkloadStatus(
        WorkloadSpec spec, String imageDigest, WorkloadState state, int restarts, String restartCause) {

    public WorkloadId id() {
        return spec.id();
    }

    public Limits limits() {
        return spec.limits();
    }

    public Map<String, String> labels() {
        return spec.labels();
    }

    /** Whether it runs and all its ports accepted a connection. */
    public boolean isReady() {
        return state instanceof WorkloadState.Running running && running.ready();
    }
}
