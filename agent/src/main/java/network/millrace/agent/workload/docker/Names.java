package network.millrace.agent.workload.docker;

import java.util.Map;
import network.millrace.agent.workload.WorkloadId;

/**
 * What this home's things are called in the engine, which may serve other agents and other people. Labels say whose they are; names
 * follow from home and workload, so that nothing need be remembered.
 *
 * @param home this home's own random identity
 */
record Names(String home) {

    static final String HOME = "network.millrace.home";
    static final String WORKLOAD = "network.millrace.workload";
    static final String ROLE = "network.millrace.role";

    private static final int SHORT = 12;

    /** What a container of a workload is there for. */
    enum Role {
        PROGRAM,
        KEEPER
    }

    String program(WorkloadId id) {
        return prefix() + id;
    }

    String keeper(WorkloadId id) {
        return prefix() + id + ".keeper";
    }

    String network(WorkloadId id) {
        return prefix() + id;
    }

    Map<String, String> ours() {
        return Map.of(HOME, home);
    }

    Map<String, String> ours(Role role) {
        return Map.of(HOME, home, ROLE, role.name());
    }

    Map<String, String> labels(WorkloadId id, Role role) {
        return Map.of(HOME, home, WORKLOAD, id.value(), ROLE, role.name());
    }

    private String prefix() {
        return "millrace-" + home.substring(0, SHORT) + "-";
    }
}
