package network.millrace.proof.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import network.millrace.proof.Seed;
import network.millrace.proof.execute.Executor;
import network.millrace.proof.graph.Attribute;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.kernels.Workers;
import network.millrace.proof.operators.Operators;
import network.millrace.proof.operators.Value;
import network.millrace.proof.program.Program;
import network.millrace.proof.program.ProgramBuilder;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The gradients of composite operators, by way of their parts, are what finite differences give, in float64. */
class CompositeGradientsTest {
    private static final Random RANDOM = Seed.random(CompositeGradientsTest.class);
    private static final double STEP = 1e-5;
    private static final double TOLERANCE = 1e-7;
    private static final Attributes DOUBLE = Attributes.NONE.with("stash_type", DataType.FLOAT64.code());

    /** An operator with variables of the given shapes; tensors are constant, and null is an input that is left out. */
    record Case(String operator, int outputs, Attributes attributes, List<Object> inputs) {
        @Override
        public String toString() {
            return operator + " " + attributes.byName().keySet() + " of " + inputs;
        }
    }

    /** An input that is left out. */
    private static final Object NONE = "none";

    private static Case of(String operator, int outputs, Attributes attributes, Object... inputs) {
        return new Case(operator, outputs, attributes, Arrays.asList(inputs));
    }

    static Stream<Case> cases() {
        return Stream.of(norms(), attentions(), sequences(), windows(), images())
                .flatMap(cases -> cases);
    }

    private static Stream<Case> norms() {
        Shape channels = Shape.of(2);
        Tensor variance = Tensor.of(channels, 0.5, 2.0);
        Attributes training = Attributes.NONE.with("training_mode", 1);
        return Stream.of(
                of("LayerNormalization", 1, DOUBLE, Shape.of(3, 4), Shape.of(4), Shape.of(4)),
                of("LayerNormalization", 3, DOUBLE.with("axis", 1), Shape.of(2, 3, 2), Shape.of(3, 2)),
                of("RMSNormalization", 1, DOUBLE, Shape.of(3, 4), Shape.of(4)),
                of("BatchNormalization", 1, Attributes.NONE, Shape.of(2, 2, 3), channels, channels, channels, variance),
                of("BatchNormalization", 3, training, Shape.of(3, 2, 2), channels, channels, channels, variance),
                of("InstanceNormalization", 1, Attributes.NONE, Shape.of(2, 2, 3), channels, channels),
                of("GroupNormalization", 1, DOUBLE.with("num_groups", 2), Shape.of(1, 4, 3), Shape.of(4), Shape.of(4)),
                of("MeanVarianceNormalization", 1, Attributes.NONE, Shape.of(2, 2, 2, 2)));
    }

    private static Stream<Case> attentions() {
        Shape queries = Shape.of(1, 2, 3, 4);
        Shape keys = Shape.of(1, 1, 3, 4);
        Attributes causal = Attributes.NONE.with("is_causal", 1);
        Attributes packed = Attributes.NONE.with("q_num_heads", 2).with("kv_num_heads", 2);
        Attributes weights = Attributes.NONE.with("qk_matmul_output_mode", 3);
        Tensor seen = Tensor.of(Shape.of(3, 3), true, false, true, false, false, false, true, true, true);
        Shape angles = Shape.of(2, 2);
        Tensor positions = Tensor.of(Shape.of(1, 3), 1L, 0L, 1L);
        return Stream.of(
                of("Attention", 1, causal, queries, queries, queries),
                of("Attention", 1, causal, queries, keys, Shape.of(1, 1, 3, 2)),
                of("Attention", 1, packed, Shape.of(1, 2, 6), Shape.of(1, 3, 6), Shape.of(1, 3, 4), Shape.of(2, 3)),
                of("Attention", 1, Attributes.NONE, queries, keys, keys, seen),
                of("Attention", 4, weights, queries, queries, queries, NONE, queries, queries),
                of("RotaryEmbedding", 1, Attributes.NONE, queries, angles, angles, positions),
                of(
                        "RotaryEmbedding",
                        1,
                        Attributes.NONE
                                .with("interleaved", 1)
                                .with("num_heads", 1)
                                .with("rotary_embedding_dim", 4),
                        Shape.of(1, 3, 6),
                        Shape.of(1, 3, 2),
                        Shape.of(1, 3, 2)));
    }

