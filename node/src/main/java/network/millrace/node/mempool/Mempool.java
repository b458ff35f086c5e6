package network.millrace.node.mempool;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.millrace.node.error.NodeError;
import network.millrace.protocol.crypto.Hash;

/**
 * Admitted transactions, first in, first out. The order of admission is the order in which a sender's sequences were found
 * right, so keeping it keeps each sender's transactions in order. Owned by the sequencer.
 */
public final class Mempool {
    private final MempoolLimits limits;
    private final LinkedHashMap<Hash, PendingTransaction> pending = new LinkedHashMap<>();
    private final Map<String, Integer> perSender = new HashMap<>();
    private long bytes;

    /** An empty mempool. */
    public Mempool(MempoolLimits limits) {
        this.limits = limits;
    }

    /** Why a transaction of this size and sender finds no room now; empty when it does. */
    public Optional<MempoolRefusal> refusal(int size, String sender) {
        if (pending.size() >= limits.transactions() || bytes + size > limits.bytes()) {
            return Optional.of(new MempoolRefusal(
                    NodeError.MEMPOOL_FULL,
                    pending.size() + " transactions of " + bytes
                            + " bytes wait for a block already; this node keeps at most " + limits.transactions()
                            + " of " + limits.bytes() + " bytes. Send it again in a few seconds."));
        }
        if (perSender.getOrDefault(sender, 0) >= limits.perSender()) {
            return Optional.of(new MempoolRefusal(
                    NodeError.SENDER_LIMIT,
                    limits.perSender() + " transactions of " + sender
                            + " wait for a block already, the most for one sender."
                            + " Send it again when some of them are included."));
        }
        return Optional.empty();
    }

    /** Takes a transaction in; the caller has asked {@link #refusal}. */
    public void add(PendingTransaction transaction) {
        if (pending.putIfAbsent(transaction.hash(), transaction) != null) {
            throw new IllegalStateException("transaction " + transaction.hash() + " is pending already");
        }
        bytes += transaction.bytes().size();
        perSender.merge(transaction.sender(), 1, Integer::sum);
    }

    /** Whether a transaction waits here. */
    public boolean contains(Hash hash) {
        return pending.containsKey(hash);
    }

    /** The oldest transactions, in order, as many as fit; a transaction that does not fit ends the list. They stay. */
    public List<PendingTransaction> next(BlockRoom room) {
        List<PendingTransaction> next = new ArrayList<>();
        long usedBytes = 0;
        long usedGas = 0;
        for (PendingTransaction transaction : pending.values()) {
            usedBytes += transaction.bytes().size();
            usedGas = Math.addExact(usedGas, transaction.gasWanted());
            if (next.size() == room.transactions() || usedBytes > room.bytes() || usedGas > room.gas()) {
                break;
            }
            next.add(transaction);
        }
        return next;
    }

    /** Whether what waits would fill a block. */
    public boolean fills(BlockRoom room) {
        return pending.size() >= room.transactions() || bytes >= room.bytes();
    }

    /** Removes those that are there. */
    public void remove(Collection<Hash> hashes) {
        hashes.forEach(this::remove);
    }

    /** Removes and returns the transactions that have waited too long. */
    public List<PendingTransaction> expire(long nowMs) {
        List<PendingTransaction> expired = pending.values().stream()
                .filter(transaction -> nowMs - transaction.admittedMs() > limits.lifetimeMs())
                .toList();
        expired.forEach(transaction -> remove(transaction.hash()));
        return expired;
    }

    /** All that waits, the oldest first. */
    public List<PendingTransaction> all() {
        return List.copyOf(pending.values());
    }

    /** When the oldest was admitted, ms since 1970; empty when nothing waits. */
    public Optional<Long> oldestMs() {
        return pending.isEmpty()
                ? Optional.empty()
                : Optional.of(pending.firstEntry().getValue().admittedMs());
    }

    /** How many transactions wait. */
    public int size() {
        return pending.size();
    }

    /** How many bytes they have together. */
    public long bytes() {
        return bytes;
    }

    private void remove(Hash hash) {
        PendingTransaction removed = pending.remove(hash);
        if (removed == null) {
            return;
        }
        bytes -= removed.bytes().size();
        perSender.computeIfPresent(removed.sender(), (sender, count) -> count == 1 ? null : count - 1);
    }
}
