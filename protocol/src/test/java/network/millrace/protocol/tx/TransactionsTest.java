package network.millrace.protocol.tx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import network.millrace.protocol.Property;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.bank.v1.Transfer;
import network.millrace.protocol.cosmos.bank.v1beta1.MsgSend;
import network.millrace.protocol.cosmos.tx.signing.v1beta1.SignMode;
import network.millrace.protocol.cosmos.tx.v1beta1.AuthInfo;
import network.millrace.protocol.cosmos.tx.v1beta1.Fee;
import network.millrace.protocol.cosmos.tx.v1beta1.ModeInfo;
import network.millrace.protocol.cosmos.tx.v1beta1.TxBody;
import network.millrace.protocol.cosmos.tx.v1beta1.TxRaw;
import network.millrace.protocol.crypto.PrivateKey;
import network.millrace.protocol.money.Coins;
import network.millrace.protocol.money.Money;
import network.millrace.protocol.registry.MessageTypes;
import network.millrace.protocol.tx.TransactionBuilder.SigningAccount;
import org.junit.jupiter.api.Test;

class TransactionsTest {
    /** Encoded and signed by an independent program (Python). */
    private static final String GOLDEN =
            "0a92010a88010a1c2f636f736d6f732e62616e6b2e763162657461312e4d736753656e6412680a2b"
                    + "6d696c6c3139726c34636d32686d7238616679346b6c6470787a33666b61346a6775713061326d346d616c122b6d696c6c316d7268"
                    + "70396378653874617a786165356e7470306d386c7563746770393564397673706c7a771a0c0a04756d696c120431303030120568656c"
                    + "6c6f12660a500a460a1f2f636f736d6f732e63727970746f2e736563703235366b312e5075624b657912230a21024f4e2ad99c34d60b"
                    + "9ba6283c9431a8418af8673212961f97a77b6377fcd05b6212040a020801180712120a0c0a04756d696c1204323030301080f1041a40"
                    + "5dbf745cb24b06487d68343a96a4a36cf1e6347e4ea3412731aacd2748e40cf816d67f25ac890e71654afa2f2d6953e861b149789e5b"
                    + "c995574b475e97be9be1";

    private static final String GOLDEN_DIGEST = "798bc5185621cf5334f95ecb954c97e63c7295501f7448405e0f52dab2749596";
    private static final String GOLDEN_HASH = "0333fc2188fcdab8fca086a2df05417ebd0f4f305cf5f54d17d8ee7a7b132fc7";
    private static final String CHAIN = "millrace-dev";

    private static final PrivateKey KEY =
            PrivateKey.of(HexFormat.of().parseHex("c4a48e2fce1481cd3294b4490f6678090ea98d3d0e5cd984558ab0968741b104"));
    private static final PrivateKey OTHER_KEY =
            PrivateKey.of(HexFormat.of().parseHex("0000000000000000000000000000000000000000000000000000000000000002"));

    private static MsgSend send(PrivateKey from) {
        return MsgSend.newBuilder()
                .setFromAddress(from.address().toString())
                .setToAddress(Address.module("treasury").toString())
                .addAmount(Money.parse("1000umil").toProto())
                .build();
    }

    private static TransactionBuilder builder() {
        return TransactionBuilder.on(CHAIN).add(send(KEY)).memo("hello").fee(Coins.of(Money.parse("2000umil")), 80_000);
    }

    private static TxRaw signed() {
        return builder().sign(KEY, 12, 7).raw();
    }

    private static TransactionException refusal(byte[] bytes) {
        return catchThrowableOfType(TransactionException.class, () -> Transactions.decode(bytes));
    }

    private static void assertRefused(TxRaw raw, TransactionProblem problem, String part) {
        assertThat(refusal(raw.toByteArray())).hasMessageContaining(part);
        assertThat(refusal(raw.toByteArray()).problem()).isEqualTo(problem);
    }

    @Test
    void builderWritesTheGoldenTransaction() {
        SignedTransaction transaction = builder().sign(KEY, 12, 7);

        assertThat(HexFormat.of().formatHex(transaction.bytes())).isEqualTo(GOLDEN);
        assertThat(transaction.hash().hex()).isEqualTo(GOLDEN_HASH);
    }

    @Test
    void goldenTransactionIsRead() throws TransactionException {
        Transaction transaction = Transactions.decode(HexFormat.of().parseHex(GOLDEN));
        byte[] digest = Transactions.signDigest(transaction.raw(), CHAIN, 12);
        Transaction.Signer signer = transaction.signers().getFirst();

        assertThat(transaction.hash().hex()).isEqualTo(GOLDEN_HASH);
        assertThat(transaction.messages().getFirst().message()).isEqualTo(send(KEY));
        assertThat(transaction.messages().getFirst().signer()).isEqualTo(KEY.address());
        assertThat(transaction.feePayer()).isEqualTo(KEY.address());
        assertThat(signer.sequence()).isEqualTo(7);
        assertThat(HexFormat.of().formatHex(digest)).isEqualTo(GOLDEN_DIGEST);
        assertThat(signer.key().verify(digest, signer.signature().toByteArray()))
                .isTrue();
    }

