package network.millrace.node.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import network.millrace.ledger.kernel.SignatureVerifier;
import network.millrace.node.Person;
import network.millrace.node.storage.StorageException;
import network.millrace.node.storage.Store;
import network.millrace.node.storage.memory.MemoryDatabase;
import network.millrace.node.storage.memory.MemoryDisk;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.node.v1.BlockRecord;
import org.junit.jupiter.api.Test;

class RecoveryTest {
    private final Machine machine = new Machine();

    @Test
    void aBlockThatIsInTheLogButNotInTheStateIsAppliedAgain() {
        machine.next();
        ByteString transfer = transfer();
        machine.submit(transfer);
        machine.database.failNextWrite();
        assertThatThrownBy(machine::next).isInstanceOf(StorageException.class);

        machine.crash(new Random(1));

        assertThat(machine.store().height()).isEqualTo(2);
        assertThat(machine.submit(transfer).getHeight()).isEqualTo(2);
        assertThat(machine.next().record().getBlock().getHeight()).isEqualTo(3);
    }

    @Test
    void aBlockThatWasNotDurableIsForgottenAndMadeAgain() {
        machine.next();
        ByteString transfer = transfer();
        machine.submit(transfer);
        machine.disk.failAfter(50);
        assertThatThrownBy(machine::next).isInstanceOf(StorageException.class);

        machine.crash(new Random(1));

        assertThat(machine.store().height()).isEqualTo(1);
        assertThat(machine.submit(transfer).getHeight()).isZero();
        assertThat(machine.next().record().getBlock().getTransactionsCount()).isEqualTo(1);
    }

    @Test
    void noCrashLosesOrChangesWhatWasAcknowledged() {
        long seed = Long.getLong("millrace.seed", 0x5EED);
        for (int run = 0; run < 40; run++) {
            crashAndCompare(new Random(seed + run), "replay with -Dmillrace.seed=" + (seed + run));
        }
    }

    // Makes blocks while disk and database fail at random moments; after each crash all that was acknowledged must be
    // there.
    private static void crashAndCompare(Random random, String replay) {
        Machine machine = new Machine();
        Map<Long, BlockRecord> acknowledged = new HashMap<>();
        Map<Hash, Long> transactions = new HashMap<>();
        for (int step = 0; step < 25; step++) {
            inject(machine, random);
            try {
                for (int i = random.nextInt(4); i > 0; i--) {
                    machine.submit(Person.ALICE.unordered(machine.nowMs(), Person.BOB, 1 + random.nextInt(100)));
                }
                BlockRecord record = machine.next().record();
                acknowledged.put(record.getBlock().getHeight(), record);
                record.getBlock()
                        .getTransactionsList()
                        .forEach(bytes -> transactions.put(
                                Hash.sha256(bytes.toByteArray()),
                                record.getBlock().getHeight()));
            } catch (StorageException e) {
                machine.crash(random);
            }
            if (random.nextInt(5) == 0) {
                machine.pass(random.nextInt(20_000) - 10_000L).crash(random);
            }
        }
        machine.restart();
        acknowledged.forEach((height, record) ->
                assertThat(machine.store().block(height)).as(replay).contains(record));
        transactions.forEach((hash, height) -> assertThat(
                        machine.store().transaction(hash).orElseThrow().getHeight())
                .as(replay)
                .isEqualTo(height));
    }

    private static void inject(Machine machine, Random random) {
        switch (random.nextInt(6)) {
            case 0 -> machine.disk.failAfter(random.nextInt(2000));
            case 1 -> machine.database.failNextWrite();
            default -> {
                // no fault in this step
            }
        }
    }

    @Test
    void theIndexIsMadeAgainFromTheLog() {
        ByteString transfer = transfer();
        machine.submit(transfer);
        for (int i = 0; i < 30; i++) {
            machine.next();
        }
        Hash hash = Hash.sha256(transfer.toByteArray());
        var before = machine.store().transaction(hash);

        assertThat(machine.store().reindex()).isEqualTo(30);

        assertThat(machine.store().transaction(hash)).isEqualTo(before).isPresent();
        assertThat(machine.store().block(17).orElseThrow().getBlock().getHeight())
                .isEqualTo(17);
        machine.restart();
        assertThat(machine.next().record().getBlock().getHeight()).isEqualTo(31);
    }

    @Test
    void aLogThatIsShorterThanTheStateIsAnError() {
        for (int i = 0; i < 3; i++) {
            machine.next();
        }
        String segment = machine.disk.names().getFirst();
        machine.disk.cut(segment, (int) machine.disk.sizeOf(segment) - 1);

        assertThatThrownBy(machine::restart)
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("ends at block 2")
                .hasMessageContaining("is at block 3")
                .hasMessageContaining("acknowledged are gone");
    }

    @Test
    void aBlockThatGivesAnotherHashStopsTheNodeWithASentence() {
        BlockRecord record = machine.next().record();
        BlockRecord forged = record.toBuilder()
                .setResult(record.getResult().toBuilder().setAppHash(ByteString.copyFrom(new byte[32])))
                .build();
        MemoryDisk disk = new MemoryDisk();
        MemoryDatabase database = new MemoryDatabase();
        try (Store store = Store.open(disk, database, 4096)) {
            store.append(forged);
        }

        assertThatThrownBy(() -> Sequencer.open(
                        Store.open(disk, database, 4096),
                        Person.genesis(),
                        SignatureVerifier.atOnce(),
                        Machine.SETTINGS,
                        Machine.START_MS))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("Block 1 gave app hash " + "00".repeat(32))
                .hasMessageContaining("The node stops here");
    }

    private ByteString transfer() {
        return Person.ALICE.unordered(machine.nowMs(), Person.BOB, 1);
    }
}
