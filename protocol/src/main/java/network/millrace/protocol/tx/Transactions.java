package network.millrace.protocol.tx;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Parser;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.cosmos.crypto.secp256k1.PubKey;
import network.millrace.protocol.cosmos.tx.signing.v1beta1.SignMode;
import network.millrace.protocol.cosmos.tx.v1beta1.AuthInfo;
import network.millrace.protocol.cosmos.tx.v1beta1.SignDoc;
import network.millrace.protocol.cosmos.tx.v1beta1.SignerInfo;
import network.millrace.protocol.cosmos.tx.v1beta1.TxBody;
import network.millrace.protocol.cosmos.tx.v1beta1.TxRaw;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.crypto.PublicKey;
import network.millrace.protocol.crypto.Secp256k1;
import network.millrace.protocol.registry.MessageType;
import network.millrace.protocol.registry.MessageTypes;
import network.millrace.protocol.tx.Transaction.Signer;
import network.millrace.protocol.tx.Transaction.TransactionMessage;

/** Reads transactions and makes the bytes that are signed. Pure; the same bytes always give the same answer. */
public final class Transactions {
    /** Type URL of the one kind of key there is. */
    public static final String KEY_TYPE_URL = MessageTypes.typeUrl(PubKey.getDescriptor());

    private static final Parser<TxRaw> RAW = CanonicalForm.knownFields(TxRaw.parser());
    private static final Parser<TxBody> BODY = CanonicalForm.knownFields(TxBody.parser());
    private static final Parser<AuthInfo> AUTH_INFO = CanonicalForm.knownFields(AuthInfo.parser());
    private static final Parser<PubKey> KEY = CanonicalForm.knownFields(PubKey.parser());

    /** Whether signatures must be there; a simulation asks what a transaction would do before it is signed. */
    private enum Signed {
        REQUIRED,
        NOT_YET
    }

    private Transactions() {}

    /**
     * Reads a transaction and checks its form: canonical encoding at every level (Cosmos ADR-027), known message types,
     * one secp256k1 key and SIGN_MODE_DIRECT signature for each account that must sign.
     *
     * @throws TransactionException when the form is not right, saying what was expected and what came
     */
    public static Transaction decode(byte[] bytes) throws TransactionException {
        return decode(bytes, Signed.REQUIRED);
    }

    /**
     * As {@link #decode}, for simulation: signatures may be empty and the sign mode unspecified, as clients send them when
     * they estimate gas.
     *
     * @throws TransactionException as {@link #decode}
     */
    public static Transaction decodeUnsigned(byte[] bytes) throws TransactionException {
        return decode(bytes, Signed.NOT_YET);
    }

    /** SHA-256 of a transaction's bytes, its name on the network. */
    public static Hash hash(byte[] transaction) {
        return Hash.sha256(transaction);
    }

    /** The digest that each signer signs: SHA-256 of the encoded SignDoc. Account numbers differ from signer to signer. */
    public static byte[] signDigest(TxRaw raw, String chainId, long accountNumber) {
        SignDoc document = SignDoc.newBuilder()
                .setBodyBytes(raw.getBodyBytes())
                .setAuthInfoBytes(raw.getAuthInfoBytes())
                .setChainId(chainId)
                .setAccountNumber(accountNumber)
                .build();
        return Hash.newSha256().digest(document.toByteArray());
    }

    private static Transaction decode(byte[] bytes, Signed signed) throws TransactionException {
        ByteString encoded = ByteString.copyFrom(bytes);
        TxRaw raw = CanonicalForm.parse(RAW, TxRaw.parser(), encoded, "TxRaw");
        TxBody body = CanonicalForm.parse(BODY, TxBody.parser(), raw.getBodyBytes(), "TxBody");
        AuthInfo authInfo = CanonicalForm.parse(AUTH_INFO, AuthInfo.parser(), raw.getAuthInfoBytes(), "AuthInfo");
        List<TransactionMessage> messages = messages(body);
        Set<Address> accounts = accounts(messages, authInfo);
        List<Signer> signers = signers(raw, authInfo, accounts, signed);
        Address payer = feePayer(authInfo, signers.getFirst().address());
        return new Transaction(raw, hash(bytes), bytes.length, body, authInfo, messages, payer, signers);
    }

    private static List<TransactionMessage> messages(TxBody body) throws TransactionException {
        if (body.getMessagesCount() == 0) {
            throw new TransactionException(TransactionProblem.INCOMPLETE, "a transaction needs at least one message");
        }
        List<TransactionMessage> messages = new ArrayList<>(body.getMessagesCount());
        for (Any any : body.getMessagesList()) {
            messages.add(message(any));
        }
        return List.copyOf(messages);
    }

