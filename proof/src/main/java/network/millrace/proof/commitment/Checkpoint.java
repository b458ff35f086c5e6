package network.millrace.proof.commitment;

import java.util.ArrayList;
import java.util.List;
import network.millrace.proof.tensor.Tensor;
import network.millrace.protocol.crypto.Hash;

/** What is left of a step: the roots of all outputs. */
public final class Checkpoint {
    private Checkpoint() {}

    /** After a step. */
    public static MerkleTree of(Hashing hashing, List<Tensor> outputs) {
        return tree(
                hashing,
                outputs.stream().map(output -> TensorTree.root(hashing, output)).toList());
    }

    /**
     * Before the first step.
     *
     * @param state the tensors of the outputs that are state, in their order
     */
    public static MerkleTree initial(Hashing hashing, StepProgram program, List<Tensor> state) {
        List<Integer> places = program.stateOutputs();
        List<Hash> leaves = new ArrayList<>();
        for (int output = 0; output < program.program().outputs().size(); output++) {
            int place = places.indexOf(output);
            leaves.add(place < 0 ? hashing.absent() : TensorTree.root(hashing, state.get(place)));
        }
        return tree(hashing, leaves);
    }

    private static MerkleTree tree(Hashing hashing, List<Hash> leaves) {
        return new MerkleTree(hashing, TreeLabel.checkpoint(leaves.size()), leaves);
    }
}
