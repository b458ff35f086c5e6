package network.millrace.proof.commitment;

import java.util.ArrayList;
import java.util.List;
import network.millrace.protocol.crypto.Hash;

/** A tree with all of its nodes, for a party that must show some of them. */
public final class MerkleTree {
    private final TreeLabel label;
    private final List<List<Hash>> levels = new ArrayList<>();
    private final Hash root;

    public MerkleTree(Hashing hashing, TreeLabel label, List<Hash> leaves) {
        this.label = label;
        this.root = hashing.root(label, leaves);
        levels.add(List.copyOf(leaves));
        for (int level = 1; level <= label.depth(); level++) {
            List<Hash> below = levels.getLast();
            List<Hash> nodes = new ArrayList<>((below.size() + 1) / 2);
            for (int i = 0; i < below.size(); i += 2) {
                nodes.add(i + 1 < below.size() ? hashing.inner(below.get(i), below.get(i + 1)) : below.get(i));
            }
            levels.add(nodes);
        }
    }

    public TreeLabel label() {
        return label;
    }

    public Hash root() {
        return root;
    }

    public Hash leaf(long index) {
        return levels.getFirst().get(Math.toIntExact(index));
    }

    /** The nodes of a level from (inclusive) to (exclusive). */
    public List<Hash> nodes(int level, long from, long to) {
        return List.copyOf(levels.get(level).subList(Math.toIntExact(from), Math.toIntExact(to)));
    }

    /** What {@link Inclusion} needs to come from a leaf to the root: neighbours from the leaf upwards. */
    public List<Hash> path(long index) {
        List<Hash> path = new ArrayList<>();
        for (int level = 0; level < label.depth(); level++) {
            int neighbour = Math.toIntExact((index >> level) ^ 1);
            if (neighbour < levels.get(level).size()) {
                path.add(levels.get(level).get(neighbour));
            }
        }
        return path;
    }
}
