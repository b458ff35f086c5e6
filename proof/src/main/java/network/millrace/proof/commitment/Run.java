package network.millrace.proof.commitment;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import network.millrace.proof.execute.Observer;
import network.millrace.proof.tensor.Tensor;
import network.millrace.protocol.crypto.Hash;
import org.jspecify.annotations.Nullable;

/**
 * A job that was run: its checkpoints, some of its states, and the means to compute any step again. While a job runs nothing
 * is hashed but the outputs of each interval's last step; everything finer is computed again when somebody asks.
 */
public final class Run {
    private final Job job;
    private final StepRunner runner;
    private final Batches batches;
    private final MerkleTree manifest;
    private final MerkleTree initial;
    private final NavigableMap<Long, List<Tensor>> states = new TreeMap<>();
    private @Nullable MerkleTree tree;

    private Run(Job job, StepRunner runner, Batches batches, List<Tensor> state) {
        this.job = job;
        this.runner = runner;
        this.batches = batches;
        this.manifest = Batches.tree(job.hashing(), batches, job.program().batchSlots());
        this.initial = Checkpoint.initial(job.hashing(), job.program(), state);
        states.put(0L, List.copyOf(state));
    }

    /** Runs a job, and keeps the state after every so many checkpoints. */
    public static Run of(Job job, StepRunner runner, Batches batches, List<Tensor> state, int keptEvery) {
        Run run = new Run(job, runner, batches, state);
        List<Hash> checkpoints = new ArrayList<>();
        checkpoints.add(run.initial.root());
        List<Tensor> current = List.copyOf(state);
        for (long step = 1; step <= job.steps(); step++) {
            List<Tensor> outputs = runner.run(step, run.inputs(step, current));
            current = run.stateIn(outputs);
            boolean due = step % job.interval() == 0 || step == job.steps();
            if (due) {
                checkpoints.add(Checkpoint.of(job.hashing(), outputs).root());
            }
            if (due && checkpoints.size() % keptEvery == 0) {
                run.states.put(step, current);
            }
        }
        run.tree = new MerkleTree(job.hashing(), TreeLabel.run(job.id(), checkpoints.size()), checkpoints);
        return run;
    }

    /**
     * What an auditor has who was given the state before one step, and has computed none of the others.
     *
     * @param state the state before the step
     */
    public static Run ofStep(Job job, StepRunner runner, Batches batches, long step, List<Tensor> state) {
        Run run = new Run(job, runner, batches, state);
        run.states.clear();
        run.states.put(step - 1, List.copyOf(state));
        return run;
    }

    public Job job() {
        return job;
    }

    /** The checkpoints that the run commits to. */
    public MerkleTree tree() {
        return Objects.requireNonNull(tree, "an auditor of one step has no run");
    }

    public MerkleTree manifest() {
        return manifest;
    }

    /** The checkpoint after a step. */
    public MerkleTree checkpoint(long step) {
        return step == 0 ? initial : Checkpoint.of(job.hashing(), runner.run(step, inputs(step)));
    }

    /** What goes into a step, in the order of the program's inputs. */
    public List<Tensor> inputs(long step) {
        long known = states.floorKey(step - 1);
        List<Tensor> state = Objects.requireNonNull(states.get(known));
        for (long before = known + 1; before < step; before++) {
            state = stateIn(runner.run(before, inputs(before, state)));
        }
        return inputs(step, state);
    }

    /** The step in detail. */
    public StepTrace trace(long step) {
        StepTrace.Builder trace = new StepTrace.Builder(job.hashing());
        List<Tensor> outputs = observe(step, trace::computed);
        return trace.build(step, Checkpoint.of(job.hashing(), outputs).root());
    }

    /** Computes a step again, and shows every operation. */
    public List<Tensor> observe(long step, Observer observer) {
        return runner.run(step, inputs(step), observer);
    }

    private List<Tensor> inputs(long step, List<Tensor> state) {
        return job.inputs(step, state, batches.batch(job.manifest().batchOf(step) % batches.count()));
    }

    private List<Tensor> stateIn(List<Tensor> outputs) {
        return job.program().stateIn(outputs);
    }
}
