package network.millrace.node.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.List;
import network.millrace.node.Person;
import network.millrace.node.error.NodeError;
import network.millrace.node.mempool.MempoolLimits;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.ledger.v1.Block;
import network.millrace.protocol.node.v1.BroadcastResponse;
import org.junit.jupiter.api.Test;

class SequencerTest {
    private final Machine machine = new Machine();

    @Test
    void aBlockComesADelayAfterTheFirstTransaction() {
        machine.next();
        machine.pass(1000);

        assertThat(machine.submit(transfer(1)).getCode()).isZero();
        machine.pass(150).submit(transfer(2));

        assertThat(machine.produce()).isEmpty();
        assertThat(machine.sequencer().nextWakeMs(machine.nowMs())).isEqualTo(machine.nowMs() + 50);
        assertThat(machine.pass(50).produce().orElseThrow().record().getBlock().getTransactionsCount())
                .isEqualTo(2);
    }

    @Test
    void aFullBlockIsMadeAtOnceAndTheRestFollows() {
        machine.next();
        machine.pass(1000);
        for (int i = 0; i < 5; i++) {
            assertThat(machine.submit(transfer(1)).getCode()).isZero();
        }

        assertThat(machine.next().record().getBlock().getTransactionsCount()).isEqualTo(3);
        assertThat(machine.sequencer().pending()).isEqualTo(2);
        assertThat(machine.next().record().getBlock().getTransactionsCount()).isEqualTo(2);
    }

    @Test
    void aQuietNetworkTicks() {
        Block first = machine.next().record().getBlock();
        Block second = machine.next().record().getBlock();

        assertThat(second.getTimeMs() - first.getTimeMs()).isEqualTo(5_000);
        assertThat(second.getLastBlockHash())
                .isEqualTo(Hash.sha256(first.toByteArray()).toByteString());
    }

    @Test
    void aClockSetBackStopsNeitherTimeNorBlocks() {
        Block before = machine.next().record().getBlock();
        machine.pass(-3_600_000);

        Block tick = machine.next().record().getBlock();
        machine.submit(Person.ALICE.unordered(tick.getTimeMs(), Person.BOB, 1));
        Block work = machine.next().record().getBlock();

        assertThat(tick.getTimeMs() - before.getTimeMs()).isBetween(5_000L, 5_001L);
        assertThat(work.getTimeMs() - tick.getTimeMs()).isBetween(200L, 201L);
        assertThat(work.getTransactionsCount()).isEqualTo(1);
    }

    @Test
    void aClockSetForwardBillsNoMoreThanTheLongestGap() {
        long billedBefore = machine.next().record().getResult().getBilledTimeMs();
        machine.pass(86_400_000);

        long billedAfter = machine.next().record().getResult().getBilledTimeMs();

        assertThat(billedAfter - billedBefore).isEqualTo(30_000);
    }

    @Test
    void aTransactionSentTwiceIsAdmittedOnce() {
        ByteString transfer = transfer(1);

        assertThat(machine.submit(transfer).getCode()).isZero();
        assertThat(machine.submit(transfer).getCode()).isZero();

        assertThat(machine.sequencer().pending()).isEqualTo(1);
    }

    @Test
    void aTransactionSentAgainAfterItsBlockIsAnsweredWithTheBlock() {
        ByteString transfer = transfer(1);
        machine.submit(transfer);
        long height = machine.next().record().getBlock().getHeight();

        BroadcastResponse again = machine.submit(transfer);

        assertThat(again.getHeight()).isEqualTo(height);
        assertThat(again.getResult().getHash()).isEqualTo(again.getHash());
        assertThat(machine.sequencer().pending()).isZero();
    }

    @Test
    void sequencesAreCheckedAgainstWhatWaits() {
        assertThat(machine.submit(Person.ALICE.ordered(0, Person.BOB, 1)).getCode())
                .isZero();
        assertThat(machine.submit(Person.ALICE.ordered(1, Person.BOB, 1)).getCode())
                .isZero();

        BroadcastResponse gap = machine.submit(Person.ALICE.ordered(3, Person.BOB, 1));

        assertThat(gap.getCodespace()).isEqualTo("kernel");
        assertThat(gap.getLog()).contains("the next sequence of", "is 2");
        assertThat(machine.next().record().getResult().getTransactionsList()).allMatch(result -> result.getCode() == 0);
    }

    @Test
    void garbageIsRefusedWithASentence() {
        BroadcastResponse refused = machine.submit(ByteString.copyFromUtf8("garbage"));

        assertThat(refused.getCodespace()).isEqualTo("kernel");
        assertThat(refused.getLog()).isNotBlank();
        assertThat(machine.sequencer().pending()).isZero();
    }

    @Test
    void aFullMempoolRefuses() {
        for (int i = 0; i < 8; i++) {
            assertThat(machine.submit(transfer(1)).getCode()).isZero();
        }

        BroadcastResponse tooMany = machine.submit(transfer(1));

        assertThat(tooMany.getCodespace()).isEqualTo(NodeError.CODESPACE);
        assertThat(tooMany.getCode()).isEqualTo(NodeError.SENDER_LIMIT.code());
        assertThat(tooMany.getLog()).contains("8 transactions of " + Person.ALICE.address());
    }

    @Test
    void whatWaitsIsCheckedAgainAfterEachBlockAndEvictedWithAReason() {
        // One transaction a block, and transactions valid for a minute that must wait longer.
        Machine slow =
                new Machine(new SequencerSettings(30_000, 100_000, 1, new MempoolLimits(10, 1 << 20, 8, 50_000)));
        slow.next();
        ByteString first = Person.ALICE.unordered(slow.nowMs(), Person.BOB, 1);
        ByteString second = Person.ALICE.unordered(slow.nowMs() - 55_000, Person.BOB, 1);
        assertThat(slow.submit(first).getCode()).isZero();
        assertThat(slow.submit(second).getCode()).isZero();

        Production production = slow.pass(10_000).next();

        assertThat(production.evicted()).singleElement().satisfies(evicted -> {
            assertThat(evicted.hash()).isEqualTo(Hash.sha256(second.toByteArray()));
            assertThat(evicted.codespace()).isEqualTo("kernel");
            assertThat(evicted.log()).isNotBlank();
        });
        assertThat(slow.sequencer().pending()).isZero();
    }

    @Test
    void whatWaitsTooLongIsEvictedByTheNode() {
        Machine slow =
                new Machine(new SequencerSettings(30_000, 100_000, 1, new MempoolLimits(10, 1 << 20, 8, 20_000)));
        slow.next();
        slow.submit(Person.ALICE.ordered(0, Person.BOB, 1));
        slow.submit(Person.ALICE.ordered(1, Person.BOB, 1));

        Production production = slow.pass(30_000).next();

        assertThat(production.evicted())
                .extracting(Production.Evicted::code)
                .isEqualTo(List.of(NodeError.EXPIRED.code()));
    }

    private ByteString transfer(long amount) {
        return Person.ALICE.unordered(machine.nowMs(), Person.BOB, amount);
    }
}
