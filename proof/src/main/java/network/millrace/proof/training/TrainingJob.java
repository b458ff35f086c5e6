package network.millrace.proof.training;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import network.millrace.proof.RefusedException;
import network.millrace.proof.autodiff.StepNotes;
import network.millrace.proof.commitment.Batches;
import network.millrace.proof.commitment.Checkpoint;
import network.millrace.proof.commitment.Hashing;
import network.millrace.proof.commitment.InputSource;
import network.millrace.proof.commitment.Job;
import network.millrace.proof.commitment.Manifest;
import network.millrace.proof.commitment.StepProgram;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.GraphInput;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.program.Program;
import network.millrace.proof.program.Programs;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import network.millrace.protocol.crypto.Hash;

/**
 * A training step as a job: its program, its data, and the state that it starts with.
 *
 * @param start the tensors of the outputs that are state, in their order
 * @param lossOutput which output is the loss
 */
public record TrainingJob(Graph graph, Job job, Batches batches, List<Tensor> start, int lossOutput) {
    public TrainingJob {
        start = List.copyOf(start);
    }

    /** How long a job is, and how often its checkpoints are committed to. */
    public record Length(long steps, int interval, long seed) {}

    /** The job of a step graph with notes whose data are arrays in memory. */
    public static TrainingJob of(
            Graph graph,
            SortedMap<String, Tensor> arrays,
            SortedMap<String, Tensor> weights,
            Length length,
            Hashing hashing,
            Limits limits) {
        return of(graph, TrainingData.of(arrays), weights, length, hashing, limits);
    }

    /**
     * The job of a step graph with notes ({@link StepNotes}).
     *
     * @param data what its batches are made of
     * @param weights initial values in place of those in the graph, by the names of its inputs
     * @throws RefusedException when data or weights do not fit the graph
     */
    public static TrainingJob of(
            Graph graph,
            TrainingData data,
            SortedMap<String, Tensor> weights,
            Length length,
            Hashing hashing,
            Limits limits) {
        SortedMap<String, TensorType> types = new TreeMap<>();
        graph.inputs().forEach(input -> types.put(input.name(), input.declared()));
        Program program = Programs.of(graph, types, new TreeMap<>(), limits);
        List<InputSource> sources = StepNotes.sources(graph);
        StepProgram step = StepProgram.of(hashing, program, sources);
        List<String> inputs = StepNotes.batch(graph);
        Batches batches = data.batches(
                inputs,
                inputs.stream()
                        .map(name -> program.type(program.inputNames().indexOf(name)))
                        .toList());
        List<Tensor> start = start(graph, step, weights);
        Hash manifest = Batches.tree(hashing, batches, step.batchSlots()).root();
        Hash initial = Checkpoint.initial(hashing, step, start).root();
        Job job = new Job(
                hashing,
                step,
                new Manifest(manifest, batches.count()),
                initial,
                length.seed(),
                length.steps(),
                length.interval());
        return new TrainingJob(graph, job, batches, start, lossOutput(graph));
    }

    private static int lossOutput(Graph graph) {
        int output = graph.outputs().indexOf(StepNotes.loss(graph));
        if (output < 0) {
            throw RefusedException.malformed(
                    "the metadata of a training step must name its loss (millrace.loss) among " + graph.outputs());
        }
        return output;
    }

    private static List<Tensor> start(Graph graph, StepProgram step, SortedMap<String, Tensor> weights) {
        List<String> states = StepNotes.states(graph);
        for (String name : weights.keySet()) {
            if (!states.contains(name)) {
                throw RefusedException.malformed(
                        "the training step has no state " + name + " that a weight could be for; it has " + states);
            }
        }
        List<Tensor> start = new ArrayList<>();
        for (int output : step.stateOutputs()) {
            int input = step.sources().indexOf(new InputSource.State(output));
            GraphInput declared = graph.inputs().get(input);
            Tensor given = weights.get(declared.name());
            Tensor initial = given == null ? graph.initializers().get(declared.name()) : given;
            if (initial == null) {
                throw RefusedException.malformed("there is no initial value of state " + declared.name()
                        + ": the file has no initializer of that name, and no weights were given for it (--weights)");
            }
            declared.check(initial.tensorType());
            start.add(initial);
        }
        return start;
    }

    /** The names of the states, in the order of {@link #start}. */
    public List<String> stateNames() {
        StepProgram step = job.program();
        return step.stateOutputs().stream()
                .map(output -> step.program().inputNames().get(step.sources().indexOf(new InputSource.State(output))))
                .toList();
    }

    /** What a checkpoint file is of: everything but the number of steps, since more steps begin alike. */
    public Hash lineage() {
        return new Job(
                        job.hashing(),
                        job.program(),
                        job.manifest(),
                        job.initial(),
                        job.seed(),
                        Job.STEPS_MAX,
                        job.interval())
                .id();
    }
}
