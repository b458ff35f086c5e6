package network.millrace.proof.commitment;

import java.util.List;
import java.util.Optional;
import network.millrace.protocol.crypto.Hash;

/** Checks that a leaf stands at a place of a tree. */
public final class Inclusion {
    private Inclusion() {}

    /** How many neighbours a path from a leaf has; known from the place and the number of leaves alone. */
    public static int pathLength(TreeLabel label, long index) {
        int length = 0;
        for (int level = 0; level < label.depth(); level++) {
            length += hasNeighbour(label, level, index >> level) ? 1 : 0;
        }
        return length;
    }

    /** Whether the path leads from the leaf at this place to the root. Anything that does not fit is just false. */
    public static boolean holds(Hashing hashing, TreeLabel label, Hash root, long index, Hash leaf, List<Hash> path) {
        return root(hashing, label, index, leaf, path).filter(root::equals).isPresent();
    }

    /** The root that a path leads to from the leaf at a place; nothing when it cannot be a path from there. */
    public static Optional<Hash> root(Hashing hashing, TreeLabel label, long index, Hash leaf, List<Hash> path) {
        if (index < 0 || index >= label.count() || path.size() != pathLength(label, index)) {
            return Optional.empty();
        }
        Hash node = leaf;
        int next = 0;
        for (int level = 0; level < label.depth(); level++) {
            long place = index >> level;
            if (hasNeighbour(label, level, place)) {
                Hash neighbour = path.get(next);
                node = (place & 1) == 0 ? hashing.inner(node, neighbour) : hashing.inner(neighbour, node);
                next++;
            }
        }
        return Optional.of(hashing.root(label, node));
    }

    private static boolean hasNeighbour(TreeLabel label, int level, long place) {
        return (place ^ 1) < label.nodes(level);
    }
}
