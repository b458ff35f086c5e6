package network.millrace.node.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ScanFrontsTest {
    private static final byte[] QUEUE = {5};

    private final ScanFronts fronts = new ScanFronts();

    @Test
    void aScanBeginsWhereTheFirstKeyWasFound() {
        fronts.found(QUEUE, new byte[] {5, 9}, fronts.moment());

        assertThat(fronts.start(QUEUE)).isEqualTo(new byte[] {5, 9});
        assertThat(fronts.start(new byte[] {4})).isEqualTo(new byte[] {4});
    }

    @Test
    void anEarlierKeyLowersTheFront() {
        fronts.found(QUEUE, new byte[] {5, 9}, fronts.moment());

        fronts.written(new byte[][] {{4}, {5, 3}, {5, 4}, {6}});

        assertThat(fronts.start(QUEUE)).isEqualTo(new byte[] {5, 3});
    }

    @Test
    void laterAndForeignKeysLeaveTheFront() {
        fronts.found(QUEUE, new byte[] {5, 9}, fronts.moment());

        fronts.written(new byte[][] {{4, 127}, {5, 10}, {6}});

        assertThat(fronts.start(QUEUE)).isEqualTo(new byte[] {5, 9});
    }

    @Test
    void whatWasFoundWhileSomethingWasWrittenIsNotRemembered() {
        long before = fronts.moment();
        fronts.written(new byte[0][]);

        fronts.found(QUEUE, new byte[] {5, 9}, before);

        assertThat(fronts.start(QUEUE)).isEqualTo(QUEUE);
    }

    @Test
    void noKeyIsEverMissed() {
        long seed = Long.getLong("millrace.seed", 31L);
        Random random = new Random(seed);
        TreeSet<byte[]> keys = new TreeSet<>(Arrays::compareUnsigned);
        for (int step = 0; step < 20_000; step++) {
            byte[] key = {5, (byte) random.nextInt(256)};
            if (random.nextBoolean()) {
                keys.remove(key);
            } else if (random.nextInt(4) == 0) {
                fronts.written(new byte[][] {key});
                keys.add(key);
                fronts.written(new byte[][] {key});
            }
            byte[] start = fronts.start(QUEUE);
            byte[] first = keys.ceiling(start);
            assertThat(first).as("seed " + seed).isEqualTo(keys.ceiling(QUEUE));
            fronts.found(QUEUE, first == null ? new byte[] {6} : first, fronts.moment());
        }
    }
}
