package network.millrace.agent.testkit;

import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Runs a law many times on seeded randomness; a failure names the seed and the command that replays it. */
public final class Property {

    private static final String SEED = "millrace.seed";

    private Property() {}

    public static void holds(String name, int times, Consumer<RandomGenerator> law) {
        String fixed = System.getProperty(SEED, "");
        long first = fixed.isEmpty() ? System.nanoTime() : Long.parseLong(fixed);
        int rounds = fixed.isEmpty() ? times : 1;
        System.out.println(name + ": seeds from " + first);
        for (long seed = first; seed < first + rounds; seed++) {
            try {
                law.accept(seeded(seed));
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError(
                        name + " fails; replay with ./mvnw -pl agent -am test -D" + SEED + "=" + seed + ": "
                                + failure.getMessage(),
                        failure);
            }
        }
    }

    /** The randomness of one seed. */
    public static RandomGenerator seeded(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }
}
