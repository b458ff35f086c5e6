package network.millrace.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private static final long SECOND = 1_000_000_000L;

    private final Patience patience =
            new Patience(new ConnectionLimits(1, Duration.ofSeconds(10), 100, Duration.ofSeconds(30)));

    private long nowNs = -5 * SECOND;

    @Test
    void nobodyIsHurriedBeforeARequestBegins() {
        patience.reads(nowNs);

        assertThat(patience.isOver(true, nowNs + 3_600 * SECOND)).isFalse();
    }

    @Test
    void oneByteNowAndThenIsTooSlowInTheEnd() {
        patience.reads(nowNs);
        nowNs += 60 * SECOND;
        patience.read(1, true, nowNs);
        for (int second = 1; second <= 10; second++) {
            receive(1, 1);
            assertThat(isOverAfter(0)).as("after %s s", second).isFalse();
        }

        assertThat(isOverAfter(1)).isTrue();
    }

    @Test
    void bytesEarnPatience() {
        receive(1, 0);
        for (int second = 0; second < 60; second++) {
            receive(100, 1);
        }

        assertThat(isOverAfter(9)).isFalse();
        assertThat(isOverAfter(11)).isTrue();
    }

    @Test
    void whatTheServerTakesForItselfDoesNotCount() {
        receive(1, 0);
        nowNs += 3_600 * SECOND;

        assertThat(isOverAfter(9)).isFalse();
    }

    @Test
    void anAnswerBeginsAnew() {
        receive(1, 0);
        receive(1, 9);
        patience.writes(nowNs);
        patience.written();

        assertThat(isOverAfter(9)).isFalse();
        assertThat(isOverAfter(11)).isTrue();
    }

    @Test
    void aWriteThatIsNotReadIsTooSlow() {
        patience.writes(nowNs);

        assertThat(patience.isOver(false, nowNs + 30 * SECOND)).isFalse();
        assertThat(patience.isOver(false, nowNs + 31 * SECOND)).isTrue();
    }

    @Test
    void twoSidesThatMayBeSilentAreStillMadeToRead() {
        receive(1, 0);
        patience.endless();

        assertThat(isOverAfter(3_600)).isFalse();
        patience.writes(nowNs);
        assertThat(patience.isOver(false, nowNs + 31 * SECOND)).isTrue();
    }

    private void receive(int bytes, int afterSeconds) {
        patience.reads(nowNs);
        nowNs += afterSeconds * SECOND;
        patience.read(bytes, false, nowNs);
    }

    private boolean isOverAfter(int seconds) {
        patience.reads(nowNs);
        return patience.isOver(false, nowNs + seconds * SECOND);
    }
}
