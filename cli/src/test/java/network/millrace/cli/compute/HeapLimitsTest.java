package network.millrace.cli.compute;

import static org.assertj.core.api.Assertions.assertThat;

import network.millrace.proof.graph.Limits;
import org.junit.jupiter.api.Test;

class HeapLimitsTest {
    @Test
    void smallHeapLowersWhatARunMayTake() {
        Limits limits = HeapLimits.of(1L << 30);

        assertThat(limits.memoryBytes()).isEqualTo(3L << 28);
        assertThat(limits.initializerBytes()).isEqualTo(3L << 28);
        assertThat(limits.cost()).isEqualTo(Limits.DEFAULT.cost());
    }

    @Test
    void largeHeapDoesNotRaiseTheLimits() {
        assertThat(HeapLimits.of(1L << 40)).isEqualTo(Limits.DEFAULT);
    }
}
