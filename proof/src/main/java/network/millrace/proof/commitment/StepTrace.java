package network.millrace.proof.commitment;

import java.util.ArrayList;
import java.util.List;
import network.millrace.proof.program.Operation;
import network.millrace.proof.tensor.Tensor;
import network.millrace.protocol.crypto.Hash;

/**
 * One step in detail: a tree over its operations, whose leaves are trees over their outputs. The last leaf is the checkpoint
 * that the step ends with, so that a search finds also a checkpoint that is not made of what the operations gave.
 */
public final class StepTrace {
    private final MerkleTree tree;
    private final List<MerkleTree> operations;

    private StepTrace(MerkleTree tree, List<MerkleTree> operations) {
        this.tree = tree;
        this.operations = operations;
    }

    /** Collects the outputs of a step, one operation after another. */
    public static final class Builder {
        private final Hashing hashing;
        private final List<MerkleTree> operations = new ArrayList<>();

        public Builder(Hashing hashing) {
            this.hashing = hashing;
        }

        /** Takes the next operation; an {@link network.millrace.proof.execute.Observer}. */
        public void computed(Operation operation, List<Tensor> outputs) {
            List<Hash> roots = outputs.stream()
                    .map(output -> TensorTree.root(hashing, output))
                    .toList();
            operations.add(new MerkleTree(hashing, TreeLabel.operation(operation.index(), roots.size()), roots));
        }

        /** The trace of a step that ends with a checkpoint. */
        public StepTrace build(long step, Hash checkpoint) {
            List<Hash> leaves = new ArrayList<>();
            operations.forEach(operation -> leaves.add(operation.root()));
            leaves.add(checkpoint);
            TreeLabel label = TreeLabel.trace(step, operations.size());
            return new StepTrace(new MerkleTree(hashing, label, leaves), List.copyOf(operations));
        }
    }

    /** Operations, and the checkpoint. */
    public MerkleTree tree() {
        return tree;
    }

    /** The outputs of one operation. */
    public MerkleTree operation(int index) {
        return operations.get(index);
    }
}
