package network.millrace.ledger;

import static network.millrace.ledger.kernel.KernelError.*;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import network.millrace.ledger.kernel.ErrorCode;
import network.millrace.protocol.cosmos.base.v1beta1.Coin;
import network.millrace.protocol.cosmos.tx.signing.v1beta1.SignMode;
import network.millrace.protocol.cosmos.tx.v1beta1.AuthInfo;
import network.millrace.protocol.cosmos.tx.v1beta1.TxBody;
import network.millrace.protocol.cosmos.tx.v1beta1.TxRaw;
import network.millrace.protocol.ledger.v1.TxResult;
import network.millrace.protocol.money.Coins;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Money;
import network.millrace.protocol.tx.TransactionBuilder;
import network.millrace.protocol.tx.TransactionBuilder.SigningAccount;
import org.junit.jupiter.api.Test;

/** Whatever is refused before execution changes nothing, costs nothing, and says why. */
class AdmissionTest {
    private final Person alice = Person.called("alice");
    private final Person bob = Person.called("bob");
    private final Person stranger = Person.called("stranger");
    private final TestLedger net = TestLedger.with(alice, bob);
    private final byte[] valid = net.sign(alice, Sends.of(alice, bob, Denom.UUSD, 5));

    @Test
    void emptyBytesAreNoTransaction() {
        assertRefused(new byte[0], TX_INCOMPLETE, "at least one message");
    }

    @Test
    void truncatedBytesAreNoTransaction() {
        assertRefused(Arrays.copyOf(valid, valid.length - 3), TX_UNDECODABLE, "cannot be read");
    }

    @Test
    void oversizedTransactionIsRefusedUnread() {
        assertRefused(new byte[128 * 1024 + 1], TX_TOO_LARGE, "at most 131072 bytes; this has 131073");
    }

