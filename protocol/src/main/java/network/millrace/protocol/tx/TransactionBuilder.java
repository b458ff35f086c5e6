package network.millrace.protocol.tx;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import network.millrace.protocol.cosmos.crypto.secp256k1.PubKey;
import network.millrace.protocol.cosmos.tx.signing.v1beta1.SignMode;
import network.millrace.protocol.cosmos.tx.v1beta1.AuthInfo;
import network.millrace.protocol.cosmos.tx.v1beta1.Fee;
import network.millrace.protocol.cosmos.tx.v1beta1.ModeInfo;
import network.millrace.protocol.cosmos.tx.v1beta1.SignerInfo;
import network.millrace.protocol.cosmos.tx.v1beta1.TxBody;
import network.millrace.protocol.cosmos.tx.v1beta1.TxRaw;
import network.millrace.protocol.crypto.PrivateKey;
import network.millrace.protocol.crypto.PublicKey;
import network.millrace.protocol.money.Coins;
import network.millrace.protocol.registry.MessageTypes;

/**
 * Puts a transaction together and signs it. Each signer takes the part of one account; the order of signers is the order
 * in which the messages name them.
 */
public final class TransactionBuilder {
    private static final ModeInfo DIRECT = ModeInfo.newBuilder()
            .setSingle(ModeInfo.Single.newBuilder().setMode(SignMode.SIGN_MODE_DIRECT))
            .build();

    private final String chainId;
    private final TxBody.Builder body = TxBody.newBuilder();
    private final Fee.Builder fee = Fee.newBuilder();

    private TransactionBuilder(String chainId) {
        this.chainId = chainId;
    }

    /**
     * One who signs.
     *
     * @param accountNumber as the ledger has it
     * @param sequence the account's next; 0 in unordered transactions
     */
    public record SigningAccount(PrivateKey key, long accountNumber, long sequence) {}

    /** Begins a transaction for one network only. */
    public static TransactionBuilder on(String chainId) {
        return new TransactionBuilder(chainId);
    }

    public TransactionBuilder add(Message message) {
        body.addMessages(MessageTypes.pack(message));
        return this;
    }

    public TransactionBuilder memo(String memo) {
        body.setMemo(memo);
        return this;
    }

    /** Sets the fee and the most gas the transaction may use. */
    public TransactionBuilder fee(Coins amount, long gasLimit) {
        fee.clearAmount().addAllAmount(amount.toProto()).setGasLimit(gasLimit);
        return this;
    }

    /** Makes the transaction independent of sequences: valid once, until the timeout. */
    public TransactionBuilder unordered(Instant timeout) {
        body.setUnordered(true)
                .setTimeoutTimestamp(Timestamp.newBuilder()
                        .setSeconds(timeout.getEpochSecond())
                        .setNanos(timeout.getNano()));
        return this;
    }

    /** Refused in blocks above this height; 0 = no limit. */
    public TransactionBuilder timeoutHeight(long height) {
        body.setTimeoutHeight(height);
        return this;
    }

    /** Signs for one account. */
    public SignedTransaction sign(PrivateKey key, long accountNumber, long sequence) {
        return sign(List.of(new SigningAccount(key, accountNumber, sequence)));
    }

    /** Signs for several accounts, in the order in which the messages name them. */
    public SignedTransaction sign(List<SigningAccount> accounts) {
        AuthInfo.Builder authInfo = AuthInfo.newBuilder().setFee(fee);
        accounts.forEach(account -> authInfo.addSignerInfos(info(account.key().publicKey(), account.sequence())));
        TxRaw.Builder raw = TxRaw.newBuilder()
                .setBodyBytes(body.build().toByteString())
                .setAuthInfoBytes(authInfo.build().toByteString());
        TxRaw unsigned = raw.build();
        List<ByteString> signatures = new ArrayList<>(accounts.size());
        for (SigningAccount account : accounts) {
            byte[] digest = Transactions.signDigest(unsigned, chainId, account.accountNumber());
            signatures.add(ByteString.copyFrom(account.key().sign(digest)));
        }
        return SignedTransaction.of(raw.addAllSignatures(signatures).build());
    }

    private static SignerInfo info(PublicKey key, long sequence) {
        PubKey publicKey = PubKey.newBuilder().setKey(key.toByteString()).build();
        return SignerInfo.newBuilder()
                .setPublicKey(
                        Any.newBuilder().setTypeUrl(Transactions.KEY_TYPE_URL).setValue(publicKey.toByteString()))
                .setModeInfo(DIRECT)
                .setSequence(sequence)
                .build();
    }
}