    private static TransactionMessage message(Any any) throws TransactionException {
        MessageType type = MessageTypes.find(any.getTypeUrl())
                .filter(MessageType::isTransactionMessage)
                .orElseThrow(() -> new TransactionException(
                        TransactionProblem.UNKNOWN_MESSAGE,
                        "this network has no transaction message " + MalformedException.quote(any.getTypeUrl())));
        var message = CanonicalForm.parse(type, any.getValue());
        try {
            return new TransactionMessage(type, message, type.signer(message));
        } catch (MalformedException noAddress) {
            throw new TransactionException(
                    TransactionProblem.INCOMPLETE, "the signer of " + type + ": " + noAddress.getMessage());
        }
    }

    /** Who must sign, in the order Cosmos clients expect. */
    private static Set<Address> accounts(List<TransactionMessage> messages, AuthInfo authInfo)
            throws TransactionException {
        Set<Address> accounts = new LinkedHashSet<>();
        messages.forEach(message -> accounts.add(message.signer()));
        accounts.add(feePayer(authInfo, messages.getFirst().signer()));
        return accounts;
    }

    private static Address feePayer(AuthInfo authInfo, Address firstSigner) throws TransactionException {
        if (!authInfo.getFee().getGranter().isEmpty()) {
            throw new TransactionException(
                    TransactionProblem.INCOMPLETE, "this network has no fee grants: leave the fee's granter empty");
        }
        String payer = authInfo.getFee().getPayer();
        if (payer.isEmpty()) {
            return firstSigner;
        }
        try {
            return Address.parse(payer);
        } catch (MalformedException noAddress) {
            throw new TransactionException(TransactionProblem.INCOMPLETE, "the fee's payer: " + noAddress.getMessage());
        }
    }

    private static List<Signer> signers(TxRaw raw, AuthInfo authInfo, Set<Address> accounts, Signed signed)
            throws TransactionException {
        int count = accounts.size();
        if (authInfo.getSignerInfosCount() != count || raw.getSignaturesCount() != count) {
            throw new TransactionException(
                    TransactionProblem.INCOMPLETE,
                    "the messages need " + count + " signer(s); there are " + authInfo.getSignerInfosCount()
                            + " signer info(s) and " + raw.getSignaturesCount() + " signature(s)");
        }
        List<Signer> signers = new ArrayList<>(count);
        for (Address account : accounts) {
            int index = signers.size();
            signers.add(signer(authInfo.getSignerInfos(index), raw.getSignatures(index), account, signed));
        }
        return List.copyOf(signers);
    }

    private static Signer signer(SignerInfo info, ByteString signature, Address account, Signed signed)
            throws TransactionException {
        checkMode(info, signed);
        if (signed == Signed.REQUIRED && signature.size() != Secp256k1.SIGNATURE_BYTES) {
            throw new TransactionException(
                    TransactionProblem.UNSUPPORTED_SIGNATURE,
                    "a signature is " + Secp256k1.SIGNATURE_BYTES + " bytes; the one of " + account + " has "
                            + signature.size());
        }
        PublicKey key = key(info.getPublicKey());
        return new Signer(account, key, info.getSequence(), signature);
    }

    private static void checkMode(SignerInfo info, Signed signed) throws TransactionException {
        SignMode mode = info.getModeInfo().getSingle().getMode();
        boolean unspecified = mode == SignMode.SIGN_MODE_UNSPECIFIED && signed == Signed.NOT_YET;
        if (mode != SignMode.SIGN_MODE_DIRECT && !unspecified) {
            throw new TransactionException(
                    TransactionProblem.UNSUPPORTED_SIGNATURE, "sign with SIGN_MODE_DIRECT; this is " + mode);
        }
    }

    private static PublicKey key(Any any) throws TransactionException {
        if (!any.getTypeUrl().equals(KEY_TYPE_URL)) {
            throw new TransactionException(
                    TransactionProblem.UNSUPPORTED_SIGNATURE,
                    "a signer's public key must be a " + KEY_TYPE_URL + "; this is "
                            + (any.getTypeUrl().isEmpty() ? "missing" : MalformedException.quote(any.getTypeUrl())));
        }
        PubKey key = CanonicalForm.parse(KEY, PubKey.parser(), any.getValue(), "PubKey");
        try {
            return PublicKey.unchecked(key.getKey());
        } catch (MalformedException wrongLength) {
            throw new TransactionException(TransactionProblem.UNSUPPORTED_SIGNATURE, wrongLength.getMessage());
        }
    }
}
