package network.millrace.protocol;

import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Runs a law many times on seeded randomness; a failure names the seed and the command that replays it. */
public final class Property {
    private static final String SEED_PROPERTY = "millrace.seed";

    private Property() {}

    /** Checks a law so many times. */
    public static void holds(String name, int times, Consumer<RandomGenerator> law) {
        String fixed = System.getProperty(SEED_PROPERTY, "");
        long seed = fixed.isEmpty() ? System.nanoTime() : Long.parseLong(fixed);
        System.out.println(name + ": seed " + seed);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int round = 1; round <= times; round++) {
            try {
                law.accept(random);
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError(
                        name + " fails in round " + round + "; replay with ./mvnw -pl protocol test -D" + SEED_PROPERTY
                                + "=" + seed + ": " + failure.getMessage(),
                        failure);
            }
        }
    }
}
