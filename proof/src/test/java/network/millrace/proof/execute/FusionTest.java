package network.millrace.proof.execute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import network.millrace.proof.Seed;
import network.millrace.proof.autodiff.Optimizer;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.GraphInput;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.graph.Node;
import network.millrace.proof.kernels.Kernels;
import network.millrace.proof.kernels.Threads;
import network.millrace.proof.kernels.Workers;
import network.millrace.proof.operators.Operators;
import network.millrace.proof.operators.Value;
import network.millrace.proof.program.Operation;
import network.millrace.proof.program.Program;
import network.millrace.proof.program.ProgramBuilder;
import network.millrace.proof.program.Programs;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A fused kernel stands for the whole of its group. */
class FusionTest {
    private static final Random RANDOM = Seed.random(FusionTest.class);

    @Test
    void inputThatWasFoldedToAConstantReachesTheFusedKernel() {
        // given a Gemm whose addend is computed from constants alone
        Graph graph = Graph.of(
                "",
                List.of(
                        GraphInput.of("a", new TensorType(DataType.FLOAT32, Shape.of(1, 2))),
                        GraphInput.of("b", new TensorType(DataType.FLOAT32, Shape.of(2, 2)))),
                List.of("y"),
                List.of(
                        new Node("", "", "Neg", 18, List.of("one"), List.of("c"), Attributes.NONE),
                        new Node("", "", "Gemm", 18, List.of("a", "b", "c"), List.of("y"), Attributes.NONE)),
                Map.of("one", Tensor.of(Shape.of(2), 1f, 2f)));
        Program program = Programs.of(graph, new TreeMap<>(), new TreeMap<>(), Limits.DEFAULT);
        List<Tensor> inputs = List.of(Tensor.of(Shape.of(1, 2), 1f, 1f), Tensor.of(Shape.of(2, 2), 10f, 20f, 30f, 40f));

        // when it runs fused and unfused
        Executor executor = new Executor(program, Limits.DEFAULT, Workers.SERIAL);
        List<Tensor> fused = executor.run(inputs);
        List<Tensor> unfused = executor.run(inputs, (operation, outputs) -> {});

        // then both have added it
        assertThat(unfused.getFirst().floats()).containsExactly(39f, 58f);
        assertThat(fused.getFirst().floats()).containsExactly(39f, 58f);
    }

    /** Normalizations whose scale, and perhaps bias, have a number for each element of a row. */
    static Stream<Arguments> normalizations() {
        return Stream.of(
                Arguments.of("LayerNormalization", -1, List.of(Shape.of(3, 100), Shape.of(100), Shape.of(1, 100))),
                Arguments.of("LayerNormalization", 1, List.of(Shape.of(4, 3, 7), Shape.of(3, 7))),
                Arguments.of("LayerNormalization", 0, List.of(Shape.of(33), Shape.of(33), Shape.of(33))),
                Arguments.of("RMSNormalization", -1, List.of(Shape.of(2, 3, 64), Shape.of(64))));
    }

    @ParameterizedTest
    @MethodSource("normalizations")
    void normalizationOfRowsIsOneTaskWithTheBitsOfItsParts(String operator, int axis, List<Shape> shapes) {
        // given random rows
        Program program = normalization(operator, axis, shapes);
        List<Tensor> inputs = shapes.stream().map(FusionTest::random).toList();

        // when they are normalized in one go, by the vector kernels, and part by part, by the scalar ones
        List<Tensor> fused = new Executor(program, Limits.DEFAULT, Workers.SERIAL).run(inputs);
        List<Tensor> parts = new Executor(program, Limits.DEFAULT, Workers.SERIAL, Kernels.scalar())
                .run(inputs, (operation, outputs) -> {});

        // then the bits are the same
        assertThat(Schedule.fused(program).tasks()).hasSize(1);
        assertThat(fused.getFirst().sameBits(parts.getFirst())).isTrue();
    }

    @Test
    void normalizationWithAScaleForEachRowIsNotFused() {
        Program program = normalization("LayerNormalization", 1, List.of(Shape.of(4, 4), Shape.of(4, 1)));

        assertThat(Schedule.fused(program).tasks()).hasSizeGreaterThan(1);
    }

