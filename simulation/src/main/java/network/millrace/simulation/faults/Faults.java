package network.millrace.simulation.faults;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import network.millrace.simulation.world.Draw;
import network.millrace.simulation.world.World;

/** Decides at each opportunity whether a fault strikes, and counts those that do. Owned by the simulation's thread. */
public final class Faults {
    private final World world;
    private final FaultPlan plan;
    private final Map<Fault, Draw> draws = new EnumMap<>(Fault.class);
    private final Map<Fault, Long> counts = new EnumMap<>(Fault.class);
    private boolean calm;

    public Faults(World world, FaultPlan plan) {
        this.world = world;
        this.plan = plan;
        for (Fault fault : Fault.values()) {
            draws.put(fault, world.draw("fault " + fault));
        }
    }

    /** Whether the fault strikes at this opportunity. */
    public boolean strikes(Fault fault, String whom) {
        if (calm || plan.ppm(fault) == 0 || !draw(fault).chance(plan.ppm(fault))) {
            return false;
        }
        counts.merge(fault, 1L, Long::sum);
        world.note("fault " + fault + " " + whom);
        return true;
    }

    /** The fault's own stream of chance, for how bad it is. */
    public Draw draw(Fault fault) {
        Draw draw = draws.get(fault);
        if (draw == null) {
            throw new IllegalStateException("no stream of chance for " + fault);
        }
        return draw;
    }

    /** From now on nothing goes wrong, so that the network can come to rest. */
    public void calm() {
        calm = true;
        world.note("calm: no faults from here on");
    }

    /** How often each fault has struck. */
    public Map<Fault, Long> counts() {
        Map<Fault, Long> copy = new EnumMap<>(Fault.class);
        copy.putAll(counts);
        return Collections.unmodifiableMap(copy);
    }
}
