package network.millrace.agent.workload.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import network.millrace.agent.workload.Exit;
import network.millrace.agent.workload.Limits;
import network.millrace.agent.workload.RestartPolicy;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.WorkloadFault;
import network.millrace.agent.workload.WorkloadId;
import network.millrace.agent.workload.WorkloadSpec;
import network.millrace.agent.workload.WorkloadState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds in another way when the agent is not root; run by {@link OrdinaryUserTest}. */
class OrdinaryUserCases {

    /**
     * A user of the namespace who is no workload's: far behind the first slots, whose ids begin at 1 and whatever has one of them ends with
     * the slot's workload.
     */
    private static final String STRANGER = "60000";

    private static final WorkloadId ID = new WorkloadId("plain");
    private static final int PORT = 8080;
    private static final int WAIT_MS = 5_000;

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

    private InetSocketAddress serving() throws Exception {
        rig.start(ID, "exec httpd -f -p " + PORT + " -h /www", PORT);
        SandboxRig.await(() -> rig.status(ID).isReady());
        return rig.backend().address(ID, PORT).orElseThrow();
    }

    private static String ask(InetSocketAddress door) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(door, WAIT_MS);
            socket.setSoTimeout(WAIT_MS);
            socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void portIsOpenForTheAgentsUserOnly() throws Exception {
        InetSocketAddress door = serving();
        UserNamespace namespace =
                new UserNamespace(rig.settings().home(), rig.settings().share());
        String script = "use Socket; socket(my $s, PF_INET, SOCK_STREAM, 0);"
                + " connect($s, pack_sockaddr_in(" + door.getPort() + ", INADDR_LOOPBACK)) or die;"
                + " syswrite($s, \"GET / HTTP/1.0\\r\\n\\r\\n\"); print sysread($s, my $b, 100) ? 'answered' : 'silent';";

        String other = Commands.run(namespace.commandOutsideOfMounts(
                        List.of("setpriv", "--reuid", STRANGER, "--clear-groups", "perl", "-e", script)))
                .output();
        String own = Commands.run(List.of("perl", "-e", script)).output();

        assertThat(other).isEqualTo("silent");
        assertThat(own).isEqualTo("answered");
        assertThat(ask(door)).startsWith("HTTP/1.1 200").endsWith("a page\n");
    }

    /** A socket that is closed already shows in the kernel's tables as nobody's, or as root's. */
    @Test
    void strangerWhoHangsUpAtOnceLeavesNothingBehind() throws Exception {
        rig.start(ID, "while true; do nc -l -p " + PORT + "; done", PORT);
        SandboxRig.await(() -> rig.status(ID).isReady());
        InetSocketAddress door = rig.backend().address(ID, PORT).orElseThrow();
        UserNamespace namespace =
                new UserNamespace(rig.settings().home(), rig.settings().share());
        String script = "use Socket; for (1 .. 200) { socket(my $s, PF_INET, SOCK_STREAM, 0);"
                + " connect($s, pack_sockaddr_in(" + door.getPort() + ", INADDR_LOOPBACK)) or die;"
                + " syswrite($s, \"stranger\\n\"); close($s); }";

        Commands.require(namespace.commandOutsideOfMounts(
                List.of("setpriv", "--reuid", STRANGER, "--clear-groups", "perl", "-e", script)));
        SandboxRig.await(() -> {
            try (Socket own = new Socket()) {
                own.connect(door, WAIT_MS);
                own.getOutputStream().write("own\n".getBytes(StandardCharsets.US_ASCII));
                own.shutdownOutput();
                Thread.sleep(100);
            } catch (IOException e) {
                // Between two runs of the server nobody listens; the question is asked again.
                return false;
            }
            return rig.log(ID).contains("own");
        });

        assertThat(rig.log(ID)).doesNotContain("stranger");
    }

    @Test
    void hasNoWayOut() throws Exception {
        List<String> printed = rig.run("ip link | grep -c ^[0-9]; ip route | grep -c .; cat /etc/resolv.conf");

        assertThat(printed).containsExactly("1", "0");
    }

    @Test
    void portThatOnlyTheWorkloadItselfReachesIsNotReady() throws Exception {
        rig.start(ID, "httpd -p 127.0.0.1:" + PORT + " -h /www; echo listens; exec sleep 1000", PORT);
        SandboxRig.await(() -> rig.log(ID).contains("listens"));

        assertThat(rig.status(ID).isReady()).isFalse();
        InetSocketAddress door = rig.backend().address(ID, PORT).orElseThrow();
        assertThatThrownBy(() -> ask(door)).isInstanceOf(IOException.class);
    }

