package network.millrace.ledger.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import network.millrace.protocol.accounts.v1.Account;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.ledger.v1.KernelParams;
import network.millrace.protocol.tx.Transaction;
import network.millrace.protocol.tx.Transaction.Signer;

/**
 * What must hold before a transaction is executed, cheapest checks first: limits, gas, timeouts, signers, sequence or
 * nonce, signatures, fee. Only when all holds are sequence, nonce, key and fee written.
 */
final class Admission {
    private final Registry registry;
    private final SignatureVerifier verifier;

    Admission(Registry registry, SignatureVerifier verifier) {
        this.registry = registry;
        this.verifier = verifier;
    }

    /** Refuses bytes that are too many before anything is read from them. */
    static void requireSize(byte[] bytes, KernelParams limits) {
        int max = limits.getMaxTxBytes();
        Rejection.unless(
                bytes.length <= max,
                KernelError.TX_TOO_LARGE,
                "a transaction has at most %d bytes; this has %d",
                max,
                bytes.length);
    }

    /** What the transaction uses: by its bytes, its signatures and each message's price. */
    long gasUsed(Transaction transaction, KernelParams limits) {
        long gas = Math.addExact(
                limits.getGasPerByte() * transaction.size(),
                limits.getGasPerSignature() * transaction.signers().size());
        for (var message : transaction.messages()) {
            gas = Math.addExact(gas, registry.message(message.type().typeUrl()).gas(message.message()));
        }
        return gas;
    }

    /** Checks and writes everything that comes before the messages. */
    void admit(Transaction transaction, long gasUsed, KernelParams limits, Context context) {
        requireLimits(transaction, limits);
        requireGas(transaction, gasUsed, limits);
        Timeouts.require(transaction, limits, context);
        List<Account> accounts = accounts(transaction, context);
        for (int i = 0; i < accounts.size(); i++) {
            requireNext(transaction, i, accounts.get(i), context);
        }
        for (int i = 0; i < accounts.size(); i++) {
            requireSignature(transaction, i, accounts.get(i), context);
        }
        registry.fees()
                .collect(context, transaction.feePayer(), transaction.authInfo().getFee());
        for (int i = 0; i < accounts.size(); i++) {
            advance(transaction, i, accounts.get(i), context);
        }
    }

    /** The checks of {@link #admit} that make sense before a transaction is signed and paid. */
    void admitUnsigned(Transaction transaction, KernelParams limits, Context context) {
        requireLimits(transaction, limits);
        Timeouts.require(transaction, limits, context);
        accounts(transaction, context);
    }

    private static void requireLimits(Transaction transaction, KernelParams limits) {
        int messages = transaction.messages().size();
        Rejection.unless(
                messages <= limits.getMaxMessagesPerTx(),
                KernelError.MESSAGE_COUNT,
                "a transaction has at most %d messages; this has %d",
                limits.getMaxMessagesPerTx(),
                messages);
        int memo = transaction.body().getMemoBytes().size();
        Rejection.unless(
                memo <= limits.getMaxMemoBytes(),
                KernelError.MEMO_TOO_LONG,
                "a memo has at most %d bytes; this has %d",
                limits.getMaxMemoBytes(),
                memo);
    }

    private static void requireGas(Transaction transaction, long used, KernelParams limits) {
        long limit = transaction.authInfo().getFee().getGasLimit();
        long max = limits.getMaxBlockGas();
        Rejection.unless(
                limit >= 0 && limit <= max,
                KernelError.GAS_TOO_HIGH,
                "a block may use %d gas; the limit of this transaction is %s",
                max,
                Long.toUnsignedString(limit));
        Rejection.unless(
                used <= limit,
                KernelError.GAS_TOO_LOW,
                "the transaction uses %d gas; its limit is %d: sign it again with at least that",
                used,
                limit);
    }

