package network.millrace.agent.workload.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import network.millrace.agent.workload.Exit;
import network.millrace.agent.workload.ImageReference;
import network.millrace.agent.workload.Limits;
import network.millrace.agent.workload.Program;
import network.millrace.agent.workload.RestartPolicy;
import network.millrace.agent.workload.WorkloadFault;
import network.millrace.agent.workload.WorkloadId;
import network.millrace.agent.workload.WorkloadSpec;
import network.millrace.agent.workload.WorkloadState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WorkloadJsonTest {

    private static final Instant AT = Instant.parse("2026-11-21T06:07:48.656004670Z");
    private static final Exit EXIT =
            new Exit(137, true, AT, Duration.ofMillis(1_234), List.of("\"quoted\"", "ünïcode"));

    @Test
    void orderSurvivesTheDisk() {
        Program program = new Program(
                ImageReference.parse("oci:/images/demo:1"),
                List.of("/bin/sh", "-c"),
                List.of("echo \"$X\"\n"),
                Map.of("X", "a=b\tc", "EMPTY", ""),
                List.of(80, 8080));
        WorkloadSpec spec = new WorkloadSpec(
                new WorkloadId("w1"),
                program,
                new Limits(250, 128L << 20, 50, 1L << 30),
                RestartPolicy.service(),
                Map.of("lease", "a/1/1/1/b"));
        WorkloadFiles.Order order = new WorkloadFiles.Order(spec, "sha256:" + "0".repeat(64));

        assertThat(WorkloadJson.readOrder(WorkloadJson.write(order))).isEqualTo(order);
    }

    static Stream<WorkloadState> states() {
        return Stream.of(
                new WorkloadState.Preparing(),
                new WorkloadState.Running(AT, false),
                new WorkloadState.BackingOff(EXIT, AT.plusSeconds(5)),
                new WorkloadState.Exited(EXIT),
                new WorkloadState.Failed(new WorkloadFault.ExitedAtOnce(1, List.of("x")), AT),
                new WorkloadState.Failed(new WorkloadFault.NotExecutable("no such file"), AT),
                new WorkloadState.Failed(new WorkloadFault.LimitNotEnforceable("diskBytes", "full"), AT),
                new WorkloadState.Failed(new WorkloadFault.RuntimeFailed("mount", "busy"), AT));
    }

    @ParameterizedTest
    @MethodSource("states")
    void runSurvivesTheDisk(WorkloadState state) {
        RunRecord record = new RunRecord(
                state, new RunRecord.Place(3, "boot", 4711, 99), new RunRecord.Restarts(2, 1, "because"), true);

        assertThat(WorkloadJson.readRun(WorkloadJson.write(record))).isEqualTo(record);
    }
}
