package network.millrace.agent.workload.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against the kernel's own tables of this process's namespace. */
class ListeningPortsTest {

    private static List<String> table(String name) throws Exception {
        Path file = Path.of("/proc/self/net", name);
        return Files.exists(file) ? Files.readAllLines(file) : List.of("header");
    }

    private static boolean listens(String address, int port) throws Exception {
        return ListeningPorts.contains(table("tcp"), address, port)
                || ListeningPorts.contains(table("tcp6"), address, port);
    }

    @Test
    void onlyWhoTakesConnectionsToTheAddressListens() throws Exception {
        List<Integer> closed = new ArrayList<>();
        try (ServerSocket everywhere = new ServerSocket(0);
                ServerSocket loopback = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(listens("10.197.0.2", everywhere.getLocalPort())).isTrue();
            assertThat(listens("127.0.0.1", loopback.getLocalPort())).isTrue();
            assertThat(listens("10.197.0.2", loopback.getLocalPort())).isFalse();
            closed.add(everywhere.getLocalPort());
        }
        assertThat(listens("10.197.0.2", closed.getFirst())).isFalse();
    }

    @Test
    void connectionThatIsNotAListenerDoesNotCount() {
        List<String> table = List.of(
                "  sl  local_address rem_address   st",
                "   0: 00000000:1F90 0100007F:C0DE 01 00000000:00000000 00:00000000 00000000     0        0 1 1",
                "   1: 00000000:1F91 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1");

        assertThat(ListeningPorts.contains(table, "10.197.0.2", 8_080)).isFalse();
        assertThat(ListeningPorts.contains(table, "10.197.0.2", 8_081)).isTrue();
    }
}