    /** Attentions of all that the kernel takes: grouped heads, packed heads, masks, windows, a cap. */
    static Stream<Arguments> attentions() {
        Attributes causal = Attributes.NONE.with("is_causal", 1);
        Attributes packed = causal.with("q_num_heads", 4).with("kv_num_heads", 2);
        Attributes window = Attributes.NONE.with("left_window_size", 1).with("right_window_size", 2);
        Attributes wide = window.with("left_window_size", Long.MAX_VALUE).with("right_window_size", Long.MAX_VALUE);
        Shape q = Shape.of(2, 4, 5, 3);
        Shape k = Shape.of(2, 2, 7, 3);
        Shape v = Shape.of(2, 2, 7, 40);
        Tensor hiding = Tensor.allocate(DataType.BOOL, Shape.of(5, 7));
        hiding.bytes()[3] = 1;
        hiding.bytes()[30] = 1;
        return Stream.of(
                Arguments.of(Attributes.NONE, List.of(random(q), random(k), random(v))),
                Arguments.of(causal, List.of(random(1, 1, 300, 8), random(1, 1, 130, 8), random(1, 1, 130, 8))),
                Arguments.of(wide, List.of(random(q), random(k), random(v))),
                Arguments.of(causal.with("softcap", 1.5f), List.of(random(q), random(k), random(v))),
                Arguments.of(packed, List.of(random(Shape.of(2, 5, 12)), random(Shape.of(2, 7, 6)), wild(2, 7, 80))),
                Arguments.of(window, List.of(random(q), random(k), random(v), wild(2, 1, 5, 7))),
                Arguments.of(window, List.of(random(q), wild(2, 2, 2, 3), random(Shape.of(2, 2, 2, 9)))),
                Arguments.of(causal.with("scale", 0.3f), List.of(wild(2, 4, 5, 3), random(k), random(v), hiding)));
    }

    @ParameterizedTest
    @MethodSource("attentions")
    void attentionIsOneTaskWithTheBitsOfItsParts(Attributes attributes, List<Tensor> inputs) {
        // given an attention whose result alone is asked for
        ProgramBuilder builder = new ProgramBuilder(Operators.standard(), Limits.DEFAULT);
        List<Value> values = new ArrayList<>();
        inputs.forEach(input -> values.add(builder.input("input " + values.size(), input.tensorType())));
        Program program = builder.build(List.of("y"), builder.emit("Attention", 1, attributes, values));

        // when it is computed head by head, and part by part
        List<Tensor> fused = new Executor(program, Limits.DEFAULT, Workers.SERIAL).run(inputs);
        List<Tensor> parts = new Executor(program, Limits.DEFAULT, Workers.SERIAL, Kernels.scalar())
                .run(inputs, (operation, outputs) -> {});

        // then the bits are the same
        assertThat(Schedule.fused(program).tasks()).hasSize(1);
        assertThat(fused.getFirst().sameBits(parts.getFirst()))
                .as("%s and %s", fused, parts)
                .isTrue();
    }

    @Test
    void attentionWithACacheIsFusedBesideTheOutputsOfTheCache() {
        // given a causal attention of two queries with three past keys
        Attributes causal = Attributes.NONE.with("is_causal", 1);
        ProgramBuilder builder = new ProgramBuilder(Operators.standard(), Limits.DEFAULT);
        Value now = builder.input("now", new TensorType(DataType.FLOAT32, Shape.of(1, 2, 2, 4)));
        Value past = builder.input("past", new TensorType(DataType.FLOAT32, Shape.of(1, 2, 3, 4)));
        List<Value> inputs = List.of(now, now, now, Value.ABSENT, past, past);
        Program program = builder.build(List.of("y", "keys", "values"), builder.emit("Attention", 3, causal, inputs));
        List<Tensor> tensors = List.of(random(Shape.of(1, 2, 2, 4)), random(Shape.of(1, 2, 3, 4)));

        // when it runs fused, and part by part
        List<Tensor> fused = new Executor(program, Limits.DEFAULT, Workers.SERIAL).run(tensors);
        List<Tensor> parts =
                new Executor(program, Limits.DEFAULT, Workers.SERIAL).run(tensors, (operation, outputs) -> {});

        // then two joins and one attention give the same bits, with five keys
        assertThat(Schedule.fused(program).tasks()).hasSize(3);
        assertThat(fused.getFirst().sameBits(parts.getFirst())).isTrue();
        assertThat(fused.get(1).shape()).isEqualTo(Shape.of(1, 2, 5, 4));
    }

