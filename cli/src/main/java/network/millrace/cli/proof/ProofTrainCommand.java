package network.millrace.cli.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import network.millrace.cli.command.BaseCommand;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.compute.WorkerPool;
import network.millrace.cli.output.LossCurve;
import network.millrace.cli.output.ProgressLine;
import network.millrace.cli.output.Table;
import network.millrace.cli.output.Terminal;
import network.millrace.proof.RefusedException;
import network.millrace.proof.autodiff.StepNotes;
import network.millrace.proof.autodiff.TrainingGraph;
import network.millrace.proof.commitment.HashFunction;
import network.millrace.proof.commitment.Hashing;
import network.millrace.proof.commitment.Job;
import network.millrace.proof.commitment.Requirements;
import network.millrace.proof.commitment.StepRunner;
import network.millrace.proof.commitment.TensorTree;
import network.millrace.proof.execute.Executor;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.onnx.OnnxWriter;
import network.millrace.proof.program.ProgramEncoding;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.training.CheckpointFile;
import network.millrace.proof.training.TrainingJob;
import network.millrace.proof.training.TrainingState;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "train",
        description = {
            "Train an ONNX model, so that anybody who has the same files gets the same weights, bit by bit, and the run is"
                    + " committed to by one root.",
            "",
            "The folder keeps a checkpoint, written in one step. The same command goes on from there after any end, also"
                    + " kill -9, and comes to the same bits as if nothing had happened."
        },
        footer = {
            "",
            "Example:",
            "  millrace proof train model.onnx --loss cross-entropy:scores --data batches.npz --steps 200",
            "  millrace proof train step.onnx --data batches --steps 1000 --folder run1",
            "  millrace proof train model.onnx --loss mse:y --data d.npz --steps 50 --optimizer adamw --rate 0.0003",
            "  millrace proof train m.onnx --loss mse:y --data d --steps 900 --warm-up 50 --cosine-until 900 --clip 1"
        })
final class ProofTrainCommand extends BaseCommand {
    static final String CHECKPOINT = "checkpoint.safetensors";
    static final String WEIGHTS = "weights.safetensors";
    static final String STEP = "step.onnx";

    @Parameters(
            paramLabel = "FILE",
            description =
                    "A model, or a training step whose metadata say which output is the next value of which input.")
    private Path file = Path.of("");

    @Mixin
    private OptimizerOptions training = new OptimizerOptions();

    @Option(
            names = "--data",
            paramLabel = "DATA",
            required = true,
            description =
                    "Arrays by the names of the inputs, .npz or .safetensors: one entry a batch in front, or rows; or a"
                            + " folder that `proof data pack` has written.")
    private Path data = Path.of("");

    @Option(names = "--steps", paramLabel = "N", required = true, description = "How many steps.")
    private long steps;

    @Option(names = "--weights", paramLabel = "FILE", description = "Initial values in place of those in the file.")
    private @Nullable Path weights;

    @Option(
            names = "--folder",
            paramLabel = "FOLDER",
            description =
                    "Where checkpoint, training step and weights are kept; default FILE without its ending, and .run.")
    private @Nullable Path folder;

