package network.millrace.proof.dispute;

import java.util.List;
import java.util.Optional;
import network.millrace.proof.commitment.Hashing;
import network.millrace.proof.commitment.Inclusion;
import network.millrace.proof.commitment.InputSource;
import network.millrace.proof.commitment.Job;
import network.millrace.proof.commitment.StepProgram;
import network.millrace.proof.commitment.TensorTree;
import network.millrace.proof.commitment.TreeLabel;
import network.millrace.proof.dispute.Move.ValueProof;
import network.millrace.proof.program.Operation;
import network.millrace.proof.program.Program;
import network.millrace.protocol.crypto.Hash;

/**
 * Where the root of each value of a step is bound: a batch by the job's manifest, a state by the checkpoint before the step,
 * what an operation gave by the defender's own trace. So nobody says what an operation was given; it follows.
 */
record ValueRoots(Job job, Stage.Step step) {
    /** Whether a proof shows the root of its value. */
    boolean hold(ValueProof proof) {
        Program program = job.program().program();
        int value = proof.value();
        if (value < 0 || value >= program.valueCount()) {
            return false;
        }
        if (program.isInput(value)) {
            return proof.slotPath().isEmpty() && holdsInput(proof);
        }
        if (program.isConstant(value)) {
            Hash constant =
                    job.program().constants().get(value - program.inputNames().size());
            return proof.slotPath().isEmpty()
                    && proof.path().isEmpty()
                    && proof.root().equals(constant);
        }
        return holdsOutput(proof);
    }

    private boolean holdsInput(ValueProof proof) {
        StepProgram program = job.program();
        Hashing hashing = job.hashing();
        InputSource source = program.sources().get(proof.value());
        return switch (source) {
            case InputSource.State(int output) -> {
                TreeLabel label =
                        TreeLabel.checkpoint(program.program().outputs().size());
                yield Inclusion.holds(hashing, label, step.before(), output, proof.root(), proof.path());
            }
            case InputSource.Batch(int slot) -> {
                TreeLabel label =
                        TreeLabel.manifest(program.batchSlots(), job.manifest().batches());
                Hash manifest = job.manifest().root();
                yield Inclusion.holds(hashing, label, manifest, leaf(slot), proof.root(), proof.path());
            }
            case InputSource.StepNumber(), InputSource.Seed() -> {
                var known = job.known(source, program.program().type(proof.value()), step.number());
                yield proof.path().isEmpty() && proof.root().equals(TensorTree.root(hashing, known));
            }
        };
    }

    /** Where the tensor of a slot of the step's batch stands in the manifest. */
    long leaf(int slot) {
        return job.manifest().batchOf(step.number()) * job.program().batchSlots() + slot;
    }

    private boolean holdsOutput(ValueProof proof) {
        Program program = job.program().program();
        Operation producer = producer(program, proof.value());
        int slot = producer.outputs().indexOf(proof.value());
        TreeLabel own = TreeLabel.operation(producer.index(), producer.outputs().size());
        Optional<Hash> operation = Inclusion.root(job.hashing(), own, slot, proof.root(), proof.slotPath());
        TreeLabel label = TreeLabel.trace(step.number(), program.operations().size());
        return operation.isPresent()
                && Inclusion.holds(job.hashing(), label, step.trace(), producer.index(), operation.get(), proof.path());
    }

    /** The operation that a value is an output of. Values are numbered operation by operation, so a binary search finds it. */
    static Operation producer(Program program, int value) {
        List<Operation> operations = program.operations();
        int low = 0;
        int high = operations.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (operations.get(middle).outputs().getFirst() <= value) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return operations.get(low);
    }
}