    @Test
    void signatureIsForOneNetworkAndOneAccountNumber() throws TransactionException {
        Transaction transaction = Transactions.decode(signed().toByteArray());
        Transaction.Signer signer = transaction.signers().getFirst();
        byte[] signature = signer.signature().toByteArray();

        assertThat(signer.key().verify(Transactions.signDigest(transaction.raw(), "other", 12), signature))
                .isFalse();
        assertThat(signer.key().verify(Transactions.signDigest(transaction.raw(), CHAIN, 13), signature))
                .isFalse();
    }

    @Test
    void unorderedTransactionCarriesItsTimeout() throws TransactionException {
        Instant timeout = Instant.parse("2026-11-21T06:00:00.123456789Z");

        Transaction transaction = Transactions.decode(
                builder().unordered(timeout).sign(KEY, 12, 0).bytes());

        assertThat(transaction.body().getUnordered()).isTrue();
        assertThat(transaction.body().getTimeoutTimestamp())
                .isEqualTo(Timestamp.newBuilder()
                        .setSeconds(timeout.getEpochSecond())
                        .setNanos(123_456_789)
                        .build());
    }

    @Test
    void everyAccountThatAMessageNamesMustSignInThatOrder() throws TransactionException {
        TransactionBuilder builder = builder().add(send(OTHER_KEY)).add(send(KEY));
        SigningAccount first = new SigningAccount(KEY, 12, 7);
        SigningAccount second = new SigningAccount(OTHER_KEY, 13, 0);

        Transaction transaction =
                Transactions.decode(builder.sign(List.of(first, second)).bytes());

        assertThat(transaction.signers())
                .extracting(Transaction.Signer::address)
                .containsExactly(KEY.address(), OTHER_KEY.address());
        assertRefused(
                builder.sign(List.of(first)).raw(), TransactionProblem.INCOMPLETE, "need 2 signer(s); there are 1");
    }

    @Test
    void unknownFieldIsRefusedAtEveryLevel() throws Exception {
        byte[] extra = {(byte) 0xf8, 0x7f, 1}; // field 2047, varint 1
        TxRaw raw = signed();
        TxBody body = TxBody.parseFrom(raw.getBodyBytes());
        ByteString tail = ByteString.copyFrom(extra);
        TxBody inMessage = body.toBuilder()
                .setMessages(
                        0,
                        body.getMessages(0).toBuilder()
                                .setValue(body.getMessages(0).getValue().concat(tail)))
                .build();
        AuthInfo authInfo = AuthInfo.parseFrom(raw.getAuthInfoBytes());
        AuthInfo inFee = AuthInfo.parseFrom(authInfo.toBuilder()
                .setFee(Fee.parseFrom(authInfo.getFee().toByteString().concat(tail)))
                .build()
                .toByteString());

        assertThat(refusal(raw.toByteString().concat(tail).toByteArray()))
                .hasMessage("TxRaw #2047 is a field this network does not know");
        assertRefused(
                raw.toBuilder().setBodyBytes(raw.getBodyBytes().concat(tail)).build(),
                TransactionProblem.UNKNOWN_FIELD,
                "TxBody #2047");
        assertRefused(
                raw.toBuilder().setBodyBytes(inMessage.toByteString()).build(),
                TransactionProblem.UNKNOWN_FIELD,
                "/cosmos.bank.v1beta1.MsgSend #2047");
        assertRefused(
                raw.toBuilder().setAuthInfoBytes(inFee.toByteString()).build(),
                TransactionProblem.UNKNOWN_FIELD,
                "AuthInfo.fee #2047");
    }

    @Test
    void everyOtherEncodingOfTheSameContentIsRefused() {
        TxRaw raw = signed();
        ByteString memo = TxBody.newBuilder().setMemo("hello").build().toByteString();
        ByteString messages = raw.getBodyBytes().substring(0, raw.getBodyBytes().size() - memo.size());
        ByteString zeroHeight = ByteString.copyFrom(new byte[] {0x18, 0});
        ByteString longVarint = ByteString.copyFrom(new byte[] {0x18, (byte) 0x81, 0});

        for (ByteString body : List.of(
                memo.concat(messages), // out of order
                raw.getBodyBytes().concat(memo), // twice
                raw.getBodyBytes().concat(zeroHeight), // default value written out
                raw.getBodyBytes().concat(longVarint))) { // varint longer than needed
            assertRefused(
                    raw.toBuilder().setBodyBytes(body).build(), TransactionProblem.NOT_CANONICAL, "canonical form");
        }
    }

    @Test
    void whatIsNoTransactionIsRefused() {
        assertThat(refusal(new byte[] {1, 2, 3}).problem()).isEqualTo(TransactionProblem.UNDECODABLE);
        assertThat(refusal(new byte[0])).hasMessageContaining("at least one message");
        assertThat(refusal("hello".getBytes(StandardCharsets.UTF_8)).problem())
                .isEqualTo(TransactionProblem.UNDECODABLE);
    }

