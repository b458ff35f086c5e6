package network.millrace.client.transactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import network.millrace.client.NetworkException;
import network.millrace.client.transactions.SenderOptions.Ordering;
import network.millrace.protocol.cosmos.bank.v1beta1.MsgSend;
import network.millrace.protocol.crypto.PrivateKey;
import network.millrace.protocol.ledger.v1.TxResult;
import network.millrace.protocol.money.Money;
import network.millrace.protocol.node.v1.BroadcastResponse;
import network.millrace.protocol.tx.Transaction;
import network.millrace.protocol.tx.TransactionException;
import network.millrace.protocol.tx.Transactions;
import org.junit.jupiter.api.Test;

class TransactionSenderTest {
    private static final Instant NOW = Instant.parse("2026-11-21T06:00:00Z");
    private static final byte[] SECRET = new byte[32];

    static {
        SECRET[31] = 7;
    }

    private final ScriptedNetwork network = new ScriptedNetwork();
    private final List<Duration> pauses = new ArrayList<>();
    private final PrivateKey key = PrivateKey.of(SECRET);
    private final MsgSend message =
            MsgSend.newBuilder().setFromAddress(key.address().toString()).build();

    private TransactionSender sender(Ordering ordering) {
        return new TransactionSender(
                network, key, SenderOptions.DEFAULT.with(ordering), InstantSource.fixed(NOW), pauses::add);
    }

    private Receipt send() {
        return sender(Ordering.UNORDERED).send(message);
    }

    private Transaction submitted(int index) throws TransactionException {
        return Transactions.decode(network.submitted.get(index));
    }

    @Test
    void gasHasAMarginAndTheFeeIsTheLeastOne() throws TransactionException {
        network.includes();

        Receipt receipt = send();

        Transaction transaction = submitted(0);
        assertThat(receipt.height()).isEqualTo(5);
        assertThat(receipt.hash()).isEqualTo(transaction.hash());
        assertThat(transaction.authInfo().getFee().getGasLimit()).isEqualTo(1300);
        assertThat(transaction.authInfo().getFee().getAmountList())
                .containsExactly(Money.parse("33umil").toProto()); // 1300 x 0.025 = 32.5, rounded up
    }

    @Test
    void transactionsAreUnorderedAndNoTwoShareATimeout() throws TransactionException {
        network.includes();
        TransactionSender sender = sender(Ordering.UNORDERED);

        sender.send(message);
        sender.send(message);

        Set<Timestamp> timeouts = new HashSet<>();
        for (int i = 0; i < 2; i++) {
            Transaction transaction = submitted(i);
            assertThat(transaction.body().getUnordered()).isTrue();
            assertThat(transaction.signers().getFirst().sequence()).isZero();
            assertThat(transaction.body().getTimeoutTimestamp().getSeconds())
                    .isEqualTo(NOW.plus(SenderOptions.DEFAULT.validFor()).getEpochSecond());
            timeouts.add(transaction.body().getTimeoutTimestamp());
        }
        assertThat(timeouts).hasSize(2);
    }

    @Test
    void lostAnswerIsFoundByLookingTheTransactionUp() {
        network.includesButIsSilent();

        assertThat(send().height()).isEqualTo(5);
        assertThat(network.submitted).hasSize(1);
    }

    @Test
    void sameBytesAreHandedInAgainUntilANodeAnswers() {
        network.isSilent().refuses("node", 5).includes();

        assertThat(send().height()).isEqualTo(5);
        assertThat(network.submitted).hasSize(3);
        assertThat(network.submitted.get(2)).isEqualTo(network.submitted.get(0));
        assertThat(pauses).containsExactly(Duration.ofMillis(100), Duration.ofMillis(200));
    }

    @Test
    void nonceUsedByTheFirstAttemptIsNoFailure() {
        network.isSilent().then(transaction -> {
            network.include(transaction, TxResult.getDefaultInstance());
            return BroadcastResponse.newBuilder()
                    .setCodespace("kernel")
                    .setCode(16)
                    .build();
        });

        assertThat(send().height()).isEqualTo(5);
    }

    @Test
    void transactionIncludedJustBeforeTheRefusalOfItsSecondCopyIsNoFailure() {
        int timeoutPassed = 14;
        network.isSilent().then(transaction -> {
            network.include(transaction, TxResult.getDefaultInstance());
            return BroadcastResponse.newBuilder()
                    .setCodespace("kernel")
                    .setCode(timeoutPassed)
                    .build();
        });

        assertThat(send().height()).isEqualTo(5);
    }

    @Test
    void afterTheLastAttemptTheSentenceSaysWhatIsKnown() {
        network.isSilent();

        assertThatExceptionOfType(NetworkException.class)
                .isThrownBy(this::send)
                .withMessageContaining("is in no block yet")
                .withMessageContaining("connection refused");
        assertThat(network.submitted).hasSize(10);
    }

    @Test
    void silenceBeforeAnythingWasSignedIsTriedAgainToo() {
        network.includes();
        network.silentAnswers = 3;

        assertThat(send().height()).isEqualTo(5);
        assertThat(pauses).hasSize(3);
    }

    @Test
    void refusalOfTheLedgerIsNotTriedAgain() {
        network.refuses("kernel", 23);

        assertThatExceptionOfType(TransactionFailedException.class)
                .isThrownBy(this::send)
                .withMessage("refused by kernel")
                .matches(failed -> failed.code() == 23 && failed.height() == 0);
        assertThat(network.submitted).hasSize(1);
    }

    @Test
    void failedExecutionNamesItsBlock() {
        network.then(transaction -> BroadcastResponse.newBuilder()
                .setHeight(9)
                .setResult(
                        TxResult.newBuilder().setCode(4).setCodespace("market").setLog("order is closed"))
                .build());

        assertThatExceptionOfType(TransactionFailedException.class)
                .isThrownBy(this::send)
                .withMessage("order is closed")
                .matches(failed -> failed.height() == 9 && failed.codespace().equals("market"));
    }

    @Test
    void whatTheSimulationRefusesIsNotSent() {
        network.simulation = TxResult.newBuilder()
                .setCode(4)
                .setCodespace("bank")
                .setLog("no such denomination")
                .build();
        network.includes();

        assertThatExceptionOfType(TransactionFailedException.class)
                .isThrownBy(this::send)
                .withMessage("no such denomination");
        assertThat(network.submitted).isEmpty();
    }

    @Test
    void sequencedSenderSignsAnewWhenItWasOvertaken() throws TransactionException {
        network.then(transaction -> {
                    network.account = network.account.toBuilder().setSequence(8).build();
                    return BroadcastResponse.newBuilder()
                            .setCodespace("kernel")
                            .setCode(19)
                            .build();
                })
                .includes();

        Receipt receipt = sender(Ordering.SEQUENCED).send(message);

        assertThat(receipt.height()).isEqualTo(5);
        assertThat(submitted(0).signers().getFirst().sequence()).isEqualTo(7);
        assertThat(submitted(1).signers().getFirst().sequence()).isEqualTo(8);
        assertThat(submitted(1).body().getUnordered()).isFalse();
    }
}
