package network.millrace.simulation.faults;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import network.millrace.simulation.world.Draw;

/**
 * Which faults a run has, and how often each strikes, in parts per million of its opportunities.
 *
 * <p>A drawn plan leaves out about half of the faults and takes the rest at a third, once or three times their usual rate ("swarm
 * testing", Groce et al. 2012): a run that has all of them is mostly noise, and some bugs show only where a fault is absent.
 */
public record FaultPlan(Map<Fault, Long> rates) {
    private static final long PPM = 1_000_000;

    public FaultPlan {
        rates.forEach((fault, ppm) -> {
            if (ppm < 0 || ppm > PPM) {
                throw new IllegalArgumentException(fault + " strikes 0 to " + PPM + " times in a million, not " + ppm);
            }
        });
        Map<Fault, Long> copy = new EnumMap<>(Fault.class);
        copy.putAll(rates);
        rates = Collections.unmodifiableMap(copy);
    }

    /** A run in which nothing goes wrong. */
    public static FaultPlan none() {
        return new FaultPlan(Map.of());
    }

    /** A run with this fault alone, at every opportunity. */
    public static FaultPlan always(Fault fault) {
        return new FaultPlan(Map.of(fault, PPM));
    }

    /** What a seed draws. */
    public static FaultPlan drawn(Draw draw) {
        Map<Fault, Long> rates = new EnumMap<>(Fault.class);
        for (Fault fault : Fault.values()) {
            long scale = draw.below(3);
            if (draw.chance(PPM / 2)) {
                rates.put(fault, Math.min(PPM, scaled(fault.ppm(), scale)));
            }
        }
        return new FaultPlan(rates);
    }

    /** How often the fault strikes; 0 = never. */
    public long ppm(Fault fault) {
        return rates.getOrDefault(fault, 0L);
    }

    private static long scaled(long ppm, long scale) {
        return scale == 0 ? ppm / 3 : scale == 1 ? ppm : ppm * 3;
    }
}