    /** A product takes along what follows it elementwise: for each channel, element by element, in either order. */
    @Test
    void elementwiseOperationsAfterAConvolutionAreDoneWithItAndGiveTheSameBits() {
        // given a residual block: two convolutions, of which one is added to the other
        ProgramBuilder builder = new ProgramBuilder(Operators.standard(), Limits.DEFAULT);
        Value x = builder.input("x", new TensorType(DataType.FLOAT32, Shape.of(2, 5, 9, 11)));
        Value weights = builder.input("weights", new TensorType(DataType.FLOAT32, Shape.of(5, 5, 3, 3)));
        Value bias = builder.input("bias", new TensorType(DataType.FLOAT32, Shape.of(5)));
        Value scale = builder.input("scale", new TensorType(DataType.FLOAT32, Shape.of(5, 1, 1)));
        Attributes same = Attributes.NONE.with("pads", new long[] {1, 1, 1, 1});
        Value first = builder.emit("Conv", 1, same, List.of(x, weights, bias)).getFirst();
        Value second = builder.emit("Conv", 1, same, List.of(x, weights)).getFirst();
        Value scaled =
                builder.emit("Mul", 1, Attributes.NONE, List.of(scale, second)).getFirst();
        Value sum =
                builder.emit("Sub", 1, Attributes.NONE, List.of(scaled, first)).getFirst();
        Program program = builder.build(List.of("y"), builder.emit("Relu", 1, Attributes.NONE, List.of(sum)));
        List<Tensor> inputs = List.of(wild(2, 5, 9, 11), random(5, 5, 3, 3), random(5), wild(5, 1, 1));

        // when it is computed with the products, on several threads too, and part by part
        List<Tensor> joined = new Executor(program, Limits.DEFAULT, Workers.SERIAL).run(inputs);
        List<Tensor> parts = new Executor(program, Limits.DEFAULT, Workers.SERIAL, Kernels.scalar())
                .run(inputs, (operation, outputs) -> {});

        // then only the products are left, and the reshaped bias
        assertThat(Schedule.fused(program).tasks()).hasSize(3);
        assertThat(joined.getFirst().sameBits(parts.getFirst())).isTrue();
    }

    @Test
    void constantWeightsStayPackedAndCountAsMemory() {
        // given convolutions in two groups, of which one has constant weights
        Tensor weights = random(80, 9, 3, 3);
        Attributes attributes = Attributes.NONE.with("group", 2);
        List<Program> programs = new ArrayList<>();
        for (boolean constant : new boolean[] {true, false}) {
            ProgramBuilder builder = new ProgramBuilder(Operators.standard(), Limits.DEFAULT);
            Value x = builder.input("x", new TensorType(DataType.FLOAT32, Shape.of(1, 18, 12, 12)));
            Value w = constant ? builder.constant(weights) : builder.input("w", weights.tensorType());
            programs.add(builder.build(List.of("y"), builder.emit("Conv", 1, attributes, List.of(x, w))));
        }
        Executor kept = new Executor(programs.get(0), Limits.DEFAULT, Workers.SERIAL);
        Executor anew = new Executor(programs.get(1), Limits.DEFAULT, Workers.SERIAL);

        // when both run with one picture after another
        for (int round = 0; round < 3; round++) {
            Tensor picture = random(1, 18, 12, 12);
            List<Tensor> some = kept.run(List.of(picture));
            List<Tensor> others = anew.run(List.of(picture, weights));

            // then the bits are the same
            assertThat(some.getFirst().sameBits(others.getFirst())).isTrue();
        }
        assertThat(Executor.memoryBytes(programs.get(0)) - Executor.memoryBytes(programs.get(1)))
                .isEqualTo(weights.tensorType().bytes() / 8 * 9);
    }

