package network.millrace.proof;

import java.util.Random;

/** Randomness of a test, from one printed seed that {@code -Dmillrace.seed} sets. */
public final class Seed {
    private Seed() {}

    /** A source for one test class; its seed is printed. */
    public static Random random(Class<?> test) {
        String given = System.getProperty("millrace.seed", "");
        long seed = given.isEmpty() ? System.nanoTime() : Long.parseLong(given);
        System.out.println(test.getSimpleName() + ": replay with -Dmillrace.seed=" + seed);
        return new Random(seed);
    }
}
