package network.millrace.agent.workload.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineAddressTest {

    @Test
    void dockerHostWins() {
        assertThat(EngineAddress.find(Map.of("DOCKER_HOST", " tcp://127.0.0.1:2375 ", "HOME", "/home/a"), _ -> true))
                .isEqualTo("tcp://127.0.0.1:2375");
    }

    @Test
    void firstSocketThatIsThereIsTaken() {
        Map<String, String> environment = Map.of("XDG_RUNTIME_DIR", "/run/user/1000", "HOME", "/home/a");

        assertThat(EngineAddress.find(environment, _ -> true)).isEqualTo("unix:///var/run/docker.sock");
        assertThat(EngineAddress.find(environment, Path.of("/run/user/1000/docker.sock")::equals))
                .isEqualTo("unix:///run/user/1000/docker.sock");
        assertThat(EngineAddress.find(environment, Path.of("/home/a/.docker/desktop/docker.sock")::equals))
                .isEqualTo("unix:///home/a/.docker/desktop/docker.sock");
        assertThat(EngineAddress.find(environment, _ -> false)).isEqualTo("unix:///var/run/docker.sock");
    }

    @ParameterizedTest
    @CsvSource({
        "unix:///var/run/docker.sock, true",
        "tcp://127.0.0.1:2375, true",
        "tcp://localhost:2375, true",
        "tcp://192.168.1.7:2375, false",
        "ssh://me@there, false",
        "npipe:////./pipe/docker_engine, false"
    })
    void onlyEnginesOfThisMachineAreHere(String engine, boolean here) {
        assertThat(EngineAddress.isHere(engine)).isEqualTo(here);
    }
}