    private static Stream<Case> sequences() {
        Tensor lengths = Tensor.of(Shape.of(2), 3, 1);
        Attributes both = activations("Softsign", "Softsign").with("direction", "bidirectional");
        Attributes gru = activations("HardSigmoid", "Softsign");
        Attributes after = gru.with("linear_before_reset", 1);
        Attributes lstm = activations("HardSigmoid", "Softsign", "Affine");
        Attributes heads = Attributes.NONE.with("q_num_heads", 2).with("kv_num_heads", 1);
        Shape x = Shape.of(3, 2, 2);
        return Stream.of(
                of("RNN", 2, both, x, Shape.of(2, 2, 2), Shape.of(2, 2, 2), NONE, lengths, Shape.of(2, 2, 2)),
                of("GRU", 2, gru, x, Shape.of(1, 6, 2), Shape.of(1, 6, 2), Shape.of(1, 12)),
                of("GRU", 2, after, x, Shape.of(1, 6, 2), Shape.of(1, 6, 2), Shape.of(1, 12), lengths),
                of("LSTM", 3, lstm, x, Shape.of(1, 8, 2), Shape.of(1, 8, 2), Shape.of(1, 16), lengths),
                of(
                        "LinearAttention",
                        2,
                        heads,
                        Shape.of(1, 2, 4),
                        Shape.of(1, 2, 2),
                        Shape.of(1, 2, 3),
                        Shape.of(1, 1, 2, 3),
                        Shape.of(1, 2, 2),
                        Shape.of(1, 2, 1)));
    }

    private static Stream<Case> windows() {
        Shape image = Shape.of(1, 2, 4, 5);
        Attributes strided = Attributes.NONE.with("strides", new long[] {2, 1}).with("pads", new long[] {0, 1, 1, 0});
        Attributes pool = strided.with("kernel_shape", new long[] {2, 3});
        Attributes groups = strided.with("group", 2).with("output_padding", new long[] {1, 0});
        Shape columns = Shape.of(1, 12, 6);
        return Stream.of(
                of("AveragePool", 1, pool, image),
                of("AveragePool", 1, pool.with("count_include_pad", 1).with("ceil_mode", 1), image),
                of("LpPool", 1, pool.with("p", 2), image),
                of("GlobalLpPool", 1, Attributes.NONE.with("p", 1), image),
                of("ConvTranspose", 1, strided, Shape.of(2, 2, 3, 2), Shape.of(2, 3, 2, 2), Shape.of(3)),
                of("ConvTranspose", 1, groups, Shape.of(1, 4, 3, 2), Shape.of(4, 1, 3, 2)),
                of("Col2Im", 1, Attributes.NONE, columns, Tensor.vector(3, 4), Tensor.vector(2, 2)),
                of(
                        "DeformConv",
                        1,
                        Attributes.NONE.with("pads", new long[] {1, 0, 0, 1}),
                        image,
                        Shape.of(2, 2, 2, 2),
                        Shape.of(1, 8, 4, 5),
                        Shape.of(2),
                        Shape.of(1, 4, 4, 5)));
    }

    private static Stream<Case> images() {
        Shape image = Shape.of(1, 2, 4, 3);
        Tensor scales = Tensor.of(Shape.of(4), 1f, 1f, 1.6f, 0.7f);
        Attributes antialias = Attributes.NONE.with("mode", "cubic").with("antialias", 1);
        Attributes border = Attributes.NONE.with("padding_mode", "border");
        Attributes mirror = Attributes.NONE.with("padding_mode", "reflection").with("mode", "cubic");
        Tensor region = Tensor.of(Shape.of(1, 4), 0.3, 0.2, 2.4, 3.3);
        Attributes bins = Attributes.NONE.with("output_height", 2).with("output_width", 2);
        return Stream.of(
                of("Resize", 1, Attributes.NONE, image, NONE, scales),
                of("Resize", 1, Attributes.NONE.with("mode", "linear"), image, NONE, scales),
                of("Resize", 1, antialias, image, NONE, scales),
                of("GridSample", 1, Attributes.NONE, image, Shape.of(1, 2, 3, 2)),
                of("GridSample", 1, border.with("align_corners", 1), image, Shape.of(1, 2, 3, 2)),
                of("GridSample", 1, mirror, image, Shape.of(1, 2, 2, 2)),
                of("AffineGrid", 1, Attributes.NONE, Shape.of(1, 2, 3), Tensor.vector(1, 1, 2, 3)),
                of("RoiAlign", 1, bins.with("sampling_ratio", 2), image, region, Tensor.vector(0)),
                of("DFT", 1, Attributes.NONE, Shape.of(1, 5, 2)),
                of("DFT", 1, Attributes.NONE.with("inverse", 1).with("onesided", 1), Shape.of(1, 4, 2)),
                of("STFT", 1, Attributes.NONE, Shape.of(1, 9, 1), Tensor.scalar(2L), Shape.of(4)));
    }

