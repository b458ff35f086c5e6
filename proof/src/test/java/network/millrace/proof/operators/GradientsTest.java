package network.millrace.proof.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import network.millrace.proof.Seed;
import network.millrace.proof.execute.Executor;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.kernels.Workers;
import network.millrace.proof.program.ProgramBuilder;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradient rules give what finite differences of the operators themselves give, in float64. */
class GradientsTest {
    private static final Random RANDOM = Seed.random(GradientsTest.class);
    private static final double STEP = 1e-6;
    private static final double TOLERANCE = 1e-6;

    /** An operator in canonical form with variables of the given shapes; what else it takes is constant. */
    record Case(String operator, int outputs, Attributes attributes, List<Object> inputs) {
        @Override
        public String toString() {
            return operator + " " + attributes.byName().keySet() + " of " + inputs;
        }
    }

    private static Case of(String operator, Attributes attributes, Object... inputs) {
        return new Case(operator, 1, attributes, List.of(inputs));
    }

    private static Attributes axis(long axis) {
        return Attributes.NONE.with("axis", axis);
    }

    static Stream<Case> cases() {
        Shape matrix = Shape.of(3, 4);
        Tensor repeated = Tensor.of(Shape.of(2, 2), 0L, 2L, 2L, -1L);
        Tensor tuples = Tensor.of(Shape.of(3, 2), 0L, 1L, 1L, -1L, 0L, 1L);
        Tensor different = Tensor.of(Shape.of(2, 1), 2L, -3L);
        Tensor rows = Tensor.of(Shape.of(2, 4), 0L, 1L, 2L, 0L, 1L, 0L, -1L, 2L);
        Tensor single = Tensor.of(Shape.of(2, 4), 0L, 1L, 2L, 0L, 1L, 0L, -2L, 2L);
        Attributes add = Attributes.NONE.with("reduction", "add");
        Attributes keep = Attributes.NONE.with("keepdims", 1);
        return Stream.of(
                of("Abs", Attributes.NONE, matrix),
                of("Neg", Attributes.NONE, matrix),
                of("Concat", axis(1), Shape.of(2, 3), Shape.of(2, 1)),
                of("Conv", windows(1, 2, 1, 1, 1, 1).with("group", 1), Shape.of(2, 3, 5, 4), Shape.of(2, 3, 3, 2)),
                of("Conv", windows(2, 1, 0, 2, 1, 0).with("group", 2), Shape.of(2, 4, 6, 4), Shape.of(4, 2, 2, 3)),
                of("Conv", windows(3, 2, 2, 0, 0, 1).with("group", 3), Shape.of(1, 3, 8, 5), Shape.of(3, 1, 3, 2)),
                of("CumSum", Attributes.NONE, matrix, Tensor.scalar(1L)),
                of("Expand", Attributes.NONE, Shape.of(3, 1), Tensor.vector(2, 3, 4)),
                of("Gather", axis(0), matrix, repeated),
                of("Gather", axis(1), Shape.of(2, 3, 2), repeated),
                of("Gather", axis(2), Shape.of(2, 2, 3), Tensor.scalar(1L)),
                of("GatherElements", axis(0), matrix, rows),
                of("GatherND", Attributes.NONE, Shape.of(2, 3, 2), tuples),
                of("Max", Attributes.NONE, matrix, Shape.of(4)),
                of("MaxPool", pool(windows(1, 2, 1, 1, 0, 1), 3, 2), Shape.of(2, 2, 4, 5)),
                of("MaxPool", pool(windows(2, 1, 0, 1, 1, 1), 2, 3), Shape.of(1, 2, 5, 4)),
                of("Min", Attributes.NONE, matrix, Shape.of(3, 1)),
                of("Pad", Attributes.NONE, matrix, Tensor.vector(1, -1, 0, 2), Shape.SCALAR),
                of("ReduceMax", keep, matrix, Tensor.vector(1)),
                of("ReduceMax", keep.with("keepdims", 0), Shape.of(2, 3, 2), Tensor.vector(0, 2)),
                of("ScatterElements", axis(0), matrix, single, Shape.of(2, 4)),
                of("ScatterElements", add.with("axis", 0), matrix, rows, Shape.of(2, 4)),
                of("ScatterND", Attributes.NONE, matrix, different, Shape.of(2, 4)),
                of("ScatterND", add, Shape.of(2, 3, 2), tuples, Shape.of(3, 2)),
                slice(new long[] {1, 0}, new long[] {3, 4}, new long[] {1, 1}),
                slice(new long[] {0, 3}, new long[] {3, Long.MIN_VALUE}, new long[] {1, -2}),
                slice(new long[] {2, 1}, new long[] {0, 5}, new long[] {-1, 2}),
                new Case("TopK", 2, axis(1), List.of(matrix, Tensor.vector(2))),
                of("Where", Attributes.NONE, Tensor.of(Shape.of(3, 1), true, false, true), matrix, Shape.of(4)));
    }

    /** The same stride along both axes, the same dilation, and pads. */
    private static Attributes windows(long stride, long dilation, long... pads) {
        return Attributes.NONE
                .with("strides", new long[] {stride, stride})
                .with("dilations", new long[] {dilation, dilation})
                .with("pads", pads);
    }

    private static Attributes pool(Attributes windows, long... kernel) {
        return windows.with("kernel_shape", kernel);
    }

