package network.millrace.proof.commitment;

import java.util.ArrayList;
import java.util.List;
import network.millrace.proof.tensor.Tensor;
import network.millrace.protocol.crypto.Hash;

/** Where the data comes from; the caller may read it from disk. */
public interface Batches {
    /** How many there are, at least one. */
    long count();

    /** The tensors of a batch, in the order of their slots. */
    List<Tensor> batch(long batch);

    /**
     * The roots of the tensors of a batch. Whoever knows them already need not read it; a batch that is read must then have these.
     */
    default List<Hash> roots(Hashing hashing, long batch) {
        return batch(batch).stream()
                .map(tensor -> TensorTree.root(hashing, tensor))
                .toList();
    }

    /** Batches that are in memory. */
    static Batches of(List<List<Tensor>> batches) {
        return new Batches() {
            @Override
            public long count() {
                return batches.size();
            }

            @Override
            public List<Tensor> batch(long batch) {
                return batches.get(Math.toIntExact(batch));
            }
        };
    }

    /** The tree that the manifest is the root of. */
    static MerkleTree tree(Hashing hashing, Batches batches, int slots) {
        List<Hash> leaves = new ArrayList<>();
        for (long batch = 0; batch < batches.count(); batch++) {
            leaves.addAll(batches.roots(hashing, batch));
        }
        return new MerkleTree(hashing, TreeLabel.manifest(slots, batches.count()), leaves);
    }
}
