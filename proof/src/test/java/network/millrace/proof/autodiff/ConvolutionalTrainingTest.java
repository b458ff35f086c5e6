package network.millrace.proof.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import network.millrace.proof.Seed;
import network.millrace.proof.commitment.HashFunction;
import network.millrace.proof.commitment.Hashing;
import network.millrace.proof.commitment.StepRunner;
import network.millrace.proof.execute.Executor;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.GraphBuilder;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.kernels.Workers;
import network.millrace.proof.program.Program;
import network.millrace.proof.program.Programs;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import network.millrace.proof.training.CheckpointFile;
import network.millrace.proof.training.TrainingJob;
import network.millrace.proof.training.TrainingState;
import org.junit.jupiter.api.Test;

/** A convolutional network, trained by our own differentiation, learns to tell shapes in pictures that it has not seen. */
class ConvolutionalTrainingTest {
    private static final int ROWS = 16;
    private static final int SIDE = 12;
    private static final int BATCHES = 40;
    private static final int STEPS = 160;
    private static final Attributes PADDED = Attributes.NONE.with("pads", new long[] {1, 1, 1, 1});
    private static final Attributes HALVED =
            Attributes.NONE.with("kernel_shape", new long[] {2, 2}).with("strides", new long[] {2, 2});

    /** What is drawn, at any place, larger or smaller, and in noise. */
    private enum Figure {
        SQUARE,
        CROSS,
        STRIPES
    }

    @Test
    void shapesAreToldApartInPicturesThatWereNotInTheData() {
        // given a network that guesses
        Random random = Seed.random(ConvolutionalTrainingTest.class);
        Graph model = model(random);
        Graph step = TrainingGraph.of(
                model,
                new TreeMap<>(),
                TrainingGraph.parameters(model),
                new Loss.CrossEntropy("scores"),
                Optimizer.Adam.of(0.01f),
                Limits.DEFAULT);
        TrainingJob job = TrainingJob.of(
                step,
                pictures(random, BATCHES),
                new TreeMap<>(),
                new TrainingJob.Length(STEPS, STEPS, 0),
                new Hashing(HashFunction.SHA_256),
                Limits.DEFAULT);
        NavigableMap<String, Tensor> unseen = pictures(random, 8);
        assertThat(share(model, new TreeMap<>(), unseen)).isLessThan(0.7);

        // when it is trained
        StepRunner runner = StepRunner.of(new Executor(job.job().program().program(), Limits.DEFAULT, Workers.SERIAL));
        TrainingState end = TrainingState.start(job).advance(job, runner);

        // then the loss has fallen, and of new pictures nearly all are told
        assertThat(mean(end.losses().subList(STEPS - 20, STEPS)))
                .isLessThan(0.25 * mean(end.losses().subList(0, 10)));
        assertThat(share(model, CheckpointFile.named(job, end), unseen)).isGreaterThan(0.9);
    }

    /** Two convolutions, a pool of each kind behind them, and one layer that sees all. */
    private static Graph model(Random random) {
        GraphBuilder graph = new GraphBuilder("shapes", 21);
        String x = graph.input("x", new TensorType(DataType.FLOAT32, Shape.of(ROWS, 1, SIDE, SIDE)));
        String first =
                graph.node("Conv", PADDED, x, weights(graph, random, "c1.w", 9, 8, 1, 3, 3), zeros(graph, "c1.b", 8));
        String pooled = graph.node("MaxPool", HALVED, graph.node("Relu", first));
        String second = graph.node(
                "Conv", PADDED, pooled, weights(graph, random, "c2.w", 72, 12, 8, 3, 3), zeros(graph, "c2.b", 12));
        String small = graph.node("AveragePool", HALVED, graph.node("Relu", second));
        int flat = 12 * (SIDE / 4) * (SIDE / 4);
        int figures = Figure.values().length;
        return graph.build(
                "scores",
                graph.node(
                        "Gemm",
                        graph.node("Flatten", small),
                        weights(graph, random, "fc.w", flat, flat, figures),
                        zeros(graph, "fc.b", figures)));
    }

