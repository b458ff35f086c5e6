package network.millrace.cli.proof;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import network.millrace.cli.command.CommandFailure;
import network.millrace.proof.RefusedException;
import network.millrace.proof.autodiff.StepNotes;
import network.millrace.proof.commitment.Batches;
import network.millrace.proof.commitment.Checkpoint;
import network.millrace.proof.commitment.HashFunction;
import network.millrace.proof.commitment.Hashing;
import network.millrace.proof.commitment.InputSource;
import network.millrace.proof.commitment.Job;
import network.millrace.proof.commitment.Manifest;
import network.millrace.proof.commitment.Requirements;
import network.millrace.proof.commitment.StepProgram;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.GraphInput;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.program.Program;
import network.millrace.proof.program.Programs;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import network.millrace.proof.training.TrainingData;
import network.millrace.proof.training.TrainingJob;

/**
 * A job made of files: a training step with its notes, or any other model, of which each step computes one batch.
 *
 * @param start the tensors of the outputs that are state, in their order
 */
record StepJob(Job job, Batches batches, List<Tensor> start) {
    static final Hashing HASHING = new Hashing(HashFunction.SHA_256);

    static StepJob of(JobSpec spec, Limits limits) throws IOException {
        Graph graph = ModelFile.read(spec.model(), limits);
        TrainingData data = DataFolder.read(spec.inputs());
        SortedMap<String, Tensor> weights = spec.weights() == null ? new TreeMap<>() : TensorFile.read(spec.weights());
        try {
            if (StepNotes.isStep(graph)) {
                TrainingJob training = TrainingJob.of(
                        graph,
                        data,
                        weights,
                        new TrainingJob.Length(spec.steps(), spec.interval(), spec.seed()),
                        HASHING,
                        limits);
                return checked(new StepJob(training.job(), training.batches(), training.start()), limits);
            }
            return checked(plain(Weights.replaced(graph, weights), data, spec, limits), limits);
        } catch (RefusedException refused) {
            throw CommandFailure.failed(spec.model() + ": " + refused.getMessage(), refused);
        }
    }

    /** Before anything runs: a commitment keeps no state but the last. */
    private static StepJob checked(StepJob files, Limits limits) {
        Requirements.of(files.job(), Integer.MAX_VALUE).check(limits.memoryBytes(), limits.cost());
        return files;
    }

    /** A model without state: whatever is an input comes out of the batch. */
    private static StepJob plain(Graph graph, TrainingData arrays, JobSpec spec, Limits limits) {
        Program program = Programs.of(graph, types(graph, arrays, spec), new TreeMap<>(), limits);
        List<InputSource> sources = new ArrayList<>();
        List<TensorType> types = new ArrayList<>();
        for (int input = 0; input < program.inputNames().size(); input++) {
            sources.add(new InputSource.Batch(input));
            types.add(program.type(input));
        }
        StepProgram step = StepProgram.of(HASHING, program, sources);
        Batches data = types.isEmpty() ? Batches.of(List.of(List.of())) : arrays.batches(program.inputNames(), types);
        Manifest manifest =
                new Manifest(Batches.tree(HASHING, data, step.batchSlots()).root(), data.count());
        Job job = new Job(
                HASHING,
                step,
                manifest,
                Checkpoint.initial(HASHING, step, List.of()).root(),
                spec.seed(),
                spec.steps(),
                spec.interval());
        return new StepJob(job, data, List.of());
    }

    /** Shapes that the file leaves open are those that were given, or else those of the arrays. */
    private static SortedMap<String, TensorType> types(Graph graph, TrainingData arrays, JobSpec spec) {
        SortedMap<String, TensorType> types = new TreeMap<>(ShapeOptions.types(graph, spec.shapes()));
        for (GraphInput input : graph.inputs()) {
            TensorType array = arrays.types().get(input.name());
            boolean open =
                    !types.containsKey(input.name()) && !graph.initializers().containsKey(input.name());
            if (open && array != null && !isDeclared(input)) {
                types.put(input.name(), array);
            }
        }
        return types;
    }

    private static boolean isDeclared(GraphInput input) {
        return input.ranked() && input.dimensions().stream().allMatch(GraphInput.Dimension.Fixed.class::isInstance);
    }
}
