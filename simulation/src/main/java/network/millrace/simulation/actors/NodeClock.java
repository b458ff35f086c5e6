package network.millrace.simulation.actors;

import java.time.Duration;
import network.millrace.simulation.faults.Fault;
import network.millrace.simulation.faults.Faults;
import network.millrace.simulation.world.Draw;
import network.millrace.simulation.world.World;

/**
 * The clock of the node's machine. Faults set it forward or back; some minutes later somebody sets it right. The way forward is
 * short as a rule: whoever signs with a timeout of two minutes is locked out by a network that is further ahead.
 */
final class NodeClock {
    private static final long FAR_PPM = 100_000;

    private final World world;
    private final Faults faults;
    private long offsetMs;

    NodeClock(World world, Faults faults) {
        this.world = world;
        this.faults = faults;
    }

    long nowMs() {
        return world.nowMs() + offsetMs;
    }

    /** When the world's time is such that this clock shows {@code clockMs}, if nobody sets it before. */
    long worldMs(long clockMs) {
        return clockMs - offsetMs;
    }

    void setRight() {
        offsetMs = 0;
    }

    /** An opportunity for a fault. */
    void drift() {
        if (faults.strikes(Fault.CLOCK_FORWARD, "node")) {
            set(drawn(Fault.CLOCK_FORWARD), Fault.CLOCK_FORWARD);
        }
        if (faults.strikes(Fault.CLOCK_BACK, "node")) {
            set(-drawn(Fault.CLOCK_BACK), Fault.CLOCK_BACK);
        }
    }

    private void set(long newOffsetMs, Fault fault) {
        offsetMs = newOffsetMs;
        world.note("node clock is off by " + offsetMs + " ms");
        world.after(
                faults.draw(fault).between(10_000, Duration.ofMinutes(5).toMillis()),
                "clock set right",
                this::setRight);
    }

    private long drawn(Fault fault) {
        Draw draw = faults.draw(fault);
        Duration most = draw.chance(FAR_PPM) ? Duration.ofMinutes(10) : Duration.ofSeconds(60);
        return draw.between(1, most.toMillis());
    }
}
