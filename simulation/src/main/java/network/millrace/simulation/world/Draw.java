package network.millrace.simulation.world;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A seeded source of chance: SplitMix64 (Steele, Lea, Flood 2014, "Fast splittable pseudorandom number generators").
 *
 * <p>{@link #fork} gives an independent stream by name. Two forks of the same name from the same seed draw the same numbers.
 */
public final class Draw implements RandomGenerator {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final long PPM = 1_000_000;

    private final long seed;
    private long state;

    public Draw(long seed) {
        this.seed = seed;
        this.state = seed;
    }

    /** An independent stream; what it draws depends on the seed and the name only, not on what was drawn before. */
    public Draw fork(String name) {
        long hash = mixed(seed);
        for (byte letter : name.getBytes(StandardCharsets.UTF_8)) {
            hash = mixed(hash ^ letter);
        }
        return new Draw(hash);
    }

    @Override
    public long nextLong() {
        state += GOLDEN_GAMMA;
        return mixed(state);
    }

    /** A number from 0 to {@code bound} - 1. */
    public int below(int bound) {
        return (int) below((long) bound);
    }

    /** A number from 0 to {@code bound} - 1. */
    public long below(long bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("a draw needs a bound above 0, not " + bound);
        }
        return Long.remainderUnsigned(nextLong(), bound);
    }

    /** A number from {@code least} to {@code most}, both possible. */
    public long between(long least, long most) {
        return least + below(most - least + 1);
    }

    /** True this often in a million. */
    public boolean chance(long ppm) {
        return below(PPM) < ppm;
    }

    public <T> T pick(List<T> choices) {
        return choices.get(below(choices.size()));
    }

    static long mixed(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
