package network.millrace.ledger;

import java.util.List;
import java.util.Random;

/**
 * Randomness of a property test: drawn anew for each run, printed, and replayed with {@code -Dmillrace.seed=N}.
 */
public final class Seed {
    private final long value;
    private final Random random;

    private Seed(long value) {
        this.value = value;
        this.random = new Random(value);
    }

    /** A seed for one test; says on the standard output how to get the same again. */
    public static Seed of(Class<?> test) {
        String given = System.getProperty("millrace.seed", "");
        long value = given.isEmpty() ? new Random().nextLong() & Long.MAX_VALUE : Long.parseLong(given);
        System.out.println("replay: ./mvnw -pl ledger -am test -Dsurefire.failIfNoSpecifiedTests=false -Dtest="
                + test.getSimpleName() + " -Dmillrace.seed=" + value);
        return new Seed(value);
    }

    public long value() {
        return value;
    }

    /** From 0 to below the bound. */
    public int below(int bound) {
        return random.nextInt(bound);
    }

    public long nextLong() {
        return random.nextLong();
    }

    public boolean oneIn(int chances) {
        return below(chances) == 0;
    }

    public <T> T pick(List<T> from) {
        return from.get(below(from.size()));
    }

    public byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
