package network.millrace.agent.workload.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.model.Info;
import java.nio.file.Path;
import java.util.List;
import network.millrace.agent.workload.Limits;
import network.millrace.agent.workload.Readiness.MissingPart;
import network.millrace.agent.workload.WorkloadException;
import org.junit.jupiter.api.Test;

class EngineFactsTest {

    private static final EngineFacts GOOD = facts("Debian GNU/Linux 12, linux", true, List.of("name=seccomp"));

    private static EngineFacts facts(String system, boolean controls, List<String> security) {
        return new EngineFacts(
                system,
                new EngineFacts.Controls(controls, controls, controls, controls),
                new EngineFacts.Size(4, 8L << 30),
                new EngineFacts.Storage("overlay2", Path.of("/nowhere"), false),
                security);
    }

    @Test
    void engineWithAllControlsLacksNothing() {
        assertThat(GOOD.missing(true)).isEmpty();
    }

    @Test
    void eachControlThatIsAbsentIsMissed() {
        EngineFacts weak = facts("Debian GNU/Linux 12, linux", false, List.of());

        assertThat(weak.missing(true))
                .extracting(MissingPart::name)
                .containsExactly(
                        "the engine's memory limit",
                        "the engine's CPU limit",
                        "the engine's limit of processes",
                        "swap accounting",
                        "seccomp in the engine");
        assertThat(weak.missing(false)).extracting(MissingPart::name).doesNotContain("swap accounting");
    }

    @Test
    void windowsContainersAreNotEnough() {
        assertThat(facts("Windows Server, windows", true, List.of("name=seccomp"))
                        .missing(false))
                .extracting(MissingPart::name)
                .containsExactly("an engine for Linux containers");
    }

    @Test
    void silenceOfAnEngineIsNoPromise() {
        EngineFacts silent = EngineFacts.of(new Info());

        assertThat(silent.missing(true)).hasSize(6);
        assertThat(silent.storage().quota()).isFalse();
    }

    @Test
    void quotaIsKnownByDriverAndFileSystem() {
        Info info = new Info().withDriver("overlay2");

        assertThat(EngineFacts.of(info.withDriverStatuses(List.of(List.of("Backing Filesystem", "extfs"))))
                        .storage()
                        .quota())
                .isFalse();
        assertThat(EngineFacts.of(info.withDriverStatuses(List.of(List.of("Backing Filesystem", "xfs"))))
                        .storage()
                        .quota())
                .isTrue();
    }

    @Test
    void limitationsTellWhatHolds() {
        EngineFacts remapped = facts("Debian GNU/Linux 12, linux", true, List.of("name=seccomp", "name=userns"));
        EngineFacts desktop = facts("Docker Desktop, linux", true, List.of("name=seccomp"));

        assertThat(EngineParts.limitations(GOOD)).anyMatch(sentence -> sentence.contains("userns-remap"));
        assertThat(EngineParts.limitations(remapped)).noneMatch(sentence -> sentence.contains("userns-remap"));
        assertThat(EngineParts.limitations(GOOD)).anyMatch(sentence -> sentence.contains("disk limit"));
        assertThat(EngineParts.limitations(desktop)).anyMatch(sentence -> sentence.contains("local network"));
    }

    @Test
    void moreThanTheMachineHasIsRefused() throws Exception {
        GOOD.requireEnforceable(new Limits(4_000, 8L << 30, 10, 8L << 20));

        assertThatThrownBy(() -> GOOD.requireEnforceable(new Limits(4_001, 1L << 30, 10, 8L << 20)))
                .isInstanceOf(WorkloadException.class)
                .hasMessageContaining("cpuMillis");
        assertThatThrownBy(() -> GOOD.requireEnforceable(new Limits(100, (8L << 30) + 1, 10, 8L << 20)))
                .hasMessageContaining("memoryBytes");
        assertThatThrownBy(() -> GOOD.requireEnforceable(new Limits(100, 5L << 20, 10, 8L << 20)))
                .hasMessageContaining("memoryBytes");
    }
}
