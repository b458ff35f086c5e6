package network.millrace.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import network.millrace.ledger.kernel.KernelError;
import network.millrace.protocol.ledger.v1.TxResult;
import network.millrace.protocol.money.Amount;
import network.millrace.protocol.money.Denom;
import org.junit.jupiter.api.Test;

/** Transactions without sequence: any order, each once, only for a while. */
class UnorderedTest {
    private static final long TEN_MINUTES_MS = 600_000;

    private final Person alice = Person.called("alice");
    private final Person bob = Person.called("bob");
    private final TestLedger net = TestLedger.with(alice, bob);

    @Test
    void severalOfOneSenderFitOneBlockInAnyOrder() {
        byte[] first = net.signUnordered(alice, Sends.of(alice, bob, Denom.UUSD, 1));
        byte[] second = net.signUnordered(alice, Sends.of(alice, bob, Denom.UUSD, 2));

        var block = net.block(second, first);

        assertThat(block.getTransactionsList().stream().map(TxResult::getCode)).containsExactly(0, 0);
        assertThat(net.account(alice).getSequence()).isZero();
        assertThat(net.account(alice).getPublicKey().isEmpty()).isFalse();
    }

    @Test
    void orderedAndUnorderedDoNotDisturbEachOther() {
        byte[] ordered = net.sign(alice, Sends.of(alice, bob, Denom.UUSD, 1));
        byte[] unordered = net.signUnordered(alice, Sends.of(alice, bob, Denom.UUSD, 2));

        var block = net.block(unordered, ordered);

        assertThat(block.getTransactionsList().stream().map(TxResult::getCode)).containsExactly(0, 0);
        assertThat(net.account(alice).getSequence()).isEqualTo(1);
    }

    @Test
    void sameOneTwiceInABlockIsRefused() {
        byte[] once = net.signUnordered(alice, Sends.of(alice, bob, Denom.UUSD, 1));

        var block = net.block(once, once);

        assertThat(block.getTransactions(1).getCode()).isEqualTo(KernelError.UNORDERED_USED.code());
        assertThat(net.balance(bob, Denom.UUSD)).isEqualTo(Amount.of(1_000_000_000_001L));
    }

    @Test
    void replayIsRefusedAsLongAsItIsInTime() {
        byte[] once = at(net.timeMs() + 60_000);
        assertThat(code(once)).isZero();

        net.passMs(30_000);
        assertThat(code(once)).isEqualTo(KernelError.UNORDERED_USED.code());
        net.passMs(60_000);
        assertThat(code(once)).isEqualTo(KernelError.TIMEOUT_TIME.code());
    }

    @Test
    void nonceIsKeptUntilTheBlockAtItsVeryTimeout() {
        long timeoutMs = net.timeMs() + 10_000;
        byte[] once = at(timeoutMs);
        assertThat(code(once)).isZero();

        net.passMs(timeoutMs - net.timeMs());

        assertThat(net.timeMs()).isEqualTo(timeoutMs);
        assertThat(code(once)).isEqualTo(KernelError.UNORDERED_USED.code());
    }

    @Test
    void expiredNoncesArePruned() {
        int before = sizeAfterEmptyBlock();
        net.block(net.signUnordered(alice, Sends.of(alice, bob, Denom.UUSD, 1)));
        assertThat(net.state().size()).isGreaterThan(before);

        net.passMs(61_000);
        net.block();

        assertThat(net.state().size()).as("the treasury's balance stays").isEqualTo(before + 1);
    }

    private int sizeAfterEmptyBlock() {
        net.block();
        return net.state().size();
    }

    @Test
    void failedOneIsNotExecutedAgain() {
        byte[] tooMuch = net.signUnordered(alice, Sends.of(alice, bob, Denom.UUSD, 1_000_000_000_001L));
        assertThat(code(tooMuch)).isEqualTo(1);
        net.send(bob, Sends.of(bob, alice, Denom.UUSD, 5));

        assertThat(code(tooMuch)).isEqualTo(KernelError.UNORDERED_USED.code());
    }

    @Test
    void timeoutMayBeTenMinutesAheadAndNotMore() {
        assertThat(code(at(net.timeMs() + TEN_MINUTES_MS))).isZero();
        assertThat(code(at(net.timeMs() + TEN_MINUTES_MS + 1))).isEqualTo(KernelError.UNORDERED_FORM.code());
    }

    @Test
    void timeoutInThePastIsRefused() {
        assertThat(code(at(net.timeMs() - 1))).isEqualTo(KernelError.TIMEOUT_TIME.code());
        assertThat(code(at(net.timeMs()))).isZero();
    }

    @Test
    void sequenceMustBeZero() {
        byte[] bytes = net.signAs(
                alice,
                0,
                1,
                builder -> builder.unordered(Instant.ofEpochMilli(net.timeMs() + 1_000)),
                Sends.of(alice, bob, Denom.UUSD, 1));

        TxResult result = net.block(bytes).getTransactions(0);

        assertThat(result.getCode()).isEqualTo(KernelError.UNORDERED_FORM.code());
        assertThat(result.getLog()).contains("has sequence 0; this has 1");
    }

    @Test
    void timeBefore1970IsMalformed() {
        assertThat(code(at(-1))).isEqualTo(KernelError.FIELD_MALFORMED.code());
    }

    @Test
    void twoSendersMayUseOneTimeout() {
        var timeout = Instant.ofEpochMilli(net.timeMs() + 1_000);
        byte[] first =
                net.signAs(alice, 0, 0, builder -> builder.unordered(timeout), Sends.of(alice, bob, Denom.UUSD, 1));
        byte[] second =
                net.signAs(bob, 1, 0, builder -> builder.unordered(timeout), Sends.of(bob, alice, Denom.UUSD, 1));

        var block = net.block(first, second);

        assertThat(block.getTransactionsList().stream().map(TxResult::getCode)).containsExactly(0, 0);
    }

    private byte[] at(long timeoutMs) {
        return net.signAs(
                alice,
                0,
                0,
                builder -> builder.unordered(Instant.ofEpochMilli(timeoutMs)),
                Sends.of(alice, bob, Denom.UUSD, 1));
    }

    private int code(byte[] transaction) {
        return net.block(transaction).getTransactions(0).getCode();
    }
}
