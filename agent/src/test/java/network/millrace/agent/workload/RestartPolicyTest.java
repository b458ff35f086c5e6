package network.millrace.agent.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestartPolicyTest {

    private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");
    private static final RestartPolicy POLICY = new RestartPolicy(
            RestartPolicy.Mode.ALWAYS, Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofMinutes(1), 10);

    private static Exit exit(int code, Duration ran) {
        return new Exit(code, false, NOW, ran, List.of("bye"));
    }

    private static Duration waitAfter(int shortRuns) {
        RestartDecision decision = POLICY.decide(new RestartHistory(exit(1, Duration.ZERO), shortRuns), NOW);
        return Duration.between(NOW, ((RestartDecision.Again) decision).at());
    }

    @Test
    void waitDoublesUpToItsMaximum() {
        assertThat(List.of(waitAfter(1), waitAfter(2), waitAfter(3), waitAfter(6), waitAfter(7), waitAfter(9)))
                .containsExactly(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(32),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(60));
    }

    @Test
    void stableRunStartsTheCountAnew() {
        RestartHistory history = RestartHistory.after(exit(1, Duration.ofMinutes(2)), 8, POLICY);

        assertThat(history.shortRuns()).isZero();
        assertThat(POLICY.decide(history, NOW))
                .isInstanceOfSatisfying(RestartDecision.Again.class, again -> assertThat(again.at())
                        .isEqualTo(NOW.plusSeconds(1)));
    }

    @Test
    void tooManyShortRunsGiveUpWithTheLastOutput() {
        RestartDecision decision = POLICY.decide(RestartHistory.after(exit(4, Duration.ZERO), 9, POLICY), NOW);

        assertThat(decision).isEqualTo(new RestartDecision.GiveUp(new WorkloadFault.ExitedAtOnce(4, List.of("bye"))));
    }

    @Test
    void modeSaysWhetherAtAll() {
        RestartHistory success = new RestartHistory(exit(0, Duration.ZERO), 1);
        RestartHistory failure = new RestartHistory(exit(2, Duration.ZERO), 1);
        RestartPolicy onFailure =
                new RestartPolicy(RestartPolicy.Mode.ON_FAILURE, Duration.ZERO, Duration.ZERO, Duration.ZERO, 5);

        assertThat(RestartPolicy.never().decide(failure, NOW)).isInstanceOf(RestartDecision.Leave.class);
        assertThat(onFailure.decide(success, NOW)).isInstanceOf(RestartDecision.Leave.class);
        assertThat(onFailure.decide(failure, NOW)).isInstanceOf(RestartDecision.Again.class);
    }

    @Test
    void contradictoryPolicyIsRefused() {
        assertThatThrownBy(() -> new RestartPolicy(
                        RestartPolicy.Mode.ALWAYS, Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ZERO, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("waitMin ≤ waitMax");
    }
}