    private static String weights(GraphBuilder graph, Random random, String name, int from, int... shape) {
        Tensor tensor = Tensor.allocate(DataType.FLOAT32, Shape.of(shape));
        for (int i = 0; i < tensor.size(); i++) {
            tensor.floats()[i] = (float) (random.nextGaussian() / Math.sqrt(from));
        }
        return graph.initializer(name, tensor);
    }

    private static String zeros(GraphBuilder graph, String name, int size) {
        return graph.initializer(name, Tensor.allocate(DataType.FLOAT32, Shape.of(size)));
    }

    private static NavigableMap<String, Tensor> pictures(Random random, int batches) {
        Tensor x = Tensor.allocate(DataType.FLOAT32, Shape.of(batches * ROWS, 1, SIDE, SIDE));
        Tensor target = Tensor.allocate(DataType.INT64, Shape.of(batches * ROWS));
        for (int i = 0; i < batches * ROWS; i++) {
            int kind = random.nextInt(Figure.values().length);
            target.longs()[i] = kind;
            draw(random, Figure.values()[kind], x.floats(), i * SIDE * SIDE);
        }
        NavigableMap<String, Tensor> data = new TreeMap<>();
        data.put("x", x);
        data.put("target", target);
        return data;
    }

    private static void draw(Random random, Figure figure, float[] pixels, int from) {
        int size = 5 + 2 * random.nextInt(3);
        int top = random.nextInt(SIDE - size + 1);
        int left = random.nextInt(SIDE - size + 1);
        for (int row = 0; row < SIDE; row++) {
            for (int column = 0; column < SIDE; column++) {
                int y = row - top;
                int z = column - left;
                boolean within = y >= 0 && z >= 0 && y < size && z < size;
                double ink = within && isInk(figure, y, z, size) ? 1 : 0;
                pixels[from + row * SIDE + column] = (float) (ink + 0.15 * random.nextGaussian());
            }
        }
    }

    private static boolean isInk(Figure figure, int y, int x, int size) {
        return switch (figure) {
            case SQUARE -> y == 0 || x == 0 || y == size - 1 || x == size - 1;
            case CROSS -> y == size / 2 || x == size / 2;
            case STRIPES -> (x + y) % 4 == 0;
        };
    }

    /** Of how many pictures the highest score is that of what they show. */
    private static double share(Graph model, NavigableMap<String, Tensor> weights, NavigableMap<String, Tensor> data) {
        NavigableMap<String, Tensor> initializers = new TreeMap<>(model.initializers());
        initializers.replaceAll((name, before) -> weights.getOrDefault(name, before));
        Graph trained = new Graph(
                model.name(),
                model.inputs(),
                model.outputs(),
                model.nodes(),
                initializers,
                model.functions(),
                model.metadata());
        Tensor pictures = Objects.requireNonNull(data.get("x"));
        Tensor target = Objects.requireNonNull(data.get("target"));
        int right = 0;
        for (int batch = 0; batch < target.size() / ROWS; batch++) {
            Tensor x = Tensor.allocate(DataType.FLOAT32, Shape.of(ROWS, 1, SIDE, SIDE));
            System.arraycopy(pictures.floats(), batch * x.size(), x.floats(), 0, x.size());
            NavigableMap<String, Tensor> inputs = new TreeMap<>();
            inputs.put("x", x);
            Program program = Programs.forInputs(trained, inputs, Limits.DEFAULT);
            float[] scores = new Executor(program, Limits.DEFAULT, Workers.SERIAL)
                    .run(List.of(x))
                    .getFirst()
                    .floats();
            for (int row = 0; row < ROWS; row++) {
                right += highest(scores, row) == target.longs()[batch * ROWS + row] ? 1 : 0;
            }
        }
        return (double) right / target.size();
    }

    private static int highest(float[] scores, int row) {
        int figures = Figure.values().length;
        int best = 0;
        for (int i = 1; i < figures; i++) {
            best = scores[row * figures + i] > scores[row * figures + best] ? i : best;
        }
        return best;
    }

    private static double mean(List<Float> losses) {
        return losses.stream().mapToDouble(Float::doubleValue).average().orElseThrow();
    }
}
