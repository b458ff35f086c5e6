package network.millrace.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import network.millrace.ledger.kernel.InvalidBlockException;
import network.millrace.ledger.kernel.KernelError;
import network.millrace.protocol.ledger.v1.Block;
import network.millrace.protocol.ledger.v1.QueryClockRequest;
import network.millrace.protocol.ledger.v1.QueryClockResponse;
import network.millrace.protocol.money.Denom;
import org.junit.jupiter.api.Test;

/** Which block may follow, and what time it bills. */
class BlockTest {
    private final Person alice = Person.called("alice");
    private final Person bob = Person.called("bob");
    private final TestLedger net = TestLedger.with(alice, bob);

    @Test
    void blockOfAnotherChainDoesNotFollow() {
        assertDoesNotFollow(block -> block.setChainId("other"), "expected chain id millrace-test, came other");
    }

    @Test
    void blockOfAnotherHeightDoesNotFollow() {
        assertDoesNotFollow(block -> block.setHeight(2), "expected height 1, came 2");
        assertDoesNotFollow(block -> block.setHeight(0), "expected height 1, came 0");
    }

    @Test
    void blockOnAnotherStateDoesNotFollow() {
        assertDoesNotFollow(block -> block.setLastAppHash(ByteString.copyFromUtf8("x")), "last app hash");
    }

    @Test
    void timeRisesFromBlockToBlock() {
        assertDoesNotFollow(block -> block.setTimeMs(TestLedger.GENESIS_MS), "time in ms above");
        assertDoesNotFollow(block -> block.setTimeMs(Long.MAX_VALUE), "time in ms above");
        net.ledger()
                .apply(net.next(List.of()).toBuilder()
                        .setTimeMs(TestLedger.GENESIS_MS + 1)
                        .build());
    }

    @Test
    void blockHasALimitInBytes() {
        var large = ByteString.copyFrom(new byte[4 * 1024 * 1024 + 1]);
        assertDoesNotFollow(block -> block.addTransactions(large), "at most 4194304 bytes, came 4194305");
    }

    @Test
    void blockHasALimitInGas() {
        var genesis = net.ledger().export().toBuilder();
        genesis.getParamsBuilder().setMaxBlockGas(1_000_000);
        TestLedger small = new TestLedger(genesis.build());
        var many = new ArrayList<byte[]>();
        for (int sequence = 0; sequence < 50; sequence++) {
            many.add(small.signAs(alice, 0, sequence, builder -> builder, Sends.of(alice, bob, Denom.UUSD, 1)));
        }

        var results = small.block(many).getTransactionsList();

        int fit = (int) results.stream().filter(result -> result.getCode() == 0).count();
        long left = 1_000_000
                - results.subList(0, fit).stream()
                        .mapToLong(result -> result.getGasUsed())
                        .sum();
        assertThat(left).isBetween(0L, results.getLast().getGasUsed() - 1);
        assertThat(results.subList(fit, 50))
                .allMatch(result -> result.getCode() == KernelError.BLOCK_FULL.code())
                .allMatch(result -> result.getLog().endsWith("the block has " + left + " left"));
        assertThat(small.account(alice).getSequence()).isEqualTo(fit);
    }

    @Test
    void billedTimeStopsAtTheGap() {
        assertThat(net.block().getBilledTimeMs()).isEqualTo(1_000);
        net.passMs(28_999);
        assertThat(net.block().getBilledTimeMs()).isEqualTo(1_000 + 29_999);
        net.passMs(86_400_000);
        assertThat(net.block().getBilledTimeMs()).isEqualTo(1_000 + 29_999 + 30_000);
        assertThat(net.ledger().clock().getTimeMs()).isEqualTo(net.timeMs() - 1_000);
    }

    @Test
    void applyingChangesNothingUntilTheCommit() {
        Block block = net.next(List.of(net.sign(alice, Sends.of(alice, bob, Denom.UUSD, 1))));

        var first = net.ledger().apply(block);
        var second = net.ledger().apply(block);

        assertThat(second.result()).isEqualTo(first.result());
        assertThat(net.ledger().clock().getHeight()).isZero();
        net.commit(second);
        assertThat(net.ledger().clock().getAppHash()).isEqualTo(first.result().getAppHash());
    }

    @Test
    void outcomeIsCommittedOnce() {
        var outcome = net.ledger().apply(net.next(List.of()));
        net.commit(outcome);

        assertThatThrownBy(() -> net.ledger().commit(outcome))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected the outcome of block 2, came that of block 1");
    }

    @Test
    void emptyBlockStillChangesTheAppHash() {
        var before = net.ledger().clock().getAppHash();

        var result = net.block();

        assertThat(result.getAppHash()).isNotEqualTo(before).hasSize(32);
        assertThat(result.getNextDeadlineMs()).isZero();
    }

    @Test
    void reopenedLedgerGoesOnWhereItWas() {
        net.block(net.sign(alice, Sends.of(alice, bob, Denom.UUSD, 1)));

        Ledger reopened = Ledger.open(net.state());

        assertThat(reopened.clock()).isEqualTo(net.ledger().clock());
        Block block = net.next(List.of(net.sign(alice, Sends.of(alice, bob, Denom.UUSD, 1))));
        assertThat(reopened.apply(block).result())
                .isEqualTo(net.ledger().apply(block).result());
    }

    @Test
    void clockQueryAnswersTheCommittedClock() {
        net.block();
        var request = QueryClockRequest.getDefaultInstance();
        var response = (QueryClockResponse) net.ledger().query("kernel", "Clock", request);

        assertThat(response.getClock()).isEqualTo(net.ledger().clock());
    }

    private void assertDoesNotFollow(UnaryOperator<Block.Builder> change, String words) {
        Block block = change.apply(net.next(List.of()).toBuilder()).build();

        assertThatThrownBy(() -> net.ledger().apply(block))
                .isInstanceOf(InvalidBlockException.class)
                .hasMessageContaining(words);
    }
}
