package network.millrace.proof.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import network.millrace.protocol.crypto.Hash;
import org.junit.jupiter.api.Test;

/** A path proves a leaf at its place in its tree, and nothing else. */
class InclusionTest {
    private static final Hashing HASHING = new Hashing(HashFunction.SHA_256);
    private static final int LARGEST = 40;

    @Test
    void everyLeafOfEveryTreeIsProvenAtItsPlaceAlone() {
        for (int count = 1; count <= LARGEST; count++) {
            MerkleTree tree = tree(count);
            for (int index = 0; index < count; index++) {
                for (int place = -1; place <= count; place++) {
                    assertThat(holds(tree, place, tree.leaf(index), tree.path(index)))
                            .as("leaf %d of %d at place %d", index, count, place)
                            .isEqualTo(place == index);
                }
            }
        }
    }

    @Test
    void frontierAndTreeHaveTheSameRoot() {
        for (int count = 0; count <= LARGEST; count++) {
            MerkleTree tree = tree(count);
            Frontier frontier = new Frontier(HASHING, tree.label());
            VectorsTest.leaves(HASHING, count).forEach(frontier::add);
            assertThat(frontier.root()).isEqualTo(tree.root());
        }
    }

    @Test
    void innerNodeIsNoLeaf() {
        MerkleTree tree = tree(8);
        Hash inner = tree.nodes(1, 0, 1).getFirst();
        List<Hash> shorter = tree.path(0).subList(1, 3);

        assertThat(holds(tree, 0, inner, shorter)).isFalse();
        TreeLabel half = TreeLabel.manifest(1, 4);
        assertThat(Inclusion.holds(HASHING, half, tree.root(), 0, inner, shorter))
                .isFalse();
    }

    @Test
    void sameLeavesUnderAnotherLabelHaveAnotherRoot() {
        List<Hash> leaves = VectorsTest.leaves(HASHING, 3);
        List<Hash> roots = new ArrayList<>();
        roots.add(HASHING.root(TreeLabel.manifest(1, 3), leaves));
        roots.add(HASHING.root(TreeLabel.manifest(3, 1), leaves));
        roots.add(HASHING.root(TreeLabel.checkpoint(3), leaves));
        roots.add(HASHING.root(TreeLabel.trace(1, 2), leaves));
        roots.add(HASHING.root(TreeLabel.trace(2, 2), leaves));
        roots.add(HASHING.root(TreeLabel.operation(2, 3), leaves));
        roots.add(HASHING.root(TreeLabel.run(leaves.getFirst(), 3), leaves));
        roots.add(new Hashing(HashFunction.SHA_512_256).root(TreeLabel.checkpoint(3), leaves));

        assertThat(roots).doesNotHaveDuplicates();
    }

    @Test
    void pathThatIsTooLongOrTooShortOrAlteredProvesNothing() {
        MerkleTree tree = tree(21);
        for (int index = 0; index < 21; index++) {
            List<Hash> path = tree.path(index);
            List<Hash> longer = new ArrayList<>(path);
            longer.add(tree.root());
            assertThat(holds(tree, index, tree.leaf(index), longer)).isFalse();
            assertThat(holds(tree, index, tree.leaf(index), path.subList(1, path.size())))
                    .isFalse();
            for (int i = 0; i < path.size(); i++) {
                List<Hash> altered = new ArrayList<>(path);
                altered.set(i, tree.root());
                assertThat(holds(tree, index, tree.leaf(index), altered)).isFalse();
            }
        }
    }

    private static boolean holds(MerkleTree tree, long place, Hash leaf, List<Hash> path) {
        return Inclusion.holds(HASHING, tree.label(), tree.root(), place, leaf, path);
    }

    private static MerkleTree tree(int count) {
        return new MerkleTree(HASHING, TreeLabel.manifest(1, count), VectorsTest.leaves(HASHING, count));
    }
}