    private List<Account> accounts(Transaction transaction, Context context) {
        var accounts = new ArrayList<Account>(transaction.signers().size());
        for (Signer signer : transaction.signers()) {
            accounts.add(account(signer, context));
        }
        return accounts;
    }

    private Account account(Signer signer, Context context) {
        Rejection.unless(
                !registry.signers().isModuleAccount(signer.address()),
                KernelError.MODULE_ACCOUNT_SIGNER,
                "%s belongs to a module, and nobody signs for it",
                signer.address());
        Account account = registry.signers()
                .find(context, signer.address())
                .orElseThrow(() -> new Rejection(
                        KernelError.ACCOUNT_UNKNOWN,
                        String.format(
                                Locale.ROOT,
                                "account %s does not exist yet: it begins when it first receives money",
                                signer.address())));
        requireOwnKey(signer, account);
        return account;
    }

    /** An account that has signed before keeps its key; only for a new key is the address derived, which takes two hashes. */
    private static void requireOwnKey(Signer signer, Account account) {
        if (account.getPublicKey().isEmpty() || !signer.key().isEncodedAs(account.getPublicKey())) {
            Address owner = signer.key().address();
            Rejection.unless(
                    owner.equals(signer.address()),
                    KernelError.TX_INCOMPLETE,
                    "the signature of %s is needed here; the key given is that of %s",
                    signer.address(),
                    owner);
        }
    }

    private void requireNext(Transaction transaction, int index, Account account, Context context) {
        Signer signer = transaction.signers().get(index);
        if (!transaction.body().getUnordered()) {
            Rejection.unless(
                    signer.sequence() == account.getSequence(),
                    KernelError.SEQUENCE_MISMATCH,
                    "the next sequence of %s is %d; this transaction has %s",
                    signer.address(),
                    account.getSequence(),
                    Long.toUnsignedString(signer.sequence()));
            return;
        }
        Rejection.unless(
                signer.sequence() == 0,
                KernelError.UNORDERED_FORM,
                "an unordered transaction has sequence 0; this has %s for %s",
                Long.toUnsignedString(signer.sequence()),
                signer.address());
        Rejection.unless(
                !registry.signers().hasUsed(context, signer.address(), Timeouts.nonceNs(transaction)),
                KernelError.UNORDERED_USED,
                "%s has used the timeout %d ns before: take another one for another transaction",
                signer.address(),
                Timeouts.nonceNs(transaction));
    }

    /** What {@link #admit} asks the verifier. */
    List<SignatureCheck> signatureChecks(Transaction transaction, Context context) {
        List<Account> accounts = accounts(transaction, context);
        return IntStream.range(0, accounts.size())
                .mapToObj(index -> check(transaction, index, accounts.get(index), context))
                .toList();
    }

    private static SignatureCheck check(Transaction transaction, int index, Account account, Context context) {
        return new SignatureCheck(transaction, index, context.chainId(), account.getNumber());
    }

    private void requireSignature(Transaction transaction, int index, Account account, Context context) {
        var check = check(transaction, index, account, context);
        Rejection.unless(
                verifier.isValid(check),
                KernelError.SIGNATURE_INVALID,
                "the signature of %s is not valid: expected one over chain id %s, account number %d and these very bytes",
                transaction.signers().get(index).address(),
                context.chainId(),
                account.getNumber());
    }

    private void advance(Transaction transaction, int index, Account account, Context context) {
        Signer signer = transaction.signers().get(index);
        if (transaction.body().getUnordered()) {
            registry.signers().use(context, signer.address(), Timeouts.nonceNs(transaction));
            if (!account.getPublicKey().isEmpty()) {
                return;
            }
        }
        var next = account.toBuilder();
        if (account.getPublicKey().isEmpty()) {
            next.setPublicKey(signer.key().toByteString());
        }
        if (!transaction.body().getUnordered()) {
            next.setSequence(account.getSequence() + 1);
        }
        registry.signers().save(context, signer.address(), next.build());
    }
}
