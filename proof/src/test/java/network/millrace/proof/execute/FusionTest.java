package network.millrace.proof.execute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import network.millrace.proof.Seed;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.GraphInput;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.graph.Node;
import network.millrace.proof.kernels.Kernels;
import network.millrace.proof.kernels.Workers;
import network.millrace.proof.operators.Operators;
import network.millrace.proof.operators.Value;
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

    private static Program normalization(String operator, int axis, List<Shape> shapes) {
        ProgramBuilder builder = new ProgramBuilder(Operators.standard(), Limits.DEFAULT);
        List<Value> inputs = new ArrayList<>();
        for (Shape shape : shapes) {
            inputs.add(builder.input("input " + inputs.size(), new TensorType(DataType.FLOAT32, shape)));
        }
        Attributes attributes = Attributes.NONE.with("axis", axis);
        return builder.build(List.of("y"), builder.emit(operator, 1, attributes, inputs));
    }

    private static Tensor random(Shape shape) {
        Tensor tensor = Tensor.allocate(DataType.FLOAT32, shape);
        for (int i = 0; i < tensor.size(); i++) {
            tensor.floats()[i] = (float) RANDOM.nextGaussian();
        }
        return tensor;
    }
}
