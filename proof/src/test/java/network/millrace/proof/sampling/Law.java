package network.millrace.proof.sampling;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.crypto.Hash;

/** Runs a law many times on seeded randomness; a failure names the seed and the command that replays it. */
public final class Law {
    private static final String SEED_PROPERTY = "millrace.seed";

    private Law() {}

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
                        name + " fails in round " + round + "; replay with ./mvnw -pl proof -am test -D" + SEED_PROPERTY
                                + "=" + seed + ": " + failure.getMessage(),
                        failure);
            }
        }
    }

    /** 32 random bytes. */
    public static Hash hash(RandomGenerator random) {
        byte[] bytes = new byte[Hash.BYTES];
        random.nextBytes(bytes);
        return Hash.of(bytes);
    }

    /** The address that the golden vectors give to a number: 20 bytes of SHA-256("party " + number). */
    public static Address address(int number) {
        byte[] digest = Hash.sha256(("party " + number).getBytes(StandardCharsets.US_ASCII))
                .bytes();
        return Address.of(Arrays.copyOf(digest, Address.BYTES));
    }
}