    @Option(
            names = "--checkpoint-every",
            paramLabel = "N",
            defaultValue = "10",
            description = "After how many steps the run is committed to and saved; default 10.")
    private int interval = 10;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "0", description = "For steps that take one; default 0.")
    private long seed;

    @Mixin
    private ShapeOptions shapes = new ShapeOptions();

    @Mixin
    private Threads threads = new Threads();

    @Mixin
    private LimitOptions limits = new LimitOptions();

    ProofTrainCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected void execute() throws IOException {
        Path kept = folder == null ? Path.of(file.toString().replaceFirst("\\.onnx$", "") + ".run") : folder;
        try (ProgressLine progress = progress("reading " + file);
                WorkerPool workers = threads.open()) {
            Graph step = step();
            TrainingJob job = TrainingJob.of(
                    step,
                    DataFolder.read(data),
                    initialWeights(),
                    new TrainingJob.Length(steps, interval, seed),
                    new Hashing(HashFunction.SHA_256),
                    limits.limits());
            Requirements.of(job.job(), Integer.MAX_VALUE)
                    .check(limits.limits().memoryBytes(), limits.limits().cost());
            Files.createDirectories(kept);
            TrainingState start = begin(job, kept.resolve(CHECKPOINT));
            Executor executor = new Executor(job.job().program().program(), limits.limits(), workers);
            TensorFile.replace(kept.resolve(STEP), OnnxWriter.write(step));
            TrainingState end = train(job, start, StepRunner.of(executor), kept.resolve(CHECKPOINT), progress);
            TensorFile.write(kept.resolve(WEIGHTS), CheckpointFile.named(job, end));
            tell(job, start, end, kept);
        } catch (RefusedException refused) {
            throw CommandFailure.failed(file + ": " + refused.getMessage(), refused);
        }
    }

    private Graph step() throws IOException {
        Graph graph = ModelFile.read(file, limits.limits());
        return StepNotes.isStep(graph)
                ? graph
                : TrainingGraph.of(
                        graph,
                        shapes.types(graph),
                        TrainingGraph.parameters(graph),
                        training.loss(),
                        training.descent(),
                        limits.limits());
    }

    private SortedMap<String, Tensor> initialWeights() throws IOException {
        return weights == null ? new TreeMap<>() : TensorFile.read(weights);
    }

    private TrainingState begin(TrainingJob job, Path checkpoint) throws IOException {
        return Files.exists(checkpoint)
                ? CheckpointFile.read(
                        job, ModelFile.bytes(checkpoint, limits.limits().fileBytes()))
                : TrainingState.start(job);
    }

    private TrainingState train(
            TrainingJob job, TrainingState start, StepRunner runner, Path checkpoint, ProgressLine progress)
            throws IOException {
        String loss =
                start.losses().isEmpty() ? "" : TrainingPace.loss(start.losses().getLast());
        StepRunner paced =
                new TrainingPace(runner, start.step(), steps, job.lossOutput(), loss, progress, System::nanoTime);
        TrainingState now = start;
        while (!now.isDone(job.job())) {
            TrainingState next = now.advance(job, paced);
            save(job, next, now.step(), checkpoint);
            now = next;
        }
        return now;
    }

    /** What was saved before stays as it was when this cannot be saved. */
    private static void save(TrainingJob job, TrainingState state, long before, Path checkpoint) throws IOException {
        byte[] bytes = CheckpointFile.write(job, state);
        try {
            TensorFile.replace(checkpoint, bytes);
        } catch (IOException full) {
            throw CommandFailure.failed(
                    "the checkpoint after step " + state.step() + " (" + bytes.length + " bytes) cannot be written to "
                            + checkpoint + ": " + full.getMessage() + ". "
                            + (before > 0 ? "The one after step " + before + " is kept" : "There is none before it")
                            + "; make room and give the same command again",
                    full);
        }
    }

    private void tell(TrainingJob training, TrainingState start, TrainingState end, Path kept) {
        Job job = training.job();
        List<Float> losses = end.losses();
        String program = ProgramEncoding.id(job.program().program(), TensorTree.digest(job.hashing()))
                .hex();
        String root = end.runRoot(job).hex();
        show(
                () -> {
                    StringBuilder text = new StringBuilder();
                    LossCurve.draw(losses, 60).forEach(line -> text.append(line).append('\n'));
                    Table table = Table.of("WHAT", "VALUE")
                            .row(
                                    "steps",
                                    end.step()
                                            + (start.step() > 0
                                                    ? ", the first " + start.step() + " of them from the checkpoint"
                                                    : ""))
                            .row(
                                    "loss",
                                    number(losses.getFirst()) + " at first, " + number(losses.getLast()) + " at last")
                            .row("program id", program)
                            .row("manifest root", job.manifest().root().hex())
                            .row("job id", job.id().hex())
                            .row("run root", root)
                            .row("kept", kept.resolve(WEIGHTS) + ", " + STEP + ", " + CHECKPOINT);
                    return text.append('\n').append(table.text(terminal())).toString();
                },
                () -> {
                    Map<String, Object> object = new LinkedHashMap<>();
                    object.put("steps", end.step());
                    object.put("resumed_from", start.step());
                    object.put("loss_first", (double) losses.getFirst());
                    object.put("loss_last", (double) losses.getLast());
                    object.put("program_id", program);
                    object.put("manifest_root", job.manifest().root().hex());
                    object.put("job_id", job.id().hex());
                    object.put("run_root", root);
                    object.put("folder", kept.toString());
                    return object;
                });
    }

    private static String number(float loss) {
        return String.format(Locale.ROOT, "%.4f", loss);
    }
}
