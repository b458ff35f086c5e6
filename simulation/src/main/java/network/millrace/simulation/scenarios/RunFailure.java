package network.millrace.simulation.scenarios;

import java.util.List;

/** A run did not hold what it must. The message says why, how to play it again, and what happened last. */
public final class RunFailure extends RuntimeException {
    private static final int TRACE_LINES = 60;

    RunFailure(long seed, List<String> trace, Throwable cause) {
        super(
                "seed " + seed + " failed: " + cause.getMessage() + "\nplay it again with\n  " + command(seed)
                        + "\nits last steps:\n  "
                        + String.join("\n  ", trace.subList(Math.max(0, trace.size() - TRACE_LINES), trace.size())),
                cause);
    }

    private static String command(long seed) {
        return "./mvnw -o -q -pl simulation -am -Dtest=SimulationTest -Dsurefire.failIfNoSpecifiedTests=false"
                + " -Dmillrace.seed=" + seed + " test";
    }
}