    @Test
    void productThatIsReadTwiceOrIsAnOutputStandsByItself() {
        // given a product that is an output, and one that is added to itself
        ProgramBuilder builder = new ProgramBuilder(Operators.standard(), Limits.DEFAULT);
        Value a = builder.input("a", new TensorType(DataType.FLOAT32, Shape.of(6, 7)));
        Value b = builder.input("b", new TensorType(DataType.FLOAT32, Shape.of(7, 6)));
        Value shown = builder.emit("MatMul", 1, Attributes.NONE, List.of(a, b)).getFirst();
        Value after = builder.emit("Relu", 1, Attributes.NONE, List.of(shown)).getFirst();
        Value other = builder.emit("MatMul", 1, Attributes.NONE, List.of(b, a)).getFirst();
        Value twice =
                builder.emit("Add", 1, Attributes.NONE, List.of(other, other)).getFirst();
        Program program = builder.build(List.of("shown", "after", "twice"), List.of(shown, after, twice));
        List<Tensor> inputs = List.of(random(6, 7), random(7, 6));

        // when it runs
        List<Tensor> fused = new Executor(program, Limits.DEFAULT, Workers.SERIAL).run(inputs);
        List<Tensor> parts =
                new Executor(program, Limits.DEFAULT, Workers.SERIAL).run(inputs, (operation, outputs) -> {});

        // then nothing is joined, and nothing overwritten
        assertThat(Schedule.fused(program).tasks()).hasSize(4);
        for (int i = 0; i < 3; i++) {
            assertThat(fused.get(i).sameBits(parts.get(i))).isTrue();
        }
    }

    /** The moments of Adam and what becomes of the parameter: one task, in which only results have a place in memory. */
    @ParameterizedTest
    @ValueSource(ints = {64, 129, 700})
    void elementwiseOperationsOfOneShapeAreDoneTogetherAndGiveTheSameBits(int rows) {
        // given a step of Adam
        ProgramBuilder builder = new ProgramBuilder(Operators.standard(), Limits.DEFAULT);
        TensorType type = new TensorType(DataType.FLOAT32, Shape.of(rows, 101));
        Value step = builder.input("step", new TensorType(DataType.FLOAT32, Shape.SCALAR));
        Value parameter = builder.input("parameter", type);
        Value gradient = builder.input("gradient", type);
        List<Value> moments = List.of(builder.input("mean", type), builder.input("square", type));
        List<Value> results = Optimizer.Adam.withDecay(0.1f).emit(builder, step, parameter, gradient, moments);
        Program program = builder.build(List.of("parameter'", "mean'", "square'"), results);
        List<Tensor> inputs =
                List.of(Tensor.scalar(3f), wild(rows, 101), wild(rows, 101), random(rows, 101), wild(rows, 101));

        // when it runs in blocks, also of several threads, and operation by operation
        List<Tensor> parts = new Executor(program, Limits.DEFAULT, Workers.SERIAL, Kernels.scalar())
                .run(inputs, (operation, outputs) -> {});
        for (Workers workers : List.of(Workers.SERIAL, new Threads(2))) {
            List<Tensor> blocks = new Executor(program, Limits.DEFAULT, workers).run(inputs);

            // then the bits are the same
            for (int i = 0; i < 3; i++) {
                assertThat(blocks.get(i).sameBits(parts.get(i))).isTrue();
            }
        }
        Schedule schedule = Schedule.fused(program);
        assertThat(schedule.tasks().getLast()).isInstanceOf(Schedule.Blockwise.class);
        assertThat(MemoryPlan.of(program, schedule).bytes()).isLessThan(type.bytes());
    }

