package network.millrace.client;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Runs a law many times on seeded randomness; a failure names the seed and the command that replays it. */
public final class Property {
    private static final String SEED_PROPERTY = "millrace.seed";

    private Property() {}

    /** A law about random input. */
    public interface Law {
        void check(RandomGenerator random) throws Exception;
    }

    /** Checks a law so many times. */
    public static void holds(String name, int times, Law law) {
        String fixed = System.getProperty(SEED_PROPERTY, "");
        long seed = fixed.isEmpty() ? System.nanoTime() : Long.parseLong(fixed);
        System.out.println(name + ": seed " + seed);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int round = 1; round <= times; round++) {
            try {
                law.check(random);
            } catch (Exception | AssertionError failure) {
                throw new AssertionError(
                        name + " fails in round " + round + "; replay with ./mvnw -pl client -am test -D"
                                + SEED_PROPERTY + "=" + seed + ": " + failure,
                        failure);
            }
        }
    }
}
