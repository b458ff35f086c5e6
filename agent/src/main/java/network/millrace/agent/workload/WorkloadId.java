package network.millrace.agent.workload;

import java.util.regex.Pattern;

/** The name of a workload on its machine: 1 to 63 lower-case letters, digits and hyphens, starting with a letter or digit. */
public record WorkloadId(String value) implements Comparable<WorkloadId> {

    private static final Pattern ALLOWED = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    public WorkloadId {
        if (!ALLOWED.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "a workload id is 1 to 63 of a-z, 0-9 and hyphen, not \"" + value + "\"");
        }
    }

    @Override
    public int compareTo(WorkloadId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
