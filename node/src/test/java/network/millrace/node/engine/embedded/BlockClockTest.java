package network.millrace.node.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BlockClockTest {

    @Test
    void itFollowsTheClock() {
        BlockClock clock = new BlockClock(0, 1000);

        assertThat(clock.read(1200)).isEqualTo(1200);
        assertThat(clock.read(9_000_000)).isEqualTo(9_000_000);
        assertThat(clock.clockAt(9_000_200)).isEqualTo(9_000_200);
    }

    @Test
    void aClockSetBackIsCaughtUpAtHalfSpeed() {
        BlockClock clock = new BlockClock(0, 100_000);

        assertThat(clock.read(40_000)).isEqualTo(100_000);
        assertThat(clock.read(50_000)).isEqualTo(105_000);
        assertThat(clock.read(160_000)).isEqualTo(160_000);
        assertThat(clock.read(160_001)).isEqualTo(160_001);
    }

    @Test
    void aRestartBehindTheLastBlockGoesOnFromTheLastBlock() {
        BlockClock clock = new BlockClock(50_000, 40_000);

        assertThat(clock.read(40_000)).isEqualTo(50_000);
        assertThat(clock.read(41_000)).isEqualTo(50_500);
    }

    @Test
    void waitingForATimeReachesIt() {
        long seed = Long.getLong("millrace.seed", 4711L);
        Random random = new Random(seed);
        for (int i = 0; i < 1000; i++) {
            BlockClock clock = new BlockClock(random.nextInt(10_000), random.nextInt(10_000));
            long now = random.nextInt(10_000);
            long target = clock.read(now) + random.nextInt(5000);

            long wake = clock.clockAt(target);

            assertThat(wake).as("seed %d case %d", seed, i).isGreaterThanOrEqualTo(now);
            assertThat(clock.read(wake)).as("seed %d case %d", seed, i).isBetween(target, target + 1);
        }
    }

    @Test
    void itNeverGoesBack() {
        long seed = Long.getLong("millrace.seed", 4712L);
        Random random = new Random(seed);
        BlockClock clock = new BlockClock(0, 0);
        long last = 0;
        for (int i = 0; i < 1000; i++) {
            long time = clock.read(random.nextInt(100_000));
            assertThat(time).as("seed %d step %d", seed, i).isGreaterThanOrEqualTo(last);
            last = time;
        }
    }
}
