package network.millrace.node.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import network.millrace.ledger.kernel.SignatureVerifier;
import network.millrace.ledger.kernel.VerifiedSignatures;
import network.millrace.node.Person;
import network.millrace.node.error.NodeError;
import network.millrace.node.mempool.MempoolLimits;
import network.millrace.node.storage.Store;
import network.millrace.node.storage.memory.MemoryDatabase;
import network.millrace.node.storage.memory.MemoryDisk;
import network.millrace.node.telemetry.Metrics;
import network.millrace.protocol.node.v1.BroadcastResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EmbeddedEngineTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration MOMENT = Duration.ofMillis(1);

    private final MemoryDisk disk = new MemoryDisk();
    private final CountDownLatch failed = new CountDownLatch(1);

    @Test
    void manySendersAreAllAnsweredWithTheirBlock() throws InterruptedException {
        try (EmbeddedEngine engine = start(2)) {
            List<BroadcastResponse> responses = IntStream.range(0, 200)
                    .parallel()
                    .mapToObj(i -> submitAndWait(engine, transfer()))
                    .toList();

            assertThat(responses).allSatisfy(response -> {
                assertThat(response.getCode()).as(response.getLog()).isZero();
                assertThat(response.getHeight()).isPositive();
                assertThat(response.getResult().getHash()).isEqualTo(response.getHash());
            });
            assertThat(engine.events().height())
                    .isGreaterThanOrEqualTo(responses.getLast().getHeight());
        }
    }

    @Test
    void whoWaitsTooLongIsToldThatItMayStillCome() throws InterruptedException {
        try (EmbeddedEngine engine = start(5_000)) {
            assertThat(engine.events().await(1, LIMIT)).isTrue();

            BroadcastResponse response = engine.submitAndWait(transfer(), MOMENT);

            assertThat(response.getCode()).isEqualTo(NodeError.TIMED_OUT.code());
            assertThat(response.getLog()).contains("It may still come");
            assertThat(engine.status().getPendingTransactions()).isEqualTo(1);
        }
    }

    @Test
    void aFailingDiskStopsTheEngineAndEverybodyIsTold() throws InterruptedException {
        try (EmbeddedEngine engine = start(2)) {
            disk.failAfter(0);

            BroadcastResponse waiting = engine.submitAndWait(transfer(), LIMIT);

            assertThat(failed.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(waiting.getCode()).isEqualTo(NodeError.STOPPED.code());
            assertThat(engine.failure())
                    .hasValueSatisfying(failure -> assertThat(failure).startsWith("The node stopped making blocks:"));
            assertThat(engine.submit(transfer()).getCode()).isEqualTo(NodeError.STOPPED.code());
            assertThat(engine.events().isClosed()).isTrue();
        }
    }

    @Test
    void closingTellsThoseWhoWait() throws InterruptedException {
        BroadcastResponse[] response = new BroadcastResponse[1];
        EmbeddedEngine engine = start(50_000);
        assertThat(engine.events().await(1, LIMIT)).isTrue();
        Thread waiting = Thread.ofVirtual().start(() -> response[0] = submitAndWait(engine, transfer()));
        while (engine.status().getPendingTransactions() == 0) {
            Thread.onSpinWait();
        }

        engine.close();
        waiting.join();

        assertThat(response[0].getCode()).isEqualTo(NodeError.STOPPED.code());
        assertThat(response[0].getHash().size()).isEqualTo(32);
    }

    private EmbeddedEngine start(int blockDelayMs) {
        Store store = Store.open(disk, new MemoryDatabase(), 1 << 20);
        SignatureVerifier verifier = new VerifiedSignatures(SignatureVerifier.atOnce(), 1000);
        return EmbeddedEngine.start(
                new EmbeddedEngine.Parts(
                        store, verifier, InstantSource.system(), new Metrics(), "test", failed::countDown),
                Person.genesis(),
                new SequencerSettings(blockDelayMs, 60_000, 100, MempoolLimits.DEFAULT));
    }

    private static ByteString transfer() {
        return Person.ALICE.unordered(System.currentTimeMillis(), Person.BOB, 1);
    }

    private static BroadcastResponse submitAndWait(EmbeddedEngine engine, ByteString transaction) {
        try {
            return engine.submitAndWait(transaction, LIMIT);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