    @Test
    void truncationIsAlwaysNoticed() {
        byte[] bytes = signed().toByteArray();
        for (int length = 0; length < bytes.length; length++) {
            assertThat(refusal(Arrays.copyOf(bytes, length)))
                    .as("first %s bytes", length)
                    .isNotNull();
        }
    }

    @Test
    void anyChangedByteIsRefusedOrBreaksTheSignature() {
        byte[] bytes = signed().toByteArray();
        Property.holds("anyChangedByteIsRefusedOrBreaksTheSignature", 1000, random -> {
            byte[] changed = bytes.clone();
            changed[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                Transaction transaction = Transactions.decode(changed);
                Transaction.Signer signer = transaction.signers().getFirst();
                byte[] digest = Transactions.signDigest(transaction.raw(), CHAIN, 12);
                assertThat(signer.key().verify(digest, signer.signature().toByteArray()))
                        .isFalse();
            } catch (TransactionException refused) {
                assertThat(refused).hasMessageContaining(" ");
            }
        });
    }

    @Test
    void messagesThatCannotStandInATransactionAreRefused() {
        TxRaw foreign = TransactionBuilder.on(CHAIN)
                .add(Timestamp.getDefaultInstance())
                .sign(KEY, 12, 7)
                .raw();
        TxRaw event = TransactionBuilder.on(CHAIN)
                .add(Transfer.getDefaultInstance())
                .sign(KEY, 12, 7)
                .raw();

        assertRefused(foreign, TransactionProblem.UNKNOWN_MESSAGE, "/google.protobuf.Timestamp");
        assertRefused(event, TransactionProblem.UNKNOWN_MESSAGE, "/millrace.bank.v1.Transfer");
    }

    @Test
    void onlyDirectSignaturesByASecp256k1KeyAreAccepted() throws Exception {
        TxRaw raw = signed();
        AuthInfo authInfo = AuthInfo.parseFrom(raw.getAuthInfoBytes());
        AuthInfo.Builder amino = authInfo.toBuilder();
        amino.getSignerInfosBuilder(0)
                .setModeInfo(ModeInfo.newBuilder()
                        .setSingle(ModeInfo.Single.newBuilder().setMode(SignMode.SIGN_MODE_LEGACY_AMINO_JSON)));
        AuthInfo.Builder keyless = authInfo.toBuilder();
        keyless.getSignerInfosBuilder(0).clearPublicKey();

        assertRefused(
                raw.toBuilder().setAuthInfoBytes(amino.build().toByteString()).build(),
                TransactionProblem.UNSUPPORTED_SIGNATURE,
                "this is SIGN_MODE_LEGACY_AMINO_JSON");
        assertRefused(
                raw.toBuilder().setAuthInfoBytes(keyless.build().toByteString()).build(),
                TransactionProblem.UNSUPPORTED_SIGNATURE,
                "this is missing");
        assertRefused(
                raw.toBuilder()
                        .setSignatures(0, ByteString.copyFrom(new byte[63]))
                        .build(),
                TransactionProblem.UNSUPPORTED_SIGNATURE,
                "has 63");
    }

    @Test
    void simulationTakesEmptySignaturesButTheSameForm() throws TransactionException {
        TxRaw raw = signed().toBuilder().setSignatures(0, ByteString.EMPTY).build();

        assertThat(Transactions.decodeUnsigned(raw.toByteArray()).messages()).hasSize(1);
        assertThat(refusal(raw.toByteArray()).problem()).isEqualTo(TransactionProblem.UNSUPPORTED_SIGNATURE);
    }

    @Test
    void feeMayBePaidByAnotherWhoSignsLast() throws Exception {
        TransactionBuilder builder = builder();
        AuthInfo authInfo = AuthInfo.parseFrom(
                builder.sign(List.of(new SigningAccount(KEY, 12, 7), new SigningAccount(OTHER_KEY, 13, 0)))
                        .raw()
                        .getAuthInfoBytes());
        AuthInfo.Builder paid = authInfo.toBuilder();
        paid.getFeeBuilder().setPayer(OTHER_KEY.address().toString());
        TxRaw raw = signed().toBuilder()
                .setAuthInfoBytes(paid.build().toByteString())
                .addSignatures(ByteString.copyFrom(new byte[64]))
                .build();

        Transaction transaction = Transactions.decode(raw.toByteArray());

        assertThat(transaction.feePayer()).isEqualTo(OTHER_KEY.address());
        assertThat(transaction.signers())
                .extracting(Transaction.Signer::address)
                .containsExactly(KEY.address(), OTHER_KEY.address());
    }

    @Test
    void signerMustBeAnAddress() {
        MsgSend nobody = MsgSend.newBuilder().setFromAddress("nobody").build();

        TxRaw raw = TransactionBuilder.on(CHAIN).add(nobody).sign(KEY, 12, 7).raw();

        assertRefused(raw, TransactionProblem.INCOMPLETE, "the signer of /cosmos.bank.v1beta1.MsgSend: an address is");
    }

    @Test
    void packedMessagesCarryCosmosTypeUrls() {
        assertThat(MessageTypes.pack(send(KEY)).getTypeUrl()).isEqualTo("/cosmos.bank.v1beta1.MsgSend");
    }
}
