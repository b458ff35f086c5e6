package network.millrace.node;

import java.nio.file.Path;
import network.millrace.node.config.NodeConfig;

/** A node in a process of its own, for tests that kill it. Prints its port, then runs until it is ended. */
final class NodeProcess {
    private NodeProcess() {}

    public static void main(String[] arguments) throws InterruptedException {
        NodeHome home = new NodeHome(Path.of(arguments[0]));
        NodeConfig config = NodeConfig.DEFAULT
                .with("api.port", "0")
                .with("engine.block_delay_ms", "2")
                .with("storage.segment_bytes", Integer.toString(1 << 20));
        if (!home.isInitialized()) {
            home.initialize(Person.genesis(), config);
        }
        Node node = Node.start(home, config, "test");
        System.out.println("port " + node.port());
        node.awaitEnd();
    }
}
