package network.millrace.agent.workload;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Whether a backend can work on this machine.
 *
 * @param missing what it cannot do without; empty means usable
 * @param limitations what holds here although it is usable, one sentence each
 */
public record Readiness(List<MissingPart> missing, List<String> limitations) {

    /**
     * @param name the program or facility that was not found
     * @param remedy what to do, for example a line for a shell
     */
    public record MissingPart(String name, String remedy) {}

    public Readiness {
        missing = List.copyOf(missing);
        limitations = List.copyOf(limitations);
    }

    public static Readiness ready() {
        return new Readiness(List.of(), List.of());
    }

    public boolean isUsable() {
        return missing.isEmpty();
    }

    public String sentence() {
        if (isUsable()) {
            return "usable";
        }
        String names = missing.stream().map(MissingPart::name).collect(Collectors.joining(", "));
        String remedies = missing.stream().map(MissingPart::remedy).distinct().collect(Collectors.joining("; "));
        return "missing on this machine: " + names + ". To mend it: " + remedies;
    }
}
