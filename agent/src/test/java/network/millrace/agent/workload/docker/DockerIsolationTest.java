package network.millrace.agent.workload.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import network.millrace.agent.workload.WorkloadId;
import network.millrace.agent.workload.WorkloadStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The walls, tried from the inside by a program that is root in its image. */
@SideBySide
@ExtendWith(TestEngine.class)
class DockerIsolationTest {

    private static final WorkloadId ONE = new WorkloadId("one");

    @TempDir
    Path directory;

    private DockerRig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new DockerRig(directory);
    }

    @AfterEach
    void close() throws Exception {
        if (rig != null) {
            rig.close();
        }
    }

    @Test
    void rootInsideHasNoPrivilegeAndCannotRegainOne() throws Exception {
        List<String> printed = rig.run("grep -E '^(CapPrm|CapEff|CapBnd|NoNewPrivs|Seccomp):' /proc/self/status");

        assertThat(printed)
                .containsExactly(
                        "CapPrm:\t0000000000000000",
                        "CapEff:\t0000000000000000",
                        "CapBnd:\t0000000000000000",
                        "NoNewPrivs:\t1",
                        "Seccomp:\t2");
    }

    @Test
    void ourSeccompProfileHolds() throws Exception {
        List<String> printed =
                rig.run("exec 2>&1; unshare -U /bin/true; mount -t tmpfs none /tmp; mknod /tmp/sda b 8 0;"
                        + " echo 1 > /proc/sys/kernel/panic; echo end");

        assertThat(String.join("\n", printed))
                .contains("unshare(0x10000000): Operation not permitted")
                .contains("mount: permission denied")
                .contains("mknod: /tmp/sda: Operation not permitted")
                .contains("Read-only file system")
                .endsWith("end");
    }

    @Test
    void onlyOwnProcessesAndNoDevicesAreSeen() throws Exception {
        List<String> printed = rig.run("ps | grep -c -v PID; ls /dev");

        assertThat(Integer.parseInt(printed.getFirst())).isLessThanOrEqualTo(3);
        assertThat(printed).doesNotContain("sda", "vda", "kmsg", "mem", "kvm");
    }

    @Test
    void workloadsCannotReachEachOther() throws Exception {
        rig.start(ONE, "ip address show eth0 | grep inet; exec httpd -f -p 8080 -h /www", 8080);
        DockerRig.await(() -> rig.status(ONE).isReady());
        String address = rig.log(ONE).getFirst().strip().split("[ /]")[1];

        List<String> printed = rig.run(reach(address, 8080));

        assertThat(printed).containsExactly(address + " unreachable");
    }

    /** The gateway of its network is the engine's machine. */
    @Test
    void machinesOwnServicesCannotBeReached() throws Exception {
        List<String> printed = rig.run("gateway=$(ip route | grep default); gateway=${gateway#default via };"
                + " gateway=${gateway%% *}; nc -w 2 $gateway 1 2>&1; ip link add d0 type dummy 2>&1; echo end");

        assertThat(String.join("\n", printed))
                .doesNotContain("refused")
                .contains("ip: RTNETLINK answers: Operation not permitted")
                .endsWith("end");
    }

    @Test
    void twoHomesOnOneEngineLeaveEachOtherAlone() throws Exception {
        Path other = directory.resolve("other");
        try (DockerRig neighbour = new DockerRig(other)) {
            rig.start(ONE, "echo mine; exec sleep 1000");
            neighbour.start(ONE, "echo theirs; exec sleep 1000");
            WorkloadStatus before = rig.status(ONE);

            neighbour.backend().destroy(ONE);

            assertThat(rig.status(ONE).state()).hasSameClassAs(before.state());
            assertThat(rig.backend().inspectAll()).hasSize(1);
            assertThat(neighbour.reopen().inspectAll()).isEmpty();
        }
    }

    /** Not by wget: the static busybox ends with a fault where its resolver finds no libraries. */
    static String reach(String host, int port) {
        return "if nc -w 2 " + host + " " + port + " </dev/null >/dev/null 2>&1; then echo " + host
                + " reached; else echo " + host + " unreachable; fi; ";
    }
}