    private static Case slice(long[] starts, long[] ends, long[] steps) {
        return of(
                "Slice",
                Attributes.NONE,
                Shape.of(3, 4),
                Tensor.vector(starts),
                Tensor.vector(ends),
                Tensor.vector(0, 1),
                Tensor.vector(steps));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientIsTheLimitOfDifferences(Case c) {
        // given an operator, numbers of which no two are close, and weights that make one loss of its first output
        List<Tensor> numbers = c.inputs().stream()
                .filter(Shape.class::isInstance)
                .map(shape -> apart((Shape) shape))
                .toList();
        Tensor weights = apart(forward(c, numbers).getFirst().shape());

        // when its rule gives the gradients
        List<Tensor> gradients = gradients(c, numbers, weights);

        // then each of their elements is the slope of the loss
        for (int variable = 0; variable < numbers.size(); variable++) {
            assertThat(gradients.get(variable).tensorType())
                    .isEqualTo(numbers.get(variable).tensorType());
            for (int i = 0; i < numbers.get(variable).size(); i++) {
                double up = loss(c, moved(numbers, variable, i, STEP), weights);
                double down = loss(c, moved(numbers, variable, i, -STEP), weights);
                assertThat(gradients.get(variable).doubles()[i])
                        .as("%s, input %d, element %d", c, variable, i)
                        .isCloseTo((up - down) / (2 * STEP), within(TOLERANCE));
            }
        }
    }

    /** Different multiples of 0.1, in random order and with random signs. */
    private static Tensor apart(Shape shape) {
        Tensor tensor = Tensor.allocate(DataType.FLOAT64, shape);
        List<Integer> order =
                new ArrayList<>(IntStream.rangeClosed(1, tensor.size()).boxed().toList());
        java.util.Collections.shuffle(order, RANDOM);
        for (int i = 0; i < tensor.size(); i++) {
            tensor.doubles()[i] = order.get(i) * 0.1 * (RANDOM.nextBoolean() ? 1 : -1) + RANDOM.nextDouble() * 0.01;
        }
        return tensor;
    }

    private static List<Tensor> moved(List<Tensor> numbers, int variable, int element, double step) {
        List<Tensor> moved = new ArrayList<>(numbers);
        Tensor changed = Tensor.fromLittleEndian(
                numbers.get(variable).tensorType(), numbers.get(variable).toLittleEndian());
        changed.doubles()[element] += step;
        moved.set(variable, changed);
        return moved;
    }

    private static double loss(Case c, List<Tensor> numbers, Tensor weights) {
        double[] output = forward(c, numbers).getFirst().doubles();
        return IntStream.range(0, weights.size())
                .mapToDouble(i -> output[i] * weights.doubles()[i])
                .sum();
    }

    private static List<Value> inputs(Case c, ProgramBuilder builder) {
        List<Value> values = new ArrayList<>();
        for (Object input : c.inputs()) {
            values.add(
                    input instanceof Shape shape
                            ? builder.input("input " + values.size(), new TensorType(DataType.FLOAT64, shape))
                            : builder.constant((Tensor) input));
        }
        return values;
    }

    private static List<Tensor> forward(Case c, List<Tensor> numbers) {
        ProgramBuilder builder = new ProgramBuilder(Operators.standard(), Limits.DEFAULT);
        List<Value> inputs = inputs(c, builder);
        Value output =
                builder.emit(c.operator(), c.outputs(), c.attributes(), inputs).getFirst();
        return new Executor(builder.build(List.of("output"), List.of(output)), Limits.DEFAULT, Workers.SERIAL)
                .run(numbers);
    }

    /** Of the variables alone; the rule must have none for what is constant. */
    private static List<Tensor> gradients(Case c, List<Tensor> numbers, Tensor weights) {
        ProgramBuilder builder = new ProgramBuilder(Operators.standard(), Limits.DEFAULT);
        List<Value> inputs = inputs(c, builder);
        List<Value> outputs = builder.emit(c.operator(), c.outputs(), c.attributes(), inputs);
        Differentiable operator = (Differentiable) Operators.standard().newest(c.operator());
        List<Value> all = operator.gradient(
                new OneOperation(builder, c.attributes(), inputs, outputs, builder.constant(weights)));
        List<Value> wanted = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (c.inputs().get(i) instanceof Shape) {
                wanted.add(all.get(i));
                names.add("gradient " + i);
            } else {
                assertThat(all.get(i).isAbsent()).isTrue();
            }
        }
        return new Executor(builder.build(names, wanted), Limits.DEFAULT, Workers.SERIAL).run(numbers);
    }

    /** The loss depends on the first output only. */
    private record OneOperation(
            ProgramBuilder builder, Attributes attributes, List<Value> inputs, List<Value> outputs, Value first)
            implements Gradient {
        @Override
        public int inputCount() {
            return inputs.size();
        }

        @Override
        public Value input(int i) {
            return inputs.get(i);
        }

        @Override
        public Value output(int i) {
            return outputs.get(i);
        }

        @Override
        public Value upstream(int i) {
            return i == 0 ? first : Value.ABSENT;
        }

        @Override
        public List<Value> emit(String operator, int count, Attributes attributes, List<Value> inputs) {
            return builder.emit(operator, count, attributes, inputs);
        }

        @Override
        public Value constant(Tensor tensor) {
            return builder.constant(tensor);
        }
    }
}
