package network.millrace.proof.training;

import java.util.ArrayList;
import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.proof.commitment.Checkpoint;
import network.millrace.proof.commitment.Job;
import network.millrace.proof.commitment.MerkleTree;
import network.millrace.proof.commitment.StepRunner;
import network.millrace.proof.commitment.TreeLabel;
import network.millrace.proof.tensor.Tensor;
import network.millrace.protocol.crypto.Hash;

/**
 * How far a training job has come.
 *
 * @param step how many steps are done
 * @param state the tensors that the next step starts from
 * @param losses the loss of each step so far
 * @param checkpoints the roots that the run commits to so far, the one before the first step included
 */
public record TrainingState(long step, List<Tensor> state, List<Float> losses, List<Hash> checkpoints) {
    public TrainingState {
        state = List.copyOf(state);
        losses = List.copyOf(losses);
        checkpoints = List.copyOf(checkpoints);
        if (losses.size() != step) {
            throw RefusedException.malformed(step + " steps have as many losses, not " + losses.size());
        }
    }

    /** Before the first step. */
    public static TrainingState start(TrainingJob training) {
        return new TrainingState(
                0, training.start(), List.of(), List.of(training.job().initial()));
    }

    public boolean isDone(Job job) {
        return step >= job.steps();
    }

    /** After so many steps more, at most to the end of the interval, where the run commits to a checkpoint. */
    public TrainingState advance(TrainingJob training, StepRunner runner) {
        Job job = training.job();
        List<Tensor> current = state;
        List<Float> more = new ArrayList<>(losses);
        List<Hash> roots = new ArrayList<>(checkpoints);
        long now = step;
        boolean due = false;
        while (!due && now < job.steps()) {
            now++;
            List<Tensor> batch = training.batches().batch(job.manifest().batchOf(now));
            List<Tensor> outputs = runner.run(now, job.inputs(now, current, batch));
            current = job.program().stateIn(outputs);
            more.add((float) outputs.get(training.lossOutput()).real(0));
            due = now % job.interval() == 0;
            if (due || now == job.steps()) {
                roots.add(Checkpoint.of(job.hashing(), outputs).root());
            }
        }
        return new TrainingState(now, current, more, roots);
    }

    /** The root that a finished run commits to. */
    public Hash runRoot(Job job) {
        return new MerkleTree(job.hashing(), TreeLabel.run(job.id(), checkpoints.size()), checkpoints).root();
    }
}
