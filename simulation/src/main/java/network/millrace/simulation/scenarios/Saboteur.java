package network.millrace.simulation.scenarios;

import java.util.List;
import network.millrace.simulation.actors.AgentActor;
import network.millrace.simulation.world.World;

/** Somebody who breaks, on purpose, what no fault of a run may break: only so is it known that the checks would notice. */
interface Saboteur {
    Saboteur NOBODY = new Saboteur() {};

    /** The network is calm and settled, and leases are live; their workloads are looked at right after this. */
    default void whileLeasesLive(World world, List<AgentActor> agents) {}

    /** Everything has been closed; what is left is looked at right after this. */
    default void whenAllIsOver(World world, List<AgentActor> agents) {}
}
