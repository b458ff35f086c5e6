package network.millrace.agent.workload.scripted;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import network.millrace.agent.workload.Program;

/**
 * What a scripted workload does, read from its environment:
 *
 * <ul>
 *   <li>{@code SCRIPT_PREPARE_MS}: how long it stays PREPARING (0)
 *   <li>{@code SCRIPT_READY_AFTER_MS}: when after each start its ports accept connections (0), or {@code never}
 *   <li>{@code SCRIPT_RUN_FOR_MS}: when after each start it exits by itself, or {@code forever} (the default)
 *   <li>{@code SCRIPT_EXIT_CODE}: with which code (0); 137 with {@code SCRIPT_OUT_OF_MEMORY=true}
 *   <li>{@code SCRIPT_FAIL_START}: {@code image-missing}, {@code image-broken}, {@code not-executable} or {@code runtime-failed}
 *   <li>{@code SCRIPT_LOG}: lines printed at each start, separated by line feeds
 * </ul>
 *
 * An image whose name ends in {@code missing} or {@code broken} fails like the faults of these names.
 */
record Script(Duration prepareFor, Duration readyAfter, Duration runFor, Ending ending, List<String> log) {

    /** Longer than any simulation, and still safe to add to a time. */
    static final Duration FOREVER = Duration.ofDays(36_500);

    /** How a run ends by itself. */
    record Ending(int exitCode, boolean outOfMemory) {}

    static Script of(Program program) {
        Map<String, String> environment = program.environment();
        boolean outOfMemory = Boolean.parseBoolean(environment.getOrDefault("SCRIPT_OUT_OF_MEMORY", "false"));
        String exitCode = environment.getOrDefault("SCRIPT_EXIT_CODE", outOfMemory ? "137" : "0");
        String log = environment.getOrDefault("SCRIPT_LOG", "");
        return new Script(
                duration(environment, "SCRIPT_PREPARE_MS", Duration.ZERO),
                duration(environment, "SCRIPT_READY_AFTER_MS", Duration.ZERO),
                duration(environment, "SCRIPT_RUN_FOR_MS", FOREVER),
                new Ending(Integer.parseInt(exitCode), outOfMemory),
                log.isEmpty() ? List.of() : log.lines().toList());
    }

    private static Duration duration(Map<String, String> environment, String name, Duration otherwise) {
        String text = environment.getOrDefault(name, "");
        if (text.isEmpty()) {
            return otherwise;
        }
        if (text.equals("never") || text.equals("forever")) {
            return FOREVER;
        }
        return Duration.ofMillis(Long.parseLong(text));
    }
}
