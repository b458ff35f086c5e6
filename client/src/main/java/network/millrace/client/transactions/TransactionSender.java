package network.millrace.client.transactions;

import com.google.protobuf.Message;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import network.millrace.client.Network;
import network.millrace.client.NetworkException;
import network.millrace.client.RefusedException;
import network.millrace.client.transactions.SenderOptions.Ordering;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.crypto.PrivateKey;
import network.millrace.protocol.ledger.v1.TxResult;
import network.millrace.protocol.money.Coins;
import network.millrace.protocol.money.Money;
import network.millrace.protocol.money.Price;
import network.millrace.protocol.tx.SignedTransaction;
import network.millrace.protocol.tx.TransactionBuilder;

/**
 * Sends transactions of one account and waits until they are in a block. While no node answers it
 * tries again ({@link Attempts}); what was signed once is handed in again unchanged ({@link Delivery}), which is safe
 * because it can be executed only once.
 *
 * <p>Safe for use by several threads. Unordered transactions go out side by side; sequenced ones wait for each other.
 */
public final class TransactionSender {
    /** A sequence that another program of the same key took first: sign anew. */
    private static final int SEQUENCE_MISMATCH = 19;

    private final Network network;
    private final PrivateKey key;
    private final SenderOptions options;
    private final LedgerFacts facts;
    private final Attempts attempts;
    private final Delivery delivery;
    private final UniqueTimeouts timeouts;
    private final ReentrantLock inOrder = new ReentrantLock();

    /** A sender for one account. */
    public TransactionSender(
            Network network, PrivateKey key, SenderOptions options, InstantSource clock, Pauses pauses) {
        this.network = network;
        this.key = key;
        this.options = options;
        this.facts = new LedgerFacts(network, key.address());
        this.attempts = new Attempts(options, pauses);
        this.delivery = new Delivery(network, attempts);
        this.timeouts = new UniqueTimeouts(clock);
    }

    /** A sender with the usual options, in real time. */
    public static TransactionSender of(Network network, PrivateKey key) {
        return new TransactionSender(network, key, SenderOptions.DEFAULT, InstantSource.system(), Pauses.SLEEP);
    }

    /** The account that signs. */
    public Address address() {
        return key.address();
    }

    /**
     * Sends one transaction with these messages and waits until it is executed.
     *
     * @throws TransactionFailedException when the ledger says no
     * @throws RefusedException when the account does not exist yet, among other refusals of the node
     * @throws NetworkException when no node answered often enough; the message says whether the transaction may still be
     *     included
     */
    public Receipt send(Message... messages) {
        return send(List.of(messages));
    }

    /** As {@link #send(Message...)}. */
    public Receipt send(List<? extends Message> messages) {
        if (options.ordering() == Ordering.UNORDERED) {
            return delivery.deliver(attempts.run(before -> estimateAndSign(messages), Attempts::isSilence));
        }
        inOrder.lock();
        try {
            return sendInOrder(messages);
        } finally {
            inOrder.unlock();
        }
    }

    /**
     * What these messages would use and cost now.
     *
     * @throws TransactionFailedException when the ledger would refuse to execute them
     */
    public FeeEstimate estimate(List<? extends Message> messages) {
        Price gasPrice = facts.gasPrice();
        SignedTransaction trial = sign(messages, new FeeEstimate(0, Money.zero(gasPrice.denom())), sequence());
        TxResult result = network.simulate(trial.bytes());
        if (result.getCode() != 0) {
            throw new TransactionFailedException(
                    trial.hash(), 0, result.getCode(), result.getCodespace(), result.getLog());
        }
        long gasLimit = Math.ceilDiv(Math.multiplyExact(result.getGasUsed(), (long) options.gasMarginPercent()), 100);
        return new FeeEstimate(gasLimit, gasPrice.costRoundedUp(gasLimit));
    }

    /**
     * Signs a transaction without sending it, for callers that keep it until it is their turn. Ordered senders cannot.
     *
     * @throws IllegalStateException when the sender is a sequenced one
     */
    public SignedTransaction prepare(List<? extends Message> messages, FeeEstimate fee) {
        if (options.ordering() == Ordering.SEQUENCED) {
            throw new IllegalStateException("only unordered transactions can be signed ahead of their turn");
        }
        return sign(messages, fee, 0);
    }

    private Receipt sendInOrder(List<? extends Message> messages) {
        SignedTransaction first = attempts.run(before -> estimateAndSign(messages), Attempts::isSilence);
        try {
            return delivery.deliver(first);
        } catch (TransactionFailedException failed) {
            boolean overtaken =
                    failed.height() == 0 && failed.codespace().equals("kernel") && failed.code() == SEQUENCE_MISMATCH;
            if (!overtaken) {
                throw failed;
            }
            return delivery.deliver(attempts.run(before -> estimateAndSign(messages), Attempts::isSilence));
        }
    }

    private SignedTransaction estimateAndSign(List<? extends Message> messages) {
        return sign(messages, estimate(messages), sequence());
    }

    private long sequence() {
        return options.ordering() == Ordering.UNORDERED ? 0 : facts.account().getSequence();
    }

    private SignedTransaction sign(List<? extends Message> messages, FeeEstimate fee, long sequence) {
        TransactionBuilder builder = TransactionBuilder.on(facts.chainId());
        messages.forEach(builder::add);
        builder.fee(Coins.of(fee.fee()), fee.gasLimit());
        if (options.ordering() == Ordering.UNORDERED) {
            builder.unordered(timeouts.next(options.validFor()));
        }
        return builder.sign(key, facts.accountNumber(), sequence);
    }
}
