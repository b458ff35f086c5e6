package network.millrace.agent.workload;

import java.util.Map;

/**
 * What shall run. Backends persist all of it beside the workload, so that a restarted agent finds owner and lease in the labels
 * without any memory of its own.
 */
public record WorkloadSpec(
        WorkloadId id, Program program, Limits limits, RestartPolicy restart, Map<String, String> labels) {

    private static final int LABELS_MAX = 32;

    public WorkloadSpec {
        labels = Map.copyOf(labels);
        if (labels.size() > LABELS_MAX) {
            throw new IllegalArgumentException("at most " + LABELS_MAX + " labels, not " + labels.size());
        }
    }
}
