package network.millrace.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import network.millrace.ledger.kernel.KernelError;
import network.millrace.ledger.kernel.SignatureVerifier;
import network.millrace.ledger.kernel.VerifiedSignatures;
import network.millrace.protocol.ledger.v1.TxResult;
import network.millrace.protocol.money.Coins;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Money;
import org.junit.jupiter.api.Test;

/** Admission and simulation, which change nothing that is committed. */
class CheckTest {
    private final Person alice = Person.called("alice");
    private final Person bob = Person.called("bob");
    private final TestLedger net = TestLedger.with(alice, bob);

    @Test
    void admittedTransactionsTakeTheirSequencesOneAfterAnother() {
        assertThat(check(numbered(0))).isZero();
        assertThat(check(numbered(1))).isZero();
        assertThat(check(numbered(1))).isEqualTo(KernelError.SEQUENCE_MISMATCH.code());
        assertThat(check(numbered(3))).isEqualTo(KernelError.SEQUENCE_MISMATCH.code());
        assertThat(check(numbered(2))).isZero();
    }

    @Test
    void admittedTransactionsTakeTheirFees() {
        TestLedger poor = TestLedger.with(Coins.of(Money.of(Denom.UMIL, 60_000)), alice);
        for (int sequence = 0; sequence < 2; sequence++) {
            assertThat(poor.ledger().check(numbered(sequence), poor.timeMs()).getCode())
                    .isZero();
        }

        TxResult third = poor.ledger().check(numbered(2), poor.timeMs());

        assertThat(third.getCode()).isEqualTo(KernelError.FEE_UNPAYABLE.code());
        assertThat(third.getLog()).contains("has 10000umil");
    }

    @Test
    void refusedTransactionLeavesTheCheckStateAlone() {
        byte[] cheap = net.sign(
                alice, builder -> builder.fee(Coins.NONE, TestLedger.GAS), Sends.of(alice, bob, Denom.UUSD, 1));

        assertThat(check(cheap)).isEqualTo(KernelError.FEE_TOO_LOW.code());
        assertThat(check(numbered(0))).isZero();
    }

    @Test
    void commitForgetsWhatWasAdmitted() {
        assertThat(check(numbered(0))).isZero();

        net.block();

        assertThat(check(numbered(1))).isEqualTo(KernelError.SEQUENCE_MISMATCH.code());
        assertThat(check(numbered(0))).isZero();
    }

    @Test
    void messagesAreNotExecutedForAdmission() {
        byte[] tooMuch = net.sign(alice, Sends.of(alice, bob, Denom.UUSD, 1_000_000_000_001L));

        TxResult result = net.ledger().check(tooMuch, net.timeMs());

        assertThat(result.getCode()).isZero();
        assertThat(result.getGasWanted()).isEqualTo(TestLedger.GAS);
        assertThat(result.getResponsesList()).isEmpty();
    }

    @Test
    void nodesTimeDecidesAboutTimeouts() {
        byte[] bytes = net.signUnordered(alice, Sends.of(alice, bob, Denom.UUSD, 1));

        assertThat(net.ledger().check(bytes, net.timeMs() + 61_000).getCode())
                .isEqualTo(KernelError.TIMEOUT_TIME.code());
        assertThat(check(bytes)).isZero();
    }

    @Test
    void simulationTellsGasAndEventsWithoutSignatureSequenceAndFee() {
        byte[] unsigned =
                net.signAs(alice, 99, 99, builder -> builder.fee(Coins.NONE, 0), Sends.of(alice, bob, Denom.UUSD, 1));

        TxResult result = net.ledger().simulate(unsigned);

        assertThat(result.getLog()).isEmpty();
        assertThat(result.getGasUsed()).isGreaterThan(20_000);
        assertThat(TestLedger.eventNames(result)).containsExactly("Transfer");
        assertThat(net.balance(alice, Denom.UUSD)).hasToString("1000000000000");
    }

    @Test
    void simulationShowsTheFailure() {
        byte[] tooMuch = net.sign(alice, Sends.of(alice, bob, Denom.UUSD, 1_000_000_000_001L));

        TxResult result = net.ledger().simulate(tooMuch);

        assertThat(result.getCodespace()).isEqualTo("bank");
        assertThat(result.getLog()).contains("needed are 1000000000001uusd");
    }

    @Test
    void signatureVerifiedForAdmissionIsNotVerifiedAgainInTheBlock() {
        var asked = new AtomicInteger();
        SignatureVerifier counting = check -> {
            asked.incrementAndGet();
            return check.isValid();
        };
        Ledger ledger = ledgerWith(new VerifiedSignatures(counting, 10));
        byte[] bytes = numbered(0);

        assertThat(ledger.check(bytes, TestLedger.GENESIS_MS + 1).getCode()).isZero();
        var outcome = ledger.apply(net.next(java.util.List.of(bytes)));

        assertThat(outcome.result().getTransactions(0).getCode()).isZero();
        assertThat(asked).hasValue(1);
    }

    @Test
    void signatureFoundInvalidIsNotRemembered() {
        var answers = new java.util.ArrayDeque<>(java.util.List.of(false, true));
        var verified = new VerifiedSignatures(check -> answers.pop(), 10);
        Ledger ledger = ledgerWith(verified);

        assertThat(ledger.check(numbered(0), TestLedger.GENESIS_MS + 1).getCode())
                .isEqualTo(KernelError.SIGNATURE_INVALID.code());
        assertThat(ledger.check(numbered(0), TestLedger.GENESIS_MS + 1).getCode())
                .isZero();
    }

    @Test
    void signaturesCanBeVerifiedAhead() {
        var view = net.ledger().view(net.state().copy());

        var checks = view.signatureChecks(numbered(0));

        assertThat(checks).hasSize(1).allMatch(check -> check.isValid());
        assertThat(view.signatureChecks(new byte[] {1, 2, 3})).isEmpty();
    }

    @Test
    void viewStaysAtItsSnapshot() {
        var view = net.ledger().view(net.state().copy());

        net.send(alice, Sends.of(alice, bob, Denom.UUSD, 1));

        assertThat(view.clock().getHeight()).isZero();
        assertThat(net.ledger().clock().getHeight()).isEqualTo(1);
    }

    private Ledger ledgerWith(SignatureVerifier verifier) {
        return Ledger.open(net.state(), verifier);
    }

    private byte[] numbered(long sequence) {
        return net.signAs(alice, 0, sequence, builder -> builder, Sends.of(alice, bob, Denom.UUSD, 1));
    }

    private int check(byte[] transaction) {
        return net.ledger().check(transaction, net.timeMs()).getCode();
    }
}
