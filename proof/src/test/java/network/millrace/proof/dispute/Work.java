package network.millrace.proof.dispute;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
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
import network.millrace.proof.dispute.FaultyRunner.Cheat;
import network.millrace.proof.execute.Executor;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.GraphInput;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.graph.Node;
import network.millrace.proof.kernels.Workers;
import network.millrace.proof.program.Program;
import network.millrace.proof.program.Programs;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;

/** A job with its data: what both sides are given. */
record Work(Job job, Batches batches, List<Tensor> state) {
    static final Hashing HASHING = new Hashing(HashFunction.SHA_256);
    private static final int OPSET = 17;

    /** A job of a step program. */
    static Work of(
            Program program,
            List<InputSource> sources,
            List<List<Tensor>> batches,
            List<Tensor> state,
            long seed,
            long steps,
            int interval) {
        StepProgram step = StepProgram.of(HASHING, program, sources);
        Batches data = Batches.of(batches);
        Manifest manifest =
                new Manifest(Batches.tree(HASHING, data, step.batchSlots()).root(), data.count());
        var initial = Checkpoint.initial(HASHING, step, state).root();
        return new Work(new Job(HASHING, step, manifest, initial, seed, steps, interval), data, state);
    }

    /** A few steps of gradient descent on one layer, with tiles at every kind of edge, the step's number and the seed. */
    static Work training(long steps, int interval) {
        return training(steps, interval, "Relu");
    }

    /** The same with another activation. */
    static Work training(long steps, int interval, String activation) {
        TensorType weights = new TensorType(DataType.FLOAT32, Shape.of(130, 70));
        TensorType data = new TensorType(DataType.FLOAT32, Shape.of(66, 130));
        TensorType number = new TensorType(DataType.INT64, Shape.SCALAR);
        TreeMap<String, Tensor> constants = new TreeMap<>();
        constants.put("rate", Tensor.scalar(0.001f));
        constants.put("tiny", Tensor.scalar(1e-6f));
        constants.put("axes", Tensor.vector(0, 1));
        Attributes toFloat = Attributes.NONE.with("to", DataType.FLOAT32.code());
        List<Node> nodes = List.of(
                node("MatMul", "h", "x", "w"),
                node(activation, "r", "h"),
                node("Softmax", "p", "r"),
                node("Mul", "rr", "r", "r"),
                new Node("", "", "ReduceSum", OPSET, List.of("rr", "axes"), List.of("loss"), Attributes.NONE),
                node("Transpose", "xt", "x"),
                node("MatMul", "g", "xt", "p"),
                node("Mul", "scaled", "g", "rate"),
                new Node("", "", "Cast", OPSET, List.of("t"), List.of("tf"), toFloat),
                new Node("", "", "Cast", OPSET, List.of("seed"), List.of("sf"), toFloat),
                node("Mul", "st", "tf", "sf"),
                node("Mul", "noise", "st", "tiny"),
                node("Sub", "w1", "w", "scaled"),
                node("Add", "w2", "w1", "noise"));
        Graph graph = Graph.of(
                "training",
                List.of(
                        GraphInput.of("w", weights),
                        GraphInput.of("x", data),
                        GraphInput.of("t", number),
                        GraphInput.of("seed", number)),
                List.of("w2", "loss"),
                nodes,
                constants);
        List<InputSource> sources = List.of(
                new InputSource.State(0),
                new InputSource.Batch(0),
                new InputSource.StepNumber(),
                new InputSource.Seed());
        Random random = new Random(1);
        List<List<Tensor>> batches = new ArrayList<>();
        for (int batch = 0; batch < 3; batch++) {
            batches.add(List.of(random(random, data)));
        }
        List<Tensor> state = List.of(random(random, weights));
        return of(Programs.of(graph, Limits.DEFAULT), sources, batches, state, 77, steps, interval);
    }

    /** Random operators over a state and a batch of one shape, several steps. */
    static Work random(Random random) {
        Shape shape = Shape.of(1 + random.nextInt(70), 1 + random.nextInt(70));
        TensorType type = new TensorType(DataType.FLOAT32, shape);
        RandomGraph graph = new RandomGraph(random, shape);
        int steps = 1 + random.nextInt(5);
        int interval = 1 + random.nextInt(3);
        return of(
                Programs.of(graph.graph(), Limits.DEFAULT),
                List.of(new InputSource.State(0), new InputSource.Batch(0)),
                List.of(List.of(random(random, type)), List.of(random(random, type))),
                List.of(random(random, type)),
                random.nextLong(),
                steps,
                interval);
    }

    static Node node(String operator, String output, String... inputs) {
        return new Node("", "", operator, OPSET, List.of(inputs), List.of(output), Attributes.NONE);
    }

    static Tensor random(Random random, TensorType type) {
        Tensor tensor = Tensor.allocate(type);
        for (int i = 0; i < tensor.size(); i++) {
            tensor.floats()[i] = random.nextFloat() - 0.5f;
        }
        return tensor;
    }

    Program program() {
        return job.program().program();
    }

    /** The same job with other data. */
    Work withBatches(Batches others) {
        Manifest manifest = new Manifest(
                Batches.tree(HASHING, others, job.program().batchSlots()).root(), others.count());
        Job other =
                new Job(job.hashing(), job.program(), manifest, job.initial(), job.seed(), job.steps(), job.interval());
        return new Work(other, others, state);
    }

    Work withJob(Job other) {
        return new Work(other, batches, state);
    }

    StepRunner runner() {
        return StepRunner.of(new Executor(program(), Limits.DEFAULT, Workers.SERIAL));
    }

    /** The run of a side that does what it should. */
    Run honest() {
        return run(runner());
    }

    /** The run of a cheat. */
    Run faulty(Cheat cheat) {
        return run(new FaultyRunner(program(), cheat));
    }

    private Run run(StepRunner runner) {
        return Run.of(job, runner, batches, state, 2);
    }

    State dispute(Run defended) {
        return Disputes.ofRun(job, defended.tree().root(), Rules.DEFAULT, 0);
    }
}