    /** Products of a backward pass: of matrices, of stacks, and of a stack with one matrix. */
    static Stream<Arguments> transposedProducts() {
        return Stream.of(
                Arguments.of(Shape.of(31, 47), Shape.of(29, 31)),
                Arguments.of(Shape.of(3, 31, 20), Shape.of(3, 29, 31)),
                Arguments.of(Shape.of(3, 31, 20), Shape.of(29, 31)),
                Arguments.of(Shape.of(1, 300, 2), Shape.of(5, 1, 40, 300)));
    }

    @ParameterizedTest
    @MethodSource("transposedProducts")
    void productsReadWhatWasTransposedForThemAsItLies(Shape left, Shape right) {
        // given a product of two transposed operands, and of one of them with the other as it was
        ProgramBuilder builder = new ProgramBuilder(Operators.standard(), Limits.DEFAULT);
        Value a = builder.input("a", new TensorType(DataType.FLOAT32, left));
        Value b = builder.input("b", new TensorType(DataType.FLOAT32, right));
        Value both = builder.emit("MatMul", 1, Attributes.NONE, List.of(swapped(builder, a), swapped(builder, b)))
                .getFirst();
        Value negative = builder.emit("Neg", 1, Attributes.NONE, List.of(swapped(builder, b)))
                .getFirst();
        Value one = builder.emit("MatMul", 1, Attributes.NONE, List.of(swapped(builder, a), negative))
                .getFirst();
        Program program = builder.build(List.of("both", "one"), List.of(both, one));
        List<Tensor> inputs = List.of(random(left), random(right));

        // when it runs
        List<Tensor> direct = new Executor(program, Limits.DEFAULT, Workers.SERIAL).run(inputs);
        List<Tensor> parts = new Executor(program, Limits.DEFAULT, Workers.SERIAL, Kernels.scalar())
                .run(inputs, (operation, outputs) -> {});

        // then only what another operation reads was transposed
        assertThat(Schedule.fused(program).tasks().stream().filter(FusionTest::isTranspose))
                .hasSizeLessThan((int) Schedule.unfused(program).tasks().stream()
                        .filter(FusionTest::isTranspose)
                        .count());
        assertThat(direct.get(0).sameBits(parts.get(0))).isTrue();
        assertThat(direct.get(1).sameBits(parts.get(1))).isTrue();
    }

    private static Value swapped(ProgramBuilder builder, Value value) {
        int rank = value.shape().rank();
        long[] order = LongStream.range(0, rank).toArray();
        order[rank - 2] = rank - 1L;
        order[rank - 1] = rank - 2L;
        return builder.emit("Transpose", 1, Attributes.NONE.with("perm", order), List.of(value))
                .getFirst();
    }

    private static boolean isTranspose(Schedule.Task task) {
        return task instanceof Schedule.Single(Operation operation)
                && operation.operator().name().equals("Transpose");
    }

    /** Numbers among which are infinities, zeros of both signs and a NaN. */
    private static Tensor wild(int... dimensions) {
        Tensor tensor = random(Shape.of(dimensions));
        float[] strange = {
            Float.NEGATIVE_INFINITY, -0f, Float.NEGATIVE_INFINITY, 0f, Float.POSITIVE_INFINITY, Float.NaN, 1e30f
        };
        for (float number : strange) {
            tensor.floats()[RANDOM.nextInt(tensor.size())] = number;
        }
        return tensor;
    }

    private static Program normalization(String operator, int axis, List<Shape> shapes) {
        ProgramBuilder builder = new ProgramBuilder(Operators.standard(), Limits.DEFAULT);
        List<Value> inputs = new ArrayList<>();
        for (Shape shape : shapes) {
            inputs.add(builder.input("input " + inputs.size(), new TensorType(DataType.FLOAT32, shape)));
        }
        Attributes attributes = Attributes.NONE.with("axis", axis);
        return builder.build(List.of("y"), builder.emit(operator, 1, attributes, inputs));
    }

    private static Tensor random(int... dimensions) {
        return random(Shape.of(dimensions));
    }

    private static Tensor random(Shape shape) {
        Tensor tensor = Tensor.allocate(DataType.FLOAT32, shape);
        for (int i = 0; i < tensor.size(); i++) {
            tensor.floats()[i] = (float) RANDOM.nextGaussian();
        }
        return tensor;
    }
}
