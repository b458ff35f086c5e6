package network.millrace.agent.workload.backends;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BackendsTest {

    @Test
    void rootTakesTheSandboxFirstAndOthersLast() {
        assertThat(Backends.byPreference(true).getFirst()).isEqualTo("sandbox");
        assertThat(Backends.byPreference(false).getLast()).isEqualTo("sandbox");
    }

    @Test
    void whatOnlyPretendsToRunIsNeverChosen() {
        assertThat(Backends.byPreference(true)).doesNotContain("scripted").isSubsetOf(Backends.NAMES);
    }
}
