package network.millrace.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import network.millrace.agent.workload.Readiness;
import org.junit.jupiter.api.Test;

class BackendChoiceTest {
    private static Readiness without(String part, String line) {
        return new Readiness(List.of(new Readiness.MissingPart(part, line)), List.of());
    }

    @Test
    void whenNothingWorksEachWayOutIsNamedWithItsLine() {
        Map<String, Readiness> tried = new LinkedHashMap<>();
        tried.put("docker", without("a Docker daemon", "start one"));
        tried.put("sandbox", without("runc", "as root: apt-get install -y runc uidmap"));

        assertThat(BackendChoice.sentence(tried))
                .contains(
                        "docker: missing on this machine: a Docker daemon. To mend it: start one",
                        "sandbox: missing on this machine: runc. To mend it: as root: apt-get install -y runc uidmap",
                        "one of these is enough");
    }
}
