package network.millrace.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import network.millrace.node.config.ConfigException;
import network.millrace.node.config.NodeConfig;
import network.millrace.node.storage.StorageException;
import network.millrace.node.storage.Store;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.node.v1.BroadcastResponse;
import network.millrace.protocol.node.v1.NodeStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final NodeConfig CONFIG =
            NodeConfig.DEFAULT.with("api.port", "0").with("engine.block_delay_ms", "5");

    @TempDir
    Path folder;

    private NodeHome home = new NodeHome(Path.of("unset"));

    @BeforeEach
    void initialize() {
        home = new NodeHome(folder.resolve("node"));
        home.initialize(Person.genesis(), CONFIG);
    }

    @Test
    void aRestartedNodeIsWhereItWas() throws InterruptedException {
        ByteString transfer = Person.ALICE.unordered(System.currentTimeMillis(), Person.BOB, 5);
        BroadcastResponse committed;
        NodeStatus before;
        try (Node node = start()) {
            committed = node.engine().submitAndWait(transfer, LIMIT);
            assertThat(committed.getCode()).as(committed.getLog()).isZero();
            before = statusAfterClose(node);
        }

        try (Node node = start()) {
            assertThat(node.status().getHeight()).isGreaterThanOrEqualTo(before.getHeight());
            assertThat(node.status().getEarliestHeight()).isEqualTo(1);
            BroadcastResponse again = node.engine().submitAndWait(transfer, LIMIT);
            assertThat(again.getHeight()).isEqualTo(committed.getHeight());
            assertThat(again.getResult()).isEqualTo(committed.getResult());
        }
    }

    @Test
    void theStateIsRebuiltFromTheBlockLogWhenItsFolderIsGone() throws IOException, InterruptedException {
        NodeStatus before;
        try (Node node = start()) {
            for (int i = 0; i < 5; i++) {
                assertThat(node.engine()
                                .submitAndWait(Person.ALICE.ordered(i, Person.BOB, 1), LIMIT)
                                .getCode())
                        .isZero();
            }
            before = statusAfterClose(node);
        }
        deleteTree(home.stateFolder());

        try (Store store = Node.openStore(home, CONFIG)) {
            assertThat(store.hasGenesis()).isFalse();
        }
        try (Node node = start()) {
            Hash hash = Hash.sha256(Person.ALICE.ordered(4, Person.BOB, 1).toByteArray());
            assertThat(node.engine()
                            .submit(Person.ALICE.ordered(4, Person.BOB, 1))
                            .getHeight())
                    .as("transaction " + hash)
                    .isBetween(1L, before.getHeight());
        }
        try (Store store = Node.openStore(home, CONFIG)) {
            assertThat(store.block(before.getHeight()).orElseThrow().getResult().getAppHash())
                    .isEqualTo(before.getAppHash());
        }
    }

    @Test
    void aChangedGenesisFileIsNoticed() throws IOException {
        start().close();
        String genesis = Files.readString(home.genesisFile());
        Files.writeString(home.genesisFile(), genesis.replace("\"1700000000000\"", "\"1700000000001\""));

        assertThatThrownBy(this::start)
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("put the right genesis file back");
    }

    @Test
    void twoNodesDoNotShareAHome() {
        try (Node node = start()) {
            assertThat(node.port()).isPositive();
            assertThatThrownBy(this::start)
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("Another node has");
        }
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        try (Node node = start()) {
            NodeHome other = new NodeHome(folder.resolve("other"));
            NodeConfig samePort = CONFIG.with("api.port", Integer.toString(node.port()));
            other.initialize(Person.genesis(), samePort);

            assertThatThrownBy(() -> Node.start(other, samePort, "test"))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("port " + node.port() + " of 127.0.0.1 is taken");
            try (Store store = Node.openStore(other, samePort)) {
                assertThat(store.hasGenesis()).isTrue();
            }
        }
    }

    @Test
    void theIndexIsMadeAgainWhileTheNodeIsDown() throws InterruptedException {
        ByteString transfer = Person.ALICE.unordered(System.currentTimeMillis(), Person.BOB, 5);
        long height;
        try (Node node = start()) {
            height = node.engine().submitAndWait(transfer, LIMIT).getHeight();
        }

        assertThat(Node.reindex(home, CONFIG)).isGreaterThanOrEqualTo(height);

        try (Node node = start()) {
            assertThat(node.engine().submit(transfer).getHeight()).isEqualTo(height);
        }
    }

    @Test
    void aHomeIsNotInitializedTwice() {
        assertThatThrownBy(() -> home.initialize(Person.genesis(), CONFIG))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("there is a node in " + home.folder() + " already");
    }

    @Test
    void aHomeWithoutGenesisSaysWhatToDo() {
        assertThatThrownBy(() -> Node.start(new NodeHome(folder.resolve("empty")), CONFIG, "test"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("millrace init");
    }

    private Node start() {
        return Node.start(home, home.config(), "test");
    }

    private static NodeStatus statusAfterClose(Node node) {
        node.close();
        return node.status();
    }

    private static void deleteTree(Path root) throws IOException {
        try (var paths = Files.walk(root)) {
            for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
