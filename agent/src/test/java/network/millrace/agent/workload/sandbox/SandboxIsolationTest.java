package network.millrace.agent.workload.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import network.millrace.agent.workload.Program;
import network.millrace.agent.workload.WorkloadId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a workload must not be able to do, tried from the inside. */
@SideBySide
class SandboxIsolationTest {

    private static final WorkloadId SERVER = new WorkloadId("server");
    private static final int PORT = 8080;

    /** {@code reach HOST PORT} in a shell says whether a connection could be made. */
    private static final String REACH =
            "reach() { if nc -w 2 $1 $2 </dev/null >/dev/null 2>&1; then echo $1 reached; else echo $1 unreachable; fi; }; ";

    @TempDir
    Path directory;

    private SandboxRig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new SandboxRig(directory);
    }

    @AfterEach
    void close() throws Exception {
        if (rig != null) {
            rig.close();
        }
    }

    @Test
    void hasNoCapabilityAndCannotGainPrivileges() throws Exception {
        List<String> status = rig.run("grep -E 'Cap|NoNewPrivs|Seccomp:' /proc/self/status");

        assertThat(status)
                .containsExactlyInAnyOrder(
                        "CapInh:\t0000000000000000",
                        "CapPrm:\t0000000000000000",
                        "CapEff:\t0000000000000000",
                        "CapBnd:\t0000000000000000",
                        "CapAmb:\t0000000000000000",
                        "NoNewPrivs:\t1",
                        "Seccomp:\t2");
    }

    @Test
    void rootInsideIsAnIdOfItsOwnOutside() throws Exception {
        rig.start(SERVER, "cat /proc/self/uid_map /proc/self/gid_map; exec sleep 1000");
        Slot slot = rig.slot(SERVER);
        SandboxRig.await(() -> rig.log(SERVER).size() == 2 * slot.ids().size());
        List<String> ranges = rig.log(SERVER).stream()
                .map(line -> line.strip().replaceAll(" +", ":"))
                .toList();

        List<String> wanted = slot.ids().stream().map(IdRange::toString).toList();
        assertThat(ranges).containsOnly(wanted.toArray(String[]::new));
        Path process = Path.of("/proc", Files.readString(containerPid()).strip());
        assertThat(Files.getAttribute(process, "unix:uid")).isEqualTo((int) outside(slot.firstId()));
    }

    @Test
    void seesOnlyItsOwnProcesses() throws Exception {
        List<String> processes = rig.run("ls -d /proc/[0-9]*");

        assertThat(processes).contains("/proc/1").hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void setuidProgramsGiveNothing() throws Exception {
        Program program = new Program(
                rig.guestImage(),
                List.of("/bin/sh", "-c", "/bin/busybox-setuid id -u; echo > /etc/new"),
                List.of(),
                Map.of(),
                List.of());

        List<String> printed = rig.run(program);

        assertThat(printed).startsWith("1000").doesNotContain("0").anyMatch(line -> line.contains("Permission denied"));
    }

    @Test
    void mountsNamespacesAndDevicesAreRefused() throws Exception {
        List<String> printed = rig.run("mount -t tmpfs none /tmp || echo no mount;"
                + " unshare -U true || echo no namespace;"
                + " mknod /tmp/disk b 8 0 || echo no device;"
                + " echo 1 > /proc/sys/kernel/panic || echo no sysctl;"
                + " echo b > /proc/sysrq-trigger || echo no sysrq;"
                + " mkdir /sys/fs/cgroup/memory/mine /sys/fs/cgroup/mine || echo no cgroup");

        assertThat(printed).contains("no mount", "no namespace", "no device", "no sysctl", "no sysrq", "no cgroup");
    }

    @Test
    void filesOfTheHostAreOutOfReach() throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "of the host");
        Files.writeString(Path.of("/tmp/millrace-isolation-probe"), "of the host");

        List<String> printed = rig.run("cat " + secret + " || echo unreadable; ls /tmp | head; ls /home | head;"
                + " echo mine > /tmp/millrace-isolation-probe; ls /proc/1/root/tmp");

        assertThat(printed).contains("unreadable").doesNotContain("of the host");
        assertThat(Path.of("/tmp/millrace-isolation-probe")).hasContent("of the host");
        Files.delete(Path.of("/tmp/millrace-isolation-probe"));
    }

    @Test
    void secretsOfTheHostKernelAreMasked() throws Exception {
        List<String> printed = rig.run(
                "cat /proc/kcore | head -c 1 | grep -c . ; cat /proc/keys; ls /proc/scsi /proc/acpi;" + " echo end");

        assertThat(printed).contains("0", "end");
        assertThat(String.join("\n", printed)).doesNotContain("keyring");
    }

    @Test
    @OnlyAsRoot
    void servicesOfTheHostAreOutOfReach() throws Exception {
        try (ServerSocket loopback = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket everywhere = new ServerSocket(0)) {
            String other = hostAddress();
            List<String> printed = rig.run(REACH + "set -- $(ip route | grep default); gateway=$3; httpd -p 8081;"
                    + " reach 127.0.0.1 8081;"
                    + " reach 127.0.0.1 " + loopback.getLocalPort() + ";"
                    + " reach $gateway " + everywhere.getLocalPort() + ";"
                    + " reach " + other + " " + everywhere.getLocalPort() + "; echo $gateway");

            assertThat(printed.getLast()).startsWith("10.197.");
            assertThat(printed.subList(0, 4))
                    .containsExactly(
                            "127.0.0.1 reached",
                            "127.0.0.1 unreachable",
                            printed.getLast() + " unreachable",
                            other + " unreachable");
        }
    }

    @Test
    void workloadsCannotReachEachOtherButTheAgentReachesThem() throws Exception {
        rig.start(SERVER, "exec httpd -f -p " + PORT + " -h /www", PORT);
        SandboxRig.await(() -> rig.status(SERVER).isReady());
        String server = rig.slot(SERVER).address();
        InetSocketAddress door = rig.backend().address(SERVER, PORT).orElseThrow();

        List<String> printed =
                rig.run(REACH + "reach " + server + " " + PORT + "; httpd -p 8081; reach 127.0.0.1 8081");

        assertThat(printed).containsExactly(server + " unreachable", "127.0.0.1 reached");
        assertThat(get(door)).isEqualTo("a page\n");
    }

    @Test
    void everyWorkloadHasIdsOfItsOwn() throws Exception {
        WorkloadId other = new WorkloadId("other");
        rig.start(SERVER, "exec sleep 1000");
        rig.start(other, "exec sleep 1000");

        assertThat(rig.slot(SERVER).firstId()).isNotEqualTo(rig.slot(other).firstId());
    }

    @Test
    void hasItsNameAndNoIpv6() throws Exception {
        List<String> printed =
                rig.run("cat /etc/hostname; grep probe /etc/hosts; ls /proc/net/if_inet6; cat /proc/net/if_inet6;"
                        + " echo x > /etc/hosts");

        assertThat(printed.getFirst()).isEqualTo("probe");
        assertThat(printed).anyMatch(line -> line.contains("Read-only file system"));
        assertThat(printed.stream().filter(line -> line.contains("eth0"))).isEmpty();
    }

    @Test
    void environmentAndArgumentsFollowTheManifestThenTheImage() throws Exception {
        Program words = new Program(
                rig.image(), List.of(), List.of("-c", "echo $GREETING $MORE"), Map.of("MORE", "x"), List.of());
        Program image = new Program(rig.image(), List.of(), List.of(), Map.of(), List.of());
        Map<String, String> changed = Map.of("GREETING", "changed");
        Program other = new Program(
                rig.image(), List.of("/bin/sh", "-c", "echo $GREETING; pwd"), List.of(), changed, List.of());

        assertThat(rig.run(words)).containsExactly("from-image x");
        assertThat(rig.run(image)).containsExactly("from the image");
        assertThat(rig.run(other)).containsExactly("changed", "/tmp");
    }

    /** On the machine, an ordinary user's namespace between them or not. */
    private static long outside(long id) {
        return SandboxRig.isRoot()
                ? id
                : SubordinateIds.ofThisUser().orElseThrow().outside(id);
    }

    private Path containerPid() {
        return WorkloadFiles.of(rig.settings().home(), SERVER).bundle().resolve("container.pid");
    }

    private static String hostAddress() throws IOException {
        try (var interfaces = NetworkInterface.networkInterfaces().toList().stream()) {
            return interfaces
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> address.getAddress().length == 4 && !address.isLoopbackAddress())
                    .map(InetAddress::getHostAddress)
                    .filter(address -> !address.startsWith("10.197."))
                    .findFirst()
                    .orElse("127.0.0.1");
        }
    }

    private static String get(InetSocketAddress door) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://" + door.getAddress().getHostAddress() + ":" + door.getPort() + "/index.html")
                        .toURL()
                        .openConnection();
        connection.setConnectTimeout(5_000);
        connection.setReadTimeout(5_000);
        return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
