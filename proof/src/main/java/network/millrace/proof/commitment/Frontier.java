package network.millrace.proof.commitment;

import java.util.ArrayList;
import java.util.List;
import network.millrace.protocol.crypto.Hash;

/** Computes a root from leaves that come one after another, and holds one node for each level. */
public final class Frontier {
    private final Hashing hashing;
    private final TreeLabel label;
    /** The complete subtrees so far, the largest first; their sizes are the powers of two of which the count consists. */
    private final List<Hash> complete = new ArrayList<>();

    private long count;

    public Frontier(Hashing hashing, TreeLabel label) {
        this.hashing = hashing;
        this.label = label;
    }

    public void add(Hash leaf) {
        Hash node = leaf;
        for (long rest = count; (rest & 1) == 1; rest >>= 1) {
            node = hashing.inner(complete.removeLast(), node);
        }
        complete.add(node);
        count++;
    }

    /** The root, once every leaf that the label says has come. */
    public Hash root() {
        if (count != label.count()) {
            throw new IllegalStateException("the tree has " + label.count() + " leaves; " + count + " have come");
        }
        if (count == 0) {
            return hashing.emptyRoot(label);
        }
        Hash node = complete.getLast();
        for (int i = complete.size() - 2; i >= 0; i--) {
            node = hashing.inner(complete.get(i), node);
        }
        return hashing.root(label, node);
    }
}
