package network.millrace.proof.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import network.millrace.proof.RefusedException;
import network.millrace.proof.Seed;
import network.millrace.proof.commitment.InputSource;
import network.millrace.proof.execute.Executor;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.GraphBuilder;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.kernels.Workers;
import network.millrace.proof.model.Transformer;
import network.millrace.proof.onnx.ExternalData;
import network.millrace.proof.onnx.OnnxReader;
import network.millrace.proof.onnx.OnnxWriter;
import network.millrace.proof.program.Program;
import network.millrace.proof.program.ProgramEncoding;
import network.millrace.proof.program.Programs;
import network.millrace.proof.program.TensorDigest;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Training graphs of whole models: their gradients are the slopes of the loss, and they learn. */
class TrainingGraphTest {
    private static final Random RANDOM = Seed.random(TrainingGraphTest.class);
    private static final double STEP = 1e-6;
    private static final int PROBES = 4;

    /** A model in float64, its loss, and a batch. */
    record Case(String name, Graph model, Loss loss, NavigableMap<String, Tensor> batch) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        NavigableMap<String, Tensor> rows = new TreeMap<>();
        rows.put("x", Models.numbers(RANDOM, DataType.FLOAT64, Shape.of(5, 3)));
        NavigableMap<String, Tensor> numbers = new TreeMap<>(rows);
        numbers.put("target", Models.numbers(RANDOM, DataType.FLOAT64, Shape.of(5, 4)));
        NavigableMap<String, Tensor> classes = new TreeMap<>(rows);
        classes.put("target", Models.classes(RANDOM, 4, 5));
        Graph perceptron = Models.perceptron(RANDOM, DataType.FLOAT64, 5, 3, 6, 4);
        NavigableMap<String, Tensor> text = new TreeMap<>();
        text.put("tokens", Models.classes(RANDOM, 7, 2, 5));
        text.put("target", Models.classes(RANDOM, 7, 2, 5));
        // Not Relu: at its kink there is no slope to compare with, and some unit comes close to it now and then.
        Graph transformer = new Transformer(7, 5, 8, 2, 2, "Elu").graph(2, DataType.FLOAT64, 11);
        return Stream.of(
                new Case("perceptron, squared error", perceptron, new Loss.MeanSquaredError("y"), numbers),
                new Case("perceptron, cross-entropy", perceptron, new Loss.CrossEntropy("y"), classes),
                new Case("transformer, cross-entropy", transformer, new Loss.CrossEntropy("scores"), text));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientsAreTheSlopesOfTheLoss(Case c) {
        // given a step of plain gradient descent with rate 1, whose change of a parameter is minus its gradient
        Stepper stepper = new Stepper(step(c.model(), c.loss(), new Optimizer.Sgd(1)));
        NavigableMap<String, Tensor> state = stepper.start();
        NavigableMap<String, Tensor> after = stepper.run(state, c.batch(), 1);

        for (String parameter : state.keySet()) {
            Tensor before = tensor(state, parameter);
            for (int probe = 0; probe < PROBES; probe++) {
                int element = RANDOM.nextInt(before.size());
                double gradient =
                        before.doubles()[element] - tensor(after, parameter).doubles()[element];

                // when the parameter is moved a little to both sides
                double up = stepper.loss(moved(state, parameter, element, STEP), c.batch());
                double down = stepper.loss(moved(state, parameter, element, -STEP), c.batch());

                // then the loss changes by as much as the gradient says
                assertThat(gradient)
                        .as("%s, element %d of %s", c, element, parameter)
                        .isCloseTo((up - down) / (2 * STEP), within(2e-6));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void graphWrittenAndReadAgainIsTheSameProgram(Case c) {
        Graph step = step(c.model(), c.loss(), Optimizer.Adam.withDecay(0.01f));

        Graph read = OnnxReader.read(OnnxWriter.write(step), ExternalData.NONE, Limits.DEFAULT);

        assertThat(id(new Stepper(read).program)).isEqualTo(id(new Stepper(step).program));
        assertThat(read.metadata()).isEqualTo(step.metadata());
    }

    @Test
    void notesSayWhereEveryInputComesFrom() {
        Graph step = step(
                Models.perceptron(RANDOM, DataType.FLOAT32, 2, 3, 4, 1),
                new Loss.MeanSquaredError("y"),
                new Optimizer.Momentum(0.1f, 0.9f));

        assertThat(StepNotes.states(step))
                .containsExactly("b1", "b1.velocity", "b2", "b2.velocity", "w1", "w1.velocity", "w2", "w2.velocity");
        assertThat(StepNotes.batch(step)).containsExactly("x", "target");
        assertThat(step.outputs()).startsWith("b1.next", "b1.velocity.next").endsWith("loss");
        assertThat(StepNotes.sources(step))
                .startsWith(new InputSource.State(0), new InputSource.State(1))
                .endsWith(new InputSource.Batch(0), new InputSource.Batch(1), new InputSource.StepNumber());
    }

    static Stream<Optimizer> optimizers() {
        return Stream.of(
                new Optimizer.Sgd(0.1f),
                new Optimizer.Momentum(0.1f, 0.9f),
                new Optimizer.Adam(0.1f, 0.9f, 0.99f, 1e-8f, 0),
                new Optimizer.Adam(0.1f, 0.9f, 0.99f, 1e-8f, 0.5f));
    }

    /** The loss is the mean of (w - target)^2 for two numbers, so that each step can be computed by hand. */
    @ParameterizedTest
    @MethodSource("optimizers")
    void optimizerFollowsItsFormula(Optimizer optimizer) {
        GraphBuilder graph = new GraphBuilder("numbers", 21);
        graph.input("unused", new TensorType(DataType.FLOAT64, Shape.of(1)));
        String w = graph.initializer("w", Tensor.of(Shape.of(2), 1.0, -2.0));
        Stepper stepper = new Stepper(
                step(graph.build("y", graph.node("Identity", w)), new Loss.MeanSquaredError("y"), optimizer));
        NavigableMap<String, Tensor> batch = new TreeMap<>();
        batch.put("target", Tensor.of(Shape.of(2), 0.5, 0.25));
        batch.put("unused", Tensor.of(Shape.of(1), 0.0));
        NavigableMap<String, Tensor> state = stepper.start();
        double x = 1.0;
        double first = 0;
        double second = 0;
        for (int t = 1; t <= 5; t++) {
            state = stepper.run(state, batch, t);
            double g = x - 0.5;
            switch (optimizer) {
                case Optimizer.Sgd(float rate) -> x -= rate * g;
                case Optimizer.Momentum(float rate, float momentum) -> {
                    first = momentum * first + g;
                    x -= rate * first;
                }
                case Optimizer.Adam adam -> {
                    first = adam.beta1() * first + (1.0 - adam.beta1()) * g;
                    second = adam.beta2() * second + (1.0 - adam.beta2()) * g * g;
                    double mean = first / (1 - Math.pow(adam.beta1(), t));
                    double root = Math.sqrt(second / (1 - Math.pow(adam.beta2(), t)));
                    x = x * (1 - (double) adam.rate() * adam.decay()) - adam.rate() * mean / (root + adam.epsilon());
                }
            }
            assertThat(tensor(state, "w").doubles()[0]).isCloseTo(x, within(1e-6));
        }
    }

    /** The loss is that of optimizerFollowsItsFormula; a step of plain descent takes off the rate times the gradient. */
    @Test
    void rateRisesInALineAndFallsAlongACosine() {
        Descent descent = new Descent(new Optimizer.Sgd(0.5f), new Schedule.Cosine(4, 12, 0.1f), Clipping.NONE);
        Stepper stepper = new Stepper(numbers(descent));
        NavigableMap<String, Tensor> state = stepper.start();

        for (int t = 1; t <= 15; t++) {
            double x = tensor(state, "w").doubles()[0];
            double done = Math.clamp((t - 4) / 8.0, 0, 1);
            double share = t <= 4 ? t / 4.0 : 0.1 + 0.9 * (1 + Math.cos(Math.PI * done)) / 2;
            state = stepper.run(state, numbersBatch(), t);
            assertThat(tensor(state, "w").doubles()[0])
                    .as("after step %d", t)
                    .isCloseTo(x - 0.5 * share * (x - 0.5), within(1e-6));
        }
    }

    @Test
    void decayOfWeightsFollowsTheRate() {
        Optimizer.Adam adam = new Optimizer.Adam(0.1f, 0.9f, 0.99f, 1e-8f, 0.5f);
        Stepper stepper = new Stepper(numbers(new Descent(adam, new Schedule.Cosine(10, 0, 0), Clipping.NONE)));
        NavigableMap<String, Tensor> state = stepper.start();

        // In the first step both moments are exactly corrected, so that the parameter moves by the rate, here a tenth
        // of it.
        NavigableMap<String, Tensor> after = stepper.run(state, numbersBatch(), 1);

        assertThat(tensor(after, "w").doubles()[0]).isCloseTo(1.0 * (1 - 0.01 * 0.5) - 0.01, within(1e-6));
    }

    @ParameterizedTest
    @CsvSource({"0.5, true", "100, false"})
    void gradientsLongerThanAllowedAreShortenedTogether(float norm, boolean shortened) {
        Descent descent = new Descent(new Optimizer.Sgd(1), new Schedule.Constant(), new Clipping(norm));
        NavigableMap<String, Tensor> start = new Stepper(numbers(descent)).start();

        NavigableMap<String, Tensor> after = new Stepper(numbers(descent)).run(start, numbersBatch(), 1);

        double first = 1.0 - 0.5;
        double second = -2.0 - 0.25;
        double share = shortened ? norm / (Math.hypot(first, second) + 1e-6) : 1;
        assertThat(tensor(after, "w").doubles()[0]).isCloseTo(1.0 - share * first, within(1e-9));
        assertThat(tensor(after, "w").doubles()[1]).isCloseTo(-2.0 - share * second, within(1e-9));
    }

    @Test
    void schedulesAndNormsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> new Schedule.Cosine(10, 5, 0)).hasMessageContaining("not until step 5");
        assertThatThrownBy(() -> new Schedule.Cosine(0, 5, 2)).hasMessageContaining("from 0 to 1");
        assertThatThrownBy(() -> new Clipping(Float.NaN)).hasMessageContaining("NaN");
    }

    private static Graph numbers(Descent descent) {
        GraphBuilder graph = new GraphBuilder("numbers", 21);
        String w = graph.initializer("w", Tensor.of(Shape.of(2), 1.0, -2.0));
        Graph model = graph.build("y", graph.node("Identity", w));
        return TrainingGraph.of(
                model,
                new TreeMap<>(),
                TrainingGraph.parameters(model),
                new Loss.MeanSquaredError("y"),
                descent,
                Limits.DEFAULT);
    }

    private static NavigableMap<String, Tensor> numbersBatch() {
        NavigableMap<String, Tensor> batch = new TreeMap<>();
        batch.put("target", Tensor.of(Shape.of(2), 0.5, 0.25));
        return batch;
    }

    @Test
    void transformerLearnsItsBatchByHeart() {
        Graph model = new Transformer(7, 5, 16, 2, 1, "Gelu").graph(2, DataType.FLOAT32, 3);
        Stepper stepper = new Stepper(step(model, new Loss.CrossEntropy("scores"), Optimizer.Adam.of(0.01f)));
        NavigableMap<String, Tensor> batch = new TreeMap<>();
        batch.put("tokens", Tensor.of(Shape.of(2, 5), 0L, 1L, 2L, 3L, 4L, 6L, 5L, 4L, 3L, 2L));
        batch.put("target", Tensor.of(Shape.of(2, 5), 1L, 2L, 3L, 4L, 5L, 5L, 4L, 3L, 2L, 1L));
        NavigableMap<String, Tensor> state = stepper.start();
        double atFirst = stepper.loss(state, batch);
        for (int t = 1; t <= 60; t++) {
            state = stepper.run(state, batch, t);
        }

        assertThat(atFirst).isCloseTo(Math.log(7), within(0.2));
        assertThat(stepper.loss(state, batch)).isLessThan(0.2);
    }

    @Test
    void operatorWithoutAGradientIsRefusedByName() {
        GraphBuilder graph = new GraphBuilder("unique", 21);
        graph.input("x", new TensorType(DataType.FLOAT32, Shape.of(2)));
        String w = graph.initializer("w", Tensor.of(Shape.of(2), 2f, 1f));
        Graph model = graph.build("y", graph.node("CumProd", w, graph.constant(Tensor.scalar(0L))));

        assertThatThrownBy(() -> step(model, new Loss.MeanSquaredError("y"), new Optimizer.Sgd(1)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("CumProd");
    }

    private static Graph step(Graph model, Loss loss, Optimizer optimizer) {
        return TrainingGraph.of(
                model, new TreeMap<>(), TrainingGraph.parameters(model), loss, optimizer, Limits.DEFAULT);
    }

    private static network.millrace.protocol.crypto.Hash id(Program program) {
        return ProgramEncoding.id(program, TensorDigest.OF_CONTENT);
    }

    private static NavigableMap<String, Tensor> moved(
            NavigableMap<String, Tensor> state, String name, int element, double by) {
        NavigableMap<String, Tensor> moved = new TreeMap<>(state);
        Tensor copy = Tensor.fromLittleEndian(
                tensor(state, name).tensorType(), tensor(state, name).toLittleEndian());
        copy.doubles()[element] += by;
        moved.put(name, copy);
        return moved;
    }

    private static Tensor tensor(SortedMap<String, Tensor> tensors, String name) {
        return Objects.requireNonNull(tensors.get(name), name);
    }

    /** Runs a training graph step by step, with inputs and outputs by name. */
    private static final class Stepper {
        private final Graph graph;
        private final Program program;
        private final Executor executor;

        Stepper(Graph graph) {
            this.graph = graph;
            SortedMap<String, TensorType> types = new TreeMap<>();
            graph.inputs().forEach(input -> types.put(input.name(), input.declared()));
            this.program = Programs.of(graph, types, new TreeMap<>(), Limits.DEFAULT);
            this.executor = new Executor(program, Limits.DEFAULT, Workers.SERIAL);
        }

        NavigableMap<String, Tensor> start() {
            NavigableMap<String, Tensor> state = new TreeMap<>();
            StepNotes.states(graph).forEach(name -> state.put(name, tensor(graph.initializers(), name)));
            return state;
        }

        private List<Tensor> outputs(
                NavigableMap<String, Tensor> state, NavigableMap<String, Tensor> batch, long step) {
            List<Tensor> inputs = new ArrayList<>();
            for (String name : program.inputNames()) {
                inputs.add(
                        state.containsKey(name)
                                ? tensor(state, name)
                                : batch.containsKey(name) ? tensor(batch, name) : Tensor.scalar(step));
            }
            return executor.run(inputs);
        }

        NavigableMap<String, Tensor> run(
                NavigableMap<String, Tensor> state, NavigableMap<String, Tensor> batch, long step) {
            List<Tensor> outputs = outputs(state, batch, step);
            NavigableMap<String, Tensor> next = new TreeMap<>();
            state.keySet()
                    .forEach(name -> next.put(name, outputs.get(graph.outputs().indexOf(name + ".next"))));
            return next;
        }

        double loss(NavigableMap<String, Tensor> state, NavigableMap<String, Tensor> batch) {
            return outputs(state, batch, 1).getLast().real(0);
        }
    }
}