    @Test
    void keeperThatWasKilledIsStartedAgain() throws Exception {
        serving();
        Path file = rig.slot(ID).directory().resolve("keeper");
        String before = Files.readString(file);
        ProcessHandle.of(Long.parseLong(before.split(" ")[0])).orElseThrow().destroyForcibly();

        SandboxRig.await(() -> Files.exists(file) && !Files.readString(file).equals(before));
        SandboxRig.await(() -> rig.backend().address(ID, PORT).isPresent());

        assertThat(ask(rig.backend().address(ID, PORT).orElseThrow())).startsWith("HTTP/1.1 200");
        assertThat(rig.status(ID).restarts()).isZero();
    }

    @Test
    void memoryOfAllProcessesTogetherIsWhatCounts() throws Exception {
        rig.start(ID, "for i in 1 2 3; do dd if=/dev/zero of=/dev/null bs=30M count=1000000 & done; sleep 1000");
        SandboxRig.await(() -> rig.status(ID).state() instanceof WorkloadState.Exited);

        Exit exit = ((WorkloadState.Exited) rig.status(ID).state()).exit();
        assertThat(exit.outOfMemory()).isTrue();
        assertThat(exit.code()).isEqualTo(137);
    }

    @Test
    void memoryIsLimitedAlsoWhileNoAgentIsThere() throws Exception {
        rig.start(ID, "sleep 1; exec tail /dev/zero");
        Path exit = WorkloadFiles.of(rig.settings().home(), ID).exits().resolve(ID.value());
        rig.backend().close();
        SandboxRig.await(() -> Files.exists(exit));

        rig.reopen();

        assertThat(rig.status(ID).state()).isInstanceOfSatisfying(WorkloadState.Exited.class, exited -> assertThat(
                        exited.exit().outOfMemory())
                .isTrue());
    }

    @Test
    void sharedMemoryCountsAsDisk() throws Exception {
        List<String> printed = rig.run("dd if=/dev/zero of=/dev/shm/file bs=1M count=200; echo went on");

        assertThat(String.join("\n", printed)).contains("No space left on device", "went on");
    }

    @Test
    void coresAreThoseOrderedAndCannotBeChanged() throws Exception {
        List<String> printed =
                rig.run("grep Cpus_allowed_list /proc/self/status; busybox taskset 3 true || echo refused");

        assertThat(printed.getFirst()).matches("Cpus_allowed_list:\t[0-9]+");
        assertThat(printed).contains("refused");
    }

    @Test
    void shellKeepsToTheCoresToo() throws Exception {
        rig.start(ID, "exec sleep 1000");

        Process shell = rig.backend().execute(ID, List.of("grep", "Cpus_allowed_list", "/proc/self/status"), false);

        assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .matches("Cpus_allowed_list:\t[0-9]+\n");
    }

    @Test
    void moreCoresThanThereAreIsRefused() {
        Limits many = new Limits(1_000_000, 64L << 20, 32, 64L << 20);

        assertThatThrownBy(() -> rig.backend()
                        .start(new WorkloadSpec(ID, rig.shell("true"), many, RestartPolicy.never(), Map.of())))
                .isInstanceOfSatisfying(WorkloadException.class, e -> assertThat(e.fault())
                        .isInstanceOf(WorkloadFault.LimitNotEnforceable.class))
                .hasMessageContaining("cores");
    }

    @Test
    void nothingIsLeftAfterTheLastWorkload() throws Exception {
        rig.start(ID, "echo x > /tmp/x; sleep 1000 & exec sleep 1000");
        Slot slot = rig.slot(ID);
        long holder = Long.parseLong(
                Files.readString(rig.settings().home().resolve("namespace")).split(" ")[0]);
        assertThat(SlotProcesses.of(slot)).hasSize(2);

        rig.backend().wipe();
        rig.backend().close();

        assertThat(SlotProcesses.of(slot)).isEmpty();
        assertThat(slot.directory()).doesNotExist();
        assertThat(rig.settings().home().resolve("images")).doesNotExist();
        SandboxRig.await(() -> SandboxMachine.startOf(holder) == 0);
        rig.reopen();
    }
}
