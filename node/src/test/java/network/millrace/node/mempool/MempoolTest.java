package network.millrace.node.mempool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.util.List;
import network.millrace.node.error.NodeError;
import network.millrace.protocol.crypto.Hash;
import org.junit.jupiter.api.Test;

class MempoolTest {
    private final Mempool mempool = new Mempool(new MempoolLimits(4, 100, 3, 1000));

    @Test
    void transactionsLeaveInTheOrderInWhichTheyCame() {
        add("c", "sender", 10, 0);
        add("a", "sender", 10, 1);
        add("b", "other", 10, 2);

        assertThat(names(mempool.next(new BlockRoom(10, 1000, 1000)))).containsExactly("c", "a", "b");
        assertThat(names(mempool.next(new BlockRoom(2, 1000, 1000)))).containsExactly("c", "a");
    }

    @Test
    void aBlockEndsBeforeTheTransactionThatDoesNotFit() {
        add("small", "sender", 1, 0);
        add("large", "sender", 50, 0);
        add("tiny", "sender", 1, 0);

        assertThat(names(mempool.next(new BlockRoom(10, 1000, 40)))).containsExactly("small");
        assertThat(names(mempool.next(new BlockRoom(10, 9, 1000)))).containsExactly("small");
    }

    @Test
    void aFullMempoolRefusesWithItsLimits() {
        for (int i = 0; i < 4; i++) {
            add("tx" + i, "sender" + i, 1, 0);
        }

        assertThat(mempool.refusal(1, "new")).hasValueSatisfying(refusal -> {
            assertThat(refusal.error()).isEqualTo(NodeError.MEMPOOL_FULL);
            assertThat(refusal.message()).contains("at most 4 of 100 bytes");
        });
    }

    @Test
    void bytesAreLimitedToo() {
        add("x".repeat(60), "sender", 1, 0);

        assertThat(mempool.refusal(40, "new")).isEmpty();
        assertThat(mempool.refusal(41, "new")).isPresent();
    }

    @Test
    void oneSenderDoesNotFillTheMempool() {
        for (int i = 0; i < 3; i++) {
            add("tx" + i, "greedy", 1, 0);
        }

        assertThat(mempool.refusal(1, "greedy"))
                .hasValueSatisfying(refusal -> assertThat(refusal.error()).isEqualTo(NodeError.SENDER_LIMIT));
        assertThat(mempool.refusal(1, "modest")).isEmpty();
    }

    @Test
    void roomIsGivenBackWhenTransactionsLeave() {
        for (int i = 0; i < 3; i++) {
            add("tx" + i, "sender", 1, 0);
        }

        mempool.remove(List.of(hash("tx0"), hash("tx1"), hash("never seen")));

        assertThat(mempool.size()).isEqualTo(1);
        assertThat(mempool.bytes()).isEqualTo(3);
        assertThat(mempool.refusal(97, "sender")).isEmpty();
    }

    @Test
    void whatWaitsTooLongExpires() {
        add("old", "sender", 1, 0);
        add("young", "sender", 1, 500);

        assertThat(mempool.expire(1000)).isEmpty();
        assertThat(names(mempool.expire(1001))).containsExactly("old");
        assertThat(names(mempool.all())).containsExactly("young");
        assertThat(mempool.oldestMs()).contains(500L);
    }

    @Test
    void theSameTransactionIsNotTakenTwice() {
        add("one", "sender", 1, 0);

        assertThat(mempool.contains(hash("one"))).isTrue();
        assertThatThrownBy(() -> add("one", "sender", 1, 0)).isInstanceOf(IllegalStateException.class);
    }

    private void add(String content, String sender, long gas, long atMs) {
        mempool.add(new PendingTransaction(hash(content), ByteString.copyFromUtf8(content), sender, gas, atMs));
    }

    private static Hash hash(String content) {
        return Hash.sha256(ByteString.copyFromUtf8(content).toByteArray());
    }

    private static List<String> names(List<PendingTransaction> transactions) {
        return transactions.stream()
                .map(transaction -> transaction.bytes().toStringUtf8())
                .toList();
    }
}
