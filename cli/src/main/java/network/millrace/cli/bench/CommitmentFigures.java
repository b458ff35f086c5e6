package network.millrace.cli.bench;

import java.util.List;
import network.millrace.cli.output.Progress;
import network.millrace.proof.commitment.Batches;
import network.millrace.proof.commitment.Checkpoint;
import network.millrace.proof.commitment.HashFunction;
import network.millrace.proof.commitment.Hashing;
import network.millrace.proof.commitment.InputSource;
import network.millrace.proof.commitment.Job;
import network.millrace.proof.commitment.Manifest;
import network.millrace.proof.commitment.Run;
import network.millrace.proof.commitment.StepProgram;
import network.millrace.proof.commitment.StepRunner;
import network.millrace.proof.execute.Executor;
import network.millrace.proof.execute.Observer;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.kernels.Workers;
import network.millrace.proof.program.Program;
import network.millrace.proof.program.Programs;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Tensor;

/**
 * What committing to a run costs while it runs and nobody disputes it: gradient descent on a perceptron, hashed at each
 * checkpoint, together with the roots of the data and of the start.
 */
final class CommitmentFigures implements ProofPart.Alone {
    private static final double PERCENT = 2;
    private static final int ROWS = 1_024;
    private static final int WIDTH = 512;
    private static final int HIDDEN = 2_048;
    private static final int STEPS = 20;
    private static final int INTERVAL = 10;

    /** The JVM uses the processor's hashing instructions only in code that has run often: after seconds, in a job of hours. */
    private static final int WARM_UP = 60;

    @Override
    public String name() {
        return "commitment";
    }

    /** Adds up the time that steps take. */
    private static final class Timed implements StepRunner {
        private final StepRunner runner;
        private long nanos;

        Timed(StepRunner runner) {
            this.runner = runner;
        }

        @Override
        public List<Tensor> run(long step, List<Tensor> inputs) {
            long started = System.nanoTime();
            List<Tensor> outputs = runner.run(step, inputs);
            nanos += System.nanoTime() - started;
            return outputs;
        }

        @Override
        public List<Tensor> run(long step, List<Tensor> inputs, Observer observer) {
            return runner.run(step, inputs, observer);
        }
    }

    @Override
    public List<Figure> run(Progress progress) {
        Graph graph = step();
        Program program = Programs.of(graph, Limits.DEFAULT);
        List<Tensor> inputs = Model.inputs(graph);
        Hashing hashing = new Hashing(HashFunction.SHA_256);
        StepProgram step = StepProgram.of(
                hashing,
                program,
                List.of(
                        new InputSource.Batch(0),
                        new InputSource.Batch(1),
                        new InputSource.State(0),
                        new InputSource.State(1)));
        Batches batches = Batches.of(List.of(inputs.subList(0, 2)));
        List<Tensor> state = inputs.subList(2, 4);
        Manifest manifest = new Manifest(Batches.tree(hashing, batches, 2).root(), 1);
        Job job = new Job(
                hashing,
                step,
                manifest,
                Checkpoint.initial(hashing, step, state).root(),
                1,
                STEPS,
                INTERVAL);
        Executor executor = new Executor(program, Limits.DEFAULT, Workers.SERIAL);
        for (int i = 0; i < WARM_UP; i++) {
            Checkpoint.of(hashing, state);
        }
        Samples overhead = new Samples();
        for (int round = 0; round < 4; round++) {
            progress.report("a job of " + STEPS + " steps, round " + (round + 1) + " of 4");
            Timed runner = new Timed(StepRunner.of(executor));
            long started = System.nanoTime();
            Run.of(job, runner, batches, state, STEPS);
            double whole = System.nanoTime() - started;
            if (round > 0) {
                overhead.add(100 * (whole - runner.nanos) / whole);
            }
        }
        return List.of(Figure.atMost(
                "commitments, part of a job's time, a checkpoint each " + INTERVAL + " steps",
                overhead.median(),
                "%",
                PERCENT));
    }

    /** One step: two layers, mean square error, gradients written by hand. */
    private static Graph step() {
        Model model = new Model(false);
        String x = model.input(DataType.FLOAT32, ROWS, WIDTH);
        String wanted = model.input(DataType.FLOAT32, ROWS, WIDTH);
        String first = model.weight(1, WIDTH, HIDDEN);
        String second = model.weight(1, HIDDEN, WIDTH);
        String rate = model.constant(Tensor.scalar(1e-9f));
        String hidden = model.node("Relu", model.node("MatMul", x, first));
        String error = model.node("Sub", model.node("MatMul", hidden, second), wanted);
        String active = model.node(
                "Cast", Attributes.NONE.with("to", DataType.FLOAT32.code()), model.node("Cast", toBool(), hidden));
        String back = model.node("Mul", active, model.node("MatMul", error, model.node("Transpose", second)));
        String firstSlope = model.node("MatMul", model.node("Transpose", x), back);
        String secondSlope = model.node("MatMul", model.node("Transpose", hidden), error);
        return model.graph(
                model.node("Sub", first, model.node("Mul", rate, firstSlope)),
                model.node("Sub", second, model.node("Mul", rate, secondSlope)));
    }

    private static Attributes toBool() {
        return Attributes.NONE.with("to", DataType.BOOL.code());
    }
}
