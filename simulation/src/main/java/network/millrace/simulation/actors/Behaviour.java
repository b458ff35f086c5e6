package network.millrace.simulation.actors;

import java.util.ArrayList;
import java.util.List;
import network.millrace.simulation.faults.Fault;
import network.millrace.simulation.faults.Faults;
import network.millrace.simulation.world.Draw;

/**
 * How a workload will behave, as the scripted backend reads it from image name and environment.
 *
 * @param sound whether it starts, becomes ready and stays
 */
record Behaviour(String image, List<String> environment, boolean sound) {
    private static final List<Long> RUNS_MS = List.of(0L, 100L, 2_000L, 30_000L, 300_000L);

    Behaviour {
        environment = List.copyOf(environment);
    }

    /** Sound, unless a fault strikes. */
    static Behaviour drawn(Draw draw, Faults faults, String whom) {
        List<String> environment = new ArrayList<>();
        environment.add("SCRIPT_PREPARE_MS=" + draw.between(0, 5_000));
        environment.add("SCRIPT_READY_AFTER_MS=" + draw.between(0, 20_000));
        environment.add("SCRIPT_LOG=hello");
        if (faults.strikes(Fault.WORKLOAD_START_FAILS, whom)) {
            Draw how = faults.draw(Fault.WORKLOAD_START_FAILS);
            if (how.chance(500_000)) {
                return new Behaviour(how.pick(List.of("app-missing", "app-broken")), environment, false);
            }
            environment.add("SCRIPT_FAIL_START="
                    + how.pick(List.of("image-missing", "image-broken", "not-executable", "runtime-failed")));
            return new Behaviour("app", environment, false);
        }
        if (faults.strikes(Fault.WORKLOAD_NEVER_READY, whom)) {
            environment.set(1, "SCRIPT_READY_AFTER_MS=never");
            return new Behaviour("app", environment, false);
        }
        if (faults.strikes(Fault.WORKLOAD_EXITS, whom)) {
            environment.add(
                    "SCRIPT_RUN_FOR_MS=" + faults.draw(Fault.WORKLOAD_EXITS).pick(RUNS_MS));
            environment.add(
                    "SCRIPT_EXIT_CODE=" + faults.draw(Fault.WORKLOAD_EXITS).between(0, 3));
            return new Behaviour("app", environment, false);
        }
        if (faults.strikes(Fault.WORKLOAD_OUT_OF_MEMORY, whom)) {
            environment.add("SCRIPT_RUN_FOR_MS="
                    + faults.draw(Fault.WORKLOAD_OUT_OF_MEMORY).pick(RUNS_MS));
            environment.add("SCRIPT_OUT_OF_MEMORY=true");
            return new Behaviour("app", environment, false);
        }
        return new Behaviour("app", environment, true);
    }
}
