package network.millrace.client.sdl;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {
    @ParameterizedTest
    @CsvSource({
        "24h, 24h0m0s",
        "10m, 10m0s",
        "1h30m, 1h30m0s",
        "1.5h, 1h30m0s",
        ".5s, 500ms",
        "90s, 1m30s",
        "1500ms, 1.5s",
        "+1us, 1µs",
        "1µs, 1µs",
        "7ns, 7ns",
        "1s1s, 2s",
        "0, 0s",
    })
    void durationsAreReadAndWrittenAsByGo(String text, String written) {
        assertThat(GoDuration.parse(text).map(GoDuration::format)).contains(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "h", "-1h", "1d", "1 h", "1h ", "abc", ".s", "9999999h", "1h-1m"})
    void whatIsNoDurationIsNotRead(String text) {
        assertThat(GoDuration.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 999, 1_000, 999_999_999, 1_000_000_000, 61_000_000_000L, 3_600_000_000_001L})
    void whatIsWrittenIsReadBack(long nanos) {
        Duration duration = Duration.ofNanos(nanos);

        assertThat(GoDuration.parse(GoDuration.format(duration))).contains(duration);
    }
}
