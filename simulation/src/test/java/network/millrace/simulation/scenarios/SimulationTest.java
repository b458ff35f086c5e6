package network.millrace.simulation.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import network.millrace.simulation.faults.Fault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole networks by seed. A failure prints the command that plays its seed again; {@code -Dmillrace.seed=N} plays only that one,
 * {@code -Dmillrace.seeds=N} the first N. Seeds are played side by side: a network is one thread's, and shares nothing with others.
 */
@Execution(ExecutionMode.CONCURRENT)
final class SimulationTest {
    private static final long SEEDS = 200;
    /** What must have happened somewhere among all seeds, or the runs prove less than they seem to. */
    private static final List<String> EXPECTED = List.of(
            "BidLost EVICTED",
            "BidLost LOWER_SCORE",
            "BidLost NOT_CHOSEN",
            "BidLost ORDER_CLOSED",
            "BidWindowOpened",
            "DeploymentClosed INSUFFICIENT_FUNDS_REASON",
            "DeploymentClosed ORDER_EXPIRED",
            "DeploymentUpdated",
            "Deposited",
            "Forfeited",
            "GroupPaused GROUP_PAUSED",
            "GroupStarted",
            "LeaseClosed IMAGE_MISSING",
            "LeaseClosed NOT_READY_IN_TIME",
            "LeaseClosed NO_MANIFEST",
            "LeaseClosed OWNER",
            "LeaseClosed WORKLOAD_EXITED",
            "LeaseClosed WORKLOAD_INVALID",
            "LeaseReady",
            "StreamPaid");

    private static final Map<String, Long> HAPPENED = new ConcurrentSkipListMap<>();
    private static final AtomicLong RUNS = new AtomicLong();

    static LongStream seeds() {
        Long only = Long.getLong("millrace.seed");
        return only == null ? LongStream.rangeClosed(1, Long.getLong("millrace.seeds", SEEDS)) : LongStream.of(only);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theBooksHoldWhateverHappens(long seed) {
        RunReport report = RandomScenario.run(seed);

        RUNS.incrementAndGet();
        report.figures().events().forEach((event, count) -> HAPPENED.merge(event, count, Long::sum));
        report.faults().forEach((fault, count) -> HAPPENED.merge(fault.name(), count, Long::sum));
        if (Boolean.getBoolean("millrace.report")) {
            System.out.println(report);
        }
        assertThat(report.height()).isPositive();
    }

    @AfterAll
    static void everyKindOfThingHappenedSomewhere() {
        if (Boolean.getBoolean("millrace.report")) {
            HAPPENED.forEach((what, count) -> System.out.println(count + " " + what));
        }
        if (RUNS.get() >= SEEDS) {
            assertThat(HAPPENED).containsKeys(EXPECTED.toArray(String[]::new));
            assertThat(HAPPENED)
                    .containsKeys(Arrays.stream(Fault.values()).map(Fault::name).toArray(String[]::new));
        }
    }

    @Test
    void aSeedGivesOneCourse() {
        RunReport first = RandomScenario.run(3);
        RunReport second = RandomScenario.run(3);

        assertThat(second).isEqualTo(first);
    }
}