    @Test
    void unknownFieldIsRefused() {
        var unknown = UnknownFieldSet.newBuilder()
                .addField(900, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                .build();
        assertRefused(changedBody(body -> body.setUnknownFields(unknown)), FIELD_UNKNOWN, "#900");
    }

    @Test
    void duplicateFieldIsNotCanonical() {
        byte[] twice = Arrays.copyOf(valid, valid.length + 2);
        twice[valid.length] = 0x0a;
        assertRefused(twice, NOT_CANONICAL, "canonical");
    }

    @Test
    void messageThatNoModuleHandlesIsRefused() {
        var unknown = Any.newBuilder().setTypeUrl("/cosmos.bank.v1beta1.MsgMultiSend");
        assertRefused(changedBody(body -> body.clearMessages().addMessages(unknown)), MESSAGE_UNKNOWN, "MsgMultiSend");
    }

    @Test
    void tooManyMessagesAreRefused() {
        var send = Sends.of(alice, bob, Denom.UUSD, 1);
        var many = java.util.Collections.nCopies(101, send).toArray(new com.google.protobuf.Message[0]);
        byte[] bytes = net.sign(alice, fee(250_000, 10_000_000), many);
        assertRefused(bytes, MESSAGE_COUNT, "at most 100 messages; this has 101");
    }

    @Test
    void longMemoIsRefused() {
        byte[] bytes = net.sign(alice, builder -> builder.memo("m".repeat(257)), Sends.of(alice, bob, Denom.UUSD, 1));
        assertRefused(bytes, MEMO_TOO_LONG, "at most 256 bytes; this has 257");
    }

    @Test
    void missingSignatureIsRefused() {
        assertRefused(changed(raw -> raw.clearSignatures()), TX_INCOMPLETE, "0 signature(s)");
    }

    @Test
    void keyOfAnotherIsRefused() {
        byte[] bytes = net.signAs(stranger, 0, 0, builder -> builder, Sends.of(alice, bob, Denom.UUSD, 1));
        assertRefused(bytes, TX_INCOMPLETE, alice.address().toString());
    }

    @Test
    void keyOfAnotherIsRefusedAlsoWhereTheAccountHasSignedBefore() {
        assertThat(net.block(valid).getTransactions(0).getCode()).isZero();

        byte[] bytes = net.signAs(stranger, 0, 1, builder -> builder, Sends.of(alice, bob, Denom.UUSD, 1));

        assertRefused(bytes, TX_INCOMPLETE, stranger.address().toString());
    }

    @Test
    void keysInAnotherOrderThanTheMessagesAreRefused() {
        var accounts = List.of(new SigningAccount(bob.key(), 1, 0), new SigningAccount(alice.key(), 0, 0));
        byte[] bytes = TransactionBuilder.on(TestLedger.CHAIN_ID)
                .add(Sends.of(alice, bob, Denom.UUSD, 1))
                .add(Sends.of(bob, alice, Denom.UUSD, 2))
                .fee(Coins.of(Money.of(Denom.UMIL, TestLedger.FEE)), TestLedger.GAS)
                .sign(accounts)
                .bytes();
        assertRefused(bytes, TX_INCOMPLETE, "the key given is that of " + bob.address());
    }

    @Test
    void otherSignModeIsRefused() {
        assertRefused(
                changedAuth(auth -> {
                    auth.getSignerInfosBuilder(0)
                            .getModeInfoBuilder()
                            .getSingleBuilder()
                            .setMode(SignMode.SIGN_MODE_LEGACY_AMINO_JSON);
                    return auth;
                }),
                SIGNATURE_UNSUPPORTED,
                "SIGN_MODE_LEGACY_AMINO_JSON");
    }

    @Test
    void gasLimitBelowUseIsRefused() {
        byte[] bytes = net.sign(alice, fee(25_000, 100), Sends.of(alice, bob, Denom.UUSD, 1));
        assertRefused(bytes, GAS_TOO_LOW, "its limit is 100");
    }

    @Test
    void gasLimitAboveABlocksIsRefused() {
        byte[] bytes = net.sign(alice, fee(25_000, 1_000_000_001), Sends.of(alice, bob, Denom.UUSD, 1));
        assertRefused(bytes, GAS_TOO_HIGH, "1000000001");
    }

    @Test
    void heightTimeoutHolds() {
        net.block();
        net.block();
        byte[] bytes = net.sign(alice, builder -> builder.timeoutHeight(2), Sends.of(alice, bob, Denom.UUSD, 1));
        assertRefused(bytes, TIMEOUT_HEIGHT, "valid up to height 2; this is height 3");
    }

    @Test
    void heightTimeoutIncludesItsHeight() {
        byte[] bytes = net.sign(alice, builder -> builder.timeoutHeight(1), Sends.of(alice, bob, Denom.UUSD, 1));
        assertThat(net.block(bytes).getTransactions(0).getCode()).isZero();
    }

    @Test
    void unknownAccountCannotSign() {
        byte[] bytes = net.signAs(stranger, 0, 0, builder -> builder, Sends.of(stranger, bob, Denom.UUSD, 1));
        assertRefused(bytes, ACCOUNT_UNKNOWN, stranger.address().toString());
    }

    @Test
    void replayIsRefused() {
        assertThat(net.block(valid).getTransactions(0).getCode()).isZero();
        assertRefused(valid, SEQUENCE_MISMATCH, "is 1; this transaction has 0");
    }

    @Test
    void sequenceAheadIsRefused() {
        byte[] bytes = net.signAs(alice, 0, 4, builder -> builder, Sends.of(alice, bob, Denom.UUSD, 1));
        assertRefused(bytes, SEQUENCE_MISMATCH, "is 0; this transaction has 4");
    }

    @Test
    void transactionOfAnotherChainIsRefused() {
        byte[] bytes = TransactionBuilder.on("other-chain")
                .add(Sends.of(alice, bob, Denom.UUSD, 1))
                .fee(Coins.of(Money.of(Denom.UMIL, TestLedger.FEE)), TestLedger.GAS)
                .sign(alice.key(), 0, 0)
                .bytes();
        assertRefused(bytes, SIGNATURE_INVALID, "chain id " + TestLedger.CHAIN_ID);
    }

    @Test
    void wrongAccountNumberIsRefused() {
        byte[] bytes = net.signAs(alice, 1, 0, builder -> builder, Sends.of(alice, bob, Denom.UUSD, 1));
        assertRefused(bytes, SIGNATURE_INVALID, "account number 0");
    }

    @Test
    void changedBytesBreakTheSignature() {
        assertRefused(changedBody(body -> body.setMemo("x")), SIGNATURE_INVALID, "these very bytes");
    }

    @Test
    void highHalfOfSignaturesIsRefused() {
        assertRefused(
                changed(raw -> raw.setSignatures(0, negated(raw.getSignatures(0)))), SIGNATURE_INVALID, "is not valid");
    }

    @Test
    void feeInAnotherDenominationIsRefused() {
        byte[] bytes = net.sign(
                alice,
                builder -> builder.fee(Coins.of(Money.of(Denom.UUSD, 25_000)), TestLedger.GAS),
                Sends.of(alice, bob, Denom.UUSD, 1));
        assertRefused(bytes, FEE_FORM, "one coin in umil");
    }

    @Test
    void malformedFeeIsRefused() {
        byte[] bytes = signedAuth(auth -> {
            auth.getFeeBuilder().setAmount(0, Coin.newBuilder().setDenom("umil").setAmount("-5"));
            return auth;
        });
        assertRefused(bytes, FEE_FORM, "-5");
    }

    @Test
    void feeBelowTheGasPriceIsRefused() {
        byte[] bytes = net.sign(alice, fee(24_999, TestLedger.GAS), Sends.of(alice, bob, Denom.UUSD, 1));
        assertRefused(bytes, FEE_TOO_LOW, "at least 25000umil; the fee is 24999umil");
    }

    @Test
    void feeThatThePayerDoesNotHaveIsRefused() {
        byte[] bytes = net.sign(alice, fee(1_000_000_000_001L, TestLedger.GAS), Sends.of(alice, bob, Denom.UUSD, 1));
        assertRefused(bytes, FEE_UNPAYABLE, "the fee is 1000000000001umil");
    }

    @Test
    void overflowingFeeIsRefused() {
        byte[] bytes = signedAuth(auth -> {
            auth.getFeeBuilder().setAmount(0, Coin.newBuilder().setDenom("umil").setAmount("9".repeat(40)));
            return auth;
        });
        assertRefused(bytes, FEE_FORM, "below 2^128");
    }

    @Test
    void eachSignerOfSeveralMessagesSignsOnce() {
        var accounts = List.of(new SigningAccount(alice.key(), 0, 0), new SigningAccount(bob.key(), 1, 0));
        byte[] bytes = TransactionBuilder.on(TestLedger.CHAIN_ID)
                .add(Sends.of(alice, bob, Denom.UUSD, 1))
                .add(Sends.of(bob, alice, Denom.UUSD, 2))
                .add(Sends.of(alice, bob, Denom.UUSD, 3))
                .fee(Coins.of(Money.of(Denom.UMIL, TestLedger.FEE)), TestLedger.GAS)
                .sign(accounts)
                .bytes();

        TxResult result = net.block(bytes).getTransactions(0);

        assertThat(result.getLog()).isEmpty();
        assertThat(net.account(alice).getSequence()).isEqualTo(1);
        assertThat(net.account(bob).getSequence()).isEqualTo(1);
    }

    @Test
    void oneBadSignatureOfTwoRefusesAll() {
        var accounts = List.of(new SigningAccount(alice.key(), 0, 0), new SigningAccount(bob.key(), 7, 0));
        byte[] bytes = TransactionBuilder.on(TestLedger.CHAIN_ID)
                .add(Sends.of(alice, bob, Denom.UUSD, 1))
                .add(Sends.of(bob, alice, Denom.UUSD, 2))
                .fee(Coins.of(Money.of(Denom.UMIL, TestLedger.FEE)), TestLedger.GAS)
                .sign(accounts)
                .bytes();
        assertRefused(bytes, SIGNATURE_INVALID, bob.address().toString());
    }

    @Test
    void everyCodeIsUsedOnceAndHasASentence() {
        assertThat(Arrays.stream(values()).map(ErrorCode::code)).doesNotHaveDuplicates();
        assertThat(values()).allSatisfy(code -> assertThat(code.sentence()).endsWith("."));
    }

    private void assertRefused(byte[] bytes, ErrorCode code, String... words) {
        long sequence = net.account(alice).getSequence();
        var balance = net.balance(alice, Denom.UMIL);

        TxResult checked = net.ledger().check(bytes, net.timeMs());
        TxResult result = net.block(bytes).getTransactions(0);

        assertThat(result.getCodespace()).isEqualTo(code.codespace());
        assertThat(result.getCode()).as(result.getLog()).isEqualTo(code.code());
        assertThat(result.getLog()).contains(words);
        assertThat(checked.getCode()).isEqualTo(result.getCode());
        assertThat(result.getEventsList()).isEmpty();
        assertThat(result.getHash())
                .isEqualTo(ByteString.copyFrom(
                        network.millrace.protocol.crypto.Hash.sha256(bytes).bytes()));
        assertThat(net.account(alice).getSequence()).isEqualTo(sequence);
        assertThat(net.balance(alice, Denom.UMIL)).isEqualTo(balance);
    }

    private static UnaryOperator<TransactionBuilder> fee(long amount, long gas) {
        return builder -> builder.fee(Coins.of(Money.of(Denom.UMIL, amount)), gas);
    }

    /** The valid transaction with another body and the old signature. */
    private byte[] changedBody(UnaryOperator<TxBody.Builder> change) {
        return changed(raw -> raw.setBodyBytes(
                change.apply(body(raw.getBodyBytes()).toBuilder()).build().toByteString()));
    }

    private byte[] changedAuth(UnaryOperator<AuthInfo.Builder> change) {
        return changed(raw -> raw.setAuthInfoBytes(
                change.apply(auth(raw.getAuthInfoBytes()).toBuilder()).build().toByteString()));
    }

    /** The same, signed anew. */
    private byte[] signedAuth(UnaryOperator<AuthInfo.Builder> change) {
        TxRaw.Builder raw = raw(changedAuth(change)).toBuilder();
        byte[] digest = network.millrace.protocol.tx.Transactions.signDigest(raw.build(), TestLedger.CHAIN_ID, 0);
        return raw.setSignatures(0, ByteString.copyFrom(alice.key().sign(digest)))
                .build()
                .toByteArray();
    }

    private byte[] changed(UnaryOperator<TxRaw.Builder> change) {
        return change.apply(raw(valid).toBuilder()).build().toByteArray();
    }

    private static ByteString negated(ByteString signature) {
        var order = new java.math.BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);
        var s = new java.math.BigInteger(1, signature.substring(32).toByteArray());
        byte[] high = order.subtract(s).toByteArray();
        return signature.substring(0, 32).concat(ByteString.copyFrom(high, high.length - 32, 32));
    }

    private static TxRaw raw(byte[] bytes) {
        try {
            return TxRaw.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private static TxBody body(ByteString bytes) {
        try {
            return TxBody.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private static AuthInfo auth(ByteString bytes) {
        try {
            return AuthInfo.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }
}
