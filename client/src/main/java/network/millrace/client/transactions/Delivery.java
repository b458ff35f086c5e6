package network.millrace.client.transactions;

import java.util.Optional;
import java.util.Set;
import network.millrace.client.Network;
import network.millrace.client.NetworkException;
import network.millrace.client.RefusedException;
import network.millrace.protocol.ledger.v1.TxResult;
import network.millrace.protocol.node.v1.BroadcastRequest;
import network.millrace.protocol.node.v1.BroadcastResponse;
import network.millrace.protocol.tx.SignedTransaction;

/**
 * Brings one signed transaction into a block: hands it in, and when no node could say what became of it, looks it up and
 * hands the same bytes in again. The ledger executes them once at most.
 */
final class Delivery {
    private static final String NODE = "node";
    /** Refusals of a node that pass: busy, full, one sender's limit, waited too long, stopping, no block in time. */
    private static final Set<Integer> NODE_PASSING = Set.of(4, 5, 6, 7, 8, 9);

    private static final String KERNEL = "kernel";
    private static final int BLOCK_FULL = 12;
    /** The nonce or sequence is used: by this very transaction, if it was handed in before. */
    private static final Set<Integer> SEEN_BEFORE = Set.of(16, 19);

    private final Network network;
    private final Attempts attempts;

    Delivery(Network network, Attempts attempts) {
        this.network = network;
        this.attempts = attempts;
    }

    Receipt deliver(SignedTransaction transaction) {
        try {
            return attempts.run(before -> attempt(transaction, before > 0), Delivery::mayPass);
        } catch (RefusedException refused) {
            throw refused;
        } catch (NetworkException last) {
            throw new NetworkException(
                    "transaction " + transaction.hash()
                            + " is in no block yet, but may come into one until its timeout: " + last.getMessage(),
                    last);
        }
    }

    /** Throws a NetworkException when it is not known yet what became of it. */
    private Receipt attempt(SignedTransaction transaction, boolean again) {
        Optional<Receipt> included = again ? lookUp(transaction) : Optional.empty();
        if (included.isPresent()) {
            return included.get();
        }
        BroadcastResponse response = network.submit(transaction.bytes(), BroadcastRequest.Wait.COMMITTED);
        if (response.hasResult() && response.getHeight() > 0) {
            return receipt(transaction, response.getHeight(), response.getResult());
        }
        if (response.getCode() == 0) {
            throw new NetworkException("the node has taken the transaction, but not said in which block it is");
        }
        if (mayPass(response.getCodespace(), response.getCode(), again)) {
            throw new NetworkException(response.getLog());
        }
        // Handed in before, it may have come into a block between the look above and this answer.
        return (again ? lookUp(transaction) : included)
                .orElseThrow(() -> new TransactionFailedException(
                        transaction.hash(), 0, response.getCode(), response.getCodespace(), response.getLog()));
    }

    private static boolean mayPass(NetworkException failure) {
        return !(failure instanceof RefusedException refused) || mayPass(refused.codespace(), refused.code(), false);
    }

    private static boolean mayPass(String codespace, int code, boolean again) {
        return switch (codespace) {
            case NODE -> NODE_PASSING.contains(code);
            case KERNEL -> code == BLOCK_FULL || (again && SEEN_BEFORE.contains(code));
            default -> false;
        };
    }

    private Optional<Receipt> lookUp(SignedTransaction transaction) {
        return network.transaction(transaction.hash())
                .map(record -> receipt(transaction, record.getHeight(), record.getResult()));
    }

    private static Receipt receipt(SignedTransaction transaction, long height, TxResult result) {
        if (result.getCode() != 0) {
            throw new TransactionFailedException(
                    transaction.hash(), height, result.getCode(), result.getCodespace(), result.getLog());
        }
        return new Receipt(transaction.hash(), height, result);
    }
}
