package network.millrace.proof.dispute;

import java.util.List;
import network.millrace.proof.commitment.Hashing;
import network.millrace.proof.commitment.TreeLabel;
import network.millrace.protocol.crypto.Hash;

/**
 * The search through a tree that the defender has committed to, from its root towards one leaf.
 *
 * @param level of the node in dispute; one above the top stands for the root
 * @param index of the node in dispute within its level
 * @param node the node in dispute, which both sides know the defender is bound to
 * @param shown the nodes below it, when it is the challenger's turn; else empty
 */
public record Descent(TreeLabel label, int level, long index, Hash node, List<Hash> shown) {
    public Descent {
        shown = List.copyOf(shown);
    }

    static Descent from(TreeLabel label, Hash root) {
        return new Descent(label, label.depth() + 1, 0, root, List.of());
    }

    /** Whether a leaf is found. */
    public boolean isDone() {
        return level == 0;
    }

    /** The level that the next round shows: the next multiple of what a round goes down, so that every later round is full. */
    public int nextLevel(Rules rules) {
        int from = Math.min(level, label.depth());
        return from == 0 ? 0 : (from - 1) / rules.levels() * rules.levels();
    }

    /** The first node of the next level that lies below the one in dispute. */
    public long first(Rules rules) {
        return index << (Math.min(level, label.depth()) - nextLevel(rules));
    }

    /** Behind the last node of the next level that lies below the one in dispute. */
    public long end(Rules rules) {
        int depth = Math.min(level, label.depth()) - nextLevel(rules);
        return Math.min((index + 1) << depth, label.nodes(nextLevel(rules)));
    }

    /** Whether nodes are those below the one in dispute. */
    boolean admits(Hashing hashing, Rules rules, List<Hash> nodes) {
        if (nodes.size() != end(rules) - first(rules)) {
            return false;
        }
        Hash top = hashing.top(nodes);
        return node.equals(level > label.depth() ? hashing.root(label, top) : top);
    }

    Descent shown(List<Hash> nodes) {
        return new Descent(label, level, index, node, nodes);
    }

    Descent picked(Rules rules, int pick) {
        return new Descent(label, nextLevel(rules), first(rules) + pick, shown.get(pick), List.of());
    }
}
