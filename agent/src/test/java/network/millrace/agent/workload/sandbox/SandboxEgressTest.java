package network.millrace.agent.workload.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.WorkloadId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Egress, tried against a network namespace that plays the outside: one public and one private address, the same server. */
@SideBySide
class SandboxEgressTest {

    private static final String OUTSIDE = "outside-test";
    private static final String LINK = "outsidetest0";
    private static final String PUBLIC = "11.255.255.2";
    private static final String PRIVATE = "10.254.254.2";
    private static final String REACH =
            "if nc -w 2 $1 $2 </dev/null >/dev/null 2>&1; then echo $1 reached; else echo $1 unreachable; fi; ";

    @TempDir
    Path directory;

    private SandboxRig rig;
    private Process server;

    @BeforeEach
    void open() throws Exception {
        rig = new SandboxRig(directory);
        Commands.run(List.of("ip", "link", "delete", LINK));
        Commands.run(List.of("ip", "netns", "delete", OUTSIDE));
        ip("netns add " + OUTSIDE);
        ip("link add " + LINK + " type veth peer name eth0 netns " + OUTSIDE);
        ip("address add 11.255.255.1/30 dev " + LINK);
        ip("address add 10.254.254.1/30 dev " + LINK);
        ip("link set " + LINK + " up");
        ip("-n " + OUTSIDE + " address add " + PUBLIC + "/30 dev eth0");
        ip("-n " + OUTSIDE + " address add " + PRIVATE + "/30 dev eth0");
        ip("-n " + OUTSIDE + " link set eth0 up");
        server = Commands.builder(
                        List.of("ip", "netns", "exec", OUTSIDE, "busybox", "httpd", "-f", "-p", "80", "-h", "/tmp"))
                .start();
    }

    @AfterEach
    void close() throws Exception {
        if (server != null) {
            server.destroyForcibly().waitFor();
            ip("link delete " + LINK);
            ip("netns delete " + OUTSIDE);
        }
        if (rig != null) {
            rig.close();
        }
    }

    private static void ip(String arguments) throws WorkloadException {
        Commands.require(List.of(("ip " + arguments).split(" ")));
    }

    private static String reach(String host) {
        return "set -- " + host + " 80; " + REACH;
    }

    /** The outside knows no way back to a workload's own address: only a translated one is answered. */
    @Test
    void publicAddressesAreReachedAndPrivateOnesAreNot() throws Exception {
        SandboxRig.await(() -> answersTheHost(PUBLIC) && answersTheHost(PRIVATE));

        List<String> printed = rig.run(reach(PUBLIC) + reach(PRIVATE) + reach("169.254.169.254"));

        assertThat(printed)
                .containsExactly(PUBLIC + " reached", PRIVATE + " unreachable", "169.254.169.254 unreachable");
    }

    private static boolean answersTheHost(String host) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, 80), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void withoutEgressNothingIsReached() throws Exception {
        rig.close();
        SandboxSettings open = rig.settings();
        SandboxSettings.Network closed = new SandboxSettings.Network(false, List.of());
        rig = new SandboxRig(
                directory, new SandboxSettings(open.home(), open.share(), open.images(), open.logs(), closed));

        assertThat(rig.run(reach(PUBLIC) + reach(PRIVATE)))
                .containsExactly(PUBLIC + " unreachable", PRIVATE + " unreachable");
    }

    @Test
    void rulesThatSomebodyFlushedComeBack() throws Exception {
        WorkloadId id = new WorkloadId("guarded");
        rig.start(id, "exec sleep 1000");
        Commands.require(List.of("iptables", "-w", "-F", "MILLRACE-FORWARD"));
        Commands.require(List.of("iptables", "-w", "-D", "FORWARD", "-i", "mill+", "-j", "MILLRACE-FORWARD"));

        rig.backend().guard();

        assertThat(Commands.require(List.of("iptables", "-w", "-S")))
                .contains(
                        "-A FORWARD -i mill+ -j MILLRACE-FORWARD",
                        "-A MILLRACE-FORWARD -d 10.0.0.0/8 -i mill+ -j DROP");
    }
}
