package network.millrace.agent.workload.docker;

import java.time.InstantSource;

/** The parts of engine and machine that every workload uses. */
record DockerMachine(
        DockerSettings settings,
        Engine engine,
        Names names,
        DockerNetwork network,
        DockerImages images,
        InstantSource clock) {}
