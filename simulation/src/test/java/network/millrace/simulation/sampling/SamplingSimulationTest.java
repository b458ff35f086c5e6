package network.millrace.simulation.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import org.junit.jupiter.api.Test;

/** A sample of what {@code ./millrace bench sampling} plays with 100,000 jobs; {@code -Dmillrace.seed=N} replays a seed. */
class SamplingSimulationTest {
    private static final int JOBS = 10_000;

    @Test
    void nobodyHonestIsBlamedAndCheatsAreFound() {
        long seed = seed();
        SamplingReport report = SamplingSimulation.run(seed, JOBS);
        report.lines().forEach(System.out::println);

        assertThat(report.honestBlamed()).as("honest blamed, seed %d", seed).isZero();
        // The two that cheat only once trusted fake so few of these jobs that chance may spare them.
        assertThat(report.cheatsFoundShare()).as("cheats found, seed %d", seed).isGreaterThanOrEqualTo(0.8);
        assertThat(report.tenthSeen()).as("seen, seed %d", seed).isGreaterThan(0.97);
        assertThat(report.tenthFound()).as("found, seed %d", seed).isGreaterThan(0.93);
    }

    @Test
    void honestyPaysBetterThanEveryWayToCheat() {
        SamplingReport report = SamplingSimulation.run(7, JOBS);

        double honest = report.profit(ProviderKind.HONEST);
        assertThat(honest).isGreaterThan(0.19);
        for (ProviderKind kind : ProviderKind.values()) {
            assertThat(report.profit(kind)).as(kind.words()).isLessThanOrEqualTo(honest);
        }
        double looking = report.profit(AuditorKind.HONEST);
        assertThat(looking).isGreaterThan(0.15);
        for (AuditorKind kind : AuditorKind.values()) {
            assertThat(report.profit(kind)).as(kind.words()).isLessThanOrEqualTo(looking);
        }
    }

    @Test
    void checkingIsTheCheaperTheLongerTheJob() {
        SamplingReport report = SamplingSimulation.run(11, JOBS);

        assertThat(report.shares().keySet()).containsExactlyElementsOf(SamplingScheme.LENGTHS);
        var shares = new ArrayList<>(report.shares().values());
        assertThat(shares.subList(2, shares.size())).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(report.greatestShareOfLongJobs()).isEqualTo(report.shares().get(1_000));
    }

    @Test
    void sameSeedGivesTheSameReport() {
        assertThat(SamplingSimulation.run(3, 1_000).lines())
                .isEqualTo(SamplingSimulation.run(3, 1_000).lines())
                .isNotEqualTo(SamplingSimulation.run(4, 1_000).lines());
    }

    @Test
    void namesDoNotBuyAQuorumWhereStakeCounts() {
        SybilAttack.Outcome oneName = SybilAttack.run(1, 300, 1, true);
        SybilAttack.Outcome thousandNames = SybilAttack.run(1, 300, 1_000, true);
        SybilAttack.Outcome withoutStake = SybilAttack.run(1, 300, 1_000, false);

        assertThat(oneName.wrong()).isZero();
        assertThat(thousandNames.wrong()).isZero();
        assertThat(thousandNames.right()).isEqualTo(300);
        assertThat(withoutStake.wrong()).isGreaterThan(290);
    }

    @Test
    void jobsHaveALimit() {
        assertThatThrownBy(() -> SamplingSimulation.run(1, 0)).hasMessageContaining("not 0");
    }

    private static long seed() {
        String given = System.getProperty("millrace.seed", "");
        return given.isEmpty() ? System.nanoTime() : Long.parseLong(given);
    }
}