    /** Functions that exist in float64. */
    private static Attributes activations(String... names) {
        return Attributes.NONE.with("activations", new Attribute.Texts(List.of(names)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientIsTheLimitOfDifferences(Case c) {
        // given numbers for all variables, and one loss of all outputs
        List<Tensor> numbers = c.inputs().stream()
                .filter(Shape.class::isInstance)
                .map(shape -> numbers((Shape) shape))
                .toList();
        Program loss = loss(c);

        // when the differentiator gives the gradients
        List<Tensor> gradients = gradients(loss, numbers);

        // then each of their elements is the slope of the loss
        Executor executor = new Executor(loss, Limits.DEFAULT, Workers.SERIAL);
        for (int variable = 0; variable < numbers.size(); variable++) {
            for (int i = 0; i < numbers.get(variable).size(); i++) {
                double up = loss(executor, numbers, variable, i, STEP);
                double down = loss(executor, numbers, variable, i, -STEP);
                assertThat(gradients.get(variable).doubles()[i])
                        .as("%s, variable %d, element %d", c, variable, i)
                        .isCloseTo((up - down) / (2 * STEP), within(TOLERANCE));
            }
        }
    }

    private static Tensor numbers(Shape shape) {
        Tensor tensor = Tensor.allocate(DataType.FLOAT64, shape);
        for (int i = 0; i < tensor.size(); i++) {
            tensor.doubles()[i] = 2 * RANDOM.nextDouble() - 1;
        }
        return tensor;
    }

    private static double loss(Executor executor, List<Tensor> numbers, int variable, int element, double step) {
        List<Tensor> moved = new ArrayList<>(numbers);
        Tensor changed = Tensor.fromLittleEndian(
                numbers.get(variable).tensorType(), numbers.get(variable).toLittleEndian());
        changed.doubles()[element] += step;
        moved.set(variable, changed);
        return executor.run(moved).getFirst().doubles()[0];
    }

    /** The weighted sum of all outputs. */
    private static Program loss(Case c) {
        ProgramBuilder builder = new ProgramBuilder(Operators.standard(), Limits.DEFAULT);
        List<Value> inputs = new ArrayList<>();
        for (Object input : c.inputs()) {
            inputs.add(
                    switch (input) {
                        case Shape shape ->
                            builder.input("input " + inputs.size(), new TensorType(DataType.FLOAT64, shape));
                        case Tensor tensor -> builder.constant(tensor);
                        default -> Value.ABSENT;
                    });
        }
        Attributes drop = Attributes.NONE.with("keepdims", 0);
        Value loss = builder.scalarLike(inputs.getFirst(), 0);
        for (Value output : builder.emit(c.operator(), c.outputs(), c.attributes(), inputs)) {
            Value weighted = builder.emit("Mul", output, builder.constant(numbers(output.shape())));
            loss = builder.emit("Add", loss, builder.emit("ReduceSum", drop, weighted));
        }
        return builder.build(List.of("loss"), List.of(loss));
    }

    private static List<Tensor> gradients(Program loss, List<Tensor> numbers) {
        ProgramBuilder builder = new ProgramBuilder(Operators.standard(), Limits.DEFAULT);
        Differentiator differentiator = new Differentiator(builder);
        List<Value> inputs = IntStream.range(0, numbers.size())
                .mapToObj(i -> builder.input("input " + i, loss.type(i)))
                .toList();
        Value result = differentiator.run(loss, inputs).getFirst();
        List<Value> gradients = differentiator.gradients(result, inputs);
        List<String> names =
                gradients.stream().map(gradient -> "gradient " + gradient.id()).toList();
        return new Executor(builder.build(names, gradients), Limits.DEFAULT, Workers.SERIAL).run(numbers);
    }
}
