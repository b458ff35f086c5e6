package network.millrace.proof.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import network.millrace.proof.RefusedException;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How much memory a run takes is known before it, and too much is refused with the number. */
class MemoryTest {
    private static final int OPSET = 20;

    @Test
    void footprintCountsWhatIsGivenPlannedAndWidened() {
        // 10 floats in, 10 in a constant, 10 out; exp(x) lives in a buffer; bfloat16 would be widened.
        Program floats = chain(DataType.FLOAT32, 10);
        Program halves = chain(DataType.BFLOAT16, 10);

        assertThat(Executor.memoryBytes(floats)).isEqualTo(40 + 40 + 40 + 40);
        assertThat(Executor.memoryBytes(halves)).isEqualTo(4 * 20 + 3 * 40);
    }

    @Test
    void runOfOneByteMoreThanAllowedIsRefusedWithBothNumbers() {
        Program program = chain(DataType.FLOAT32, 10);
        List<Tensor> inputs = List.of(Tensor.allocate(program.type(0)));

        assertThat(new Executor(program, memory(160), Workers.SERIAL).run(inputs))
                .hasSize(1);
        assertThatThrownBy(() -> new Executor(program, memory(159), Workers.SERIAL).run(inputs))
                .isInstanceOf(RefusedException.class)
                .hasMessage("bytes of memory for one run: 160, at most 159 are allowed");
    }

    /** The limits admit it and the heap of this JVM does not: what was taken is given back, and the process goes on. */
    @Test
    void whatTheHeapCannotHoldIsRefusedWithTheNumber() {
        int elements = Integer.MAX_VALUE - 64;
        Program program = expansion(elements);
        Executor executor = new Executor(program, memory(1L << 40), Workers.SERIAL);

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> executor.run(List.of(Tensor.of(Shape.of(1), 2f))))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("a run needs about " + Executor.memoryBytes(program) + " bytes of memory");
        }
        Program small = expansion(3);
        assertThat(new Executor(small, Limits.DEFAULT, Workers.SERIAL)
                        .run(List.of(Tensor.of(Shape.of(1), 2f)))
                        .getFirst()
                        .size())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"2147483647, 1", "65536, 65536", "1000000, 1000000", "2147483647, 2147483647"})
    void shapesBeyondAnyArrayAreRefusedBeforeAnythingIsAllocated(long rows, long columns) {
        Graph graph = Graph.of(
                "",
                List.of(GraphInput.of("x", new TensorType(DataType.FLOAT32, Shape.of(1)))),
                List.of("y"),
                List.of(node("Expand", List.of("x", "shape"), "y")),
                Map.of("shape", Tensor.vector(rows, columns)));

        assertThatThrownBy(() -> Programs.of(graph, Limits.DEFAULT))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("elements");
    }

    /** Both factors are small; only their product is absurd. */
    @Test
    void productWithMoreElementsThanAnArrayIsRefused() {
        Graph graph = Graph.of(
                "",
                List.of(
                        GraphInput.of("a", new TensorType(DataType.FLOAT32, Shape.of(70_000, 1))),
                        GraphInput.of("b", new TensorType(DataType.FLOAT32, Shape.of(1, 70_000)))),
                List.of("y"),
                List.of(node("MatMul", List.of("a", "b"), "y")),
                Map.of());

        assertThatThrownBy(() -> Programs.of(graph, Limits.DEFAULT))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("4900000000");
    }

    @Test
    void costOfManyLargeProductsIsRefusedWithTheNumber() {
        Graph graph = Graph.of(
                "",
                List.of(GraphInput.of("a", new TensorType(DataType.FLOAT32, Shape.of(40_000, 40_000)))),
                List.of("y"),
                List.of(node("MatMul", List.of("a", "a"), "b"), node("MatMul", List.of("b", "b"), "y")),
                Map.of());
        Limits limits = new Limits(1, 10, 10, 1, 1, 100_000_000_000_000L, 8);

        assertThatThrownBy(() -> Programs.of(graph, limits))
                .hasMessage("operations of one run: 128000000000000, at most 100000000000000 are allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0,5,0", "0,5,4", "3,0,4", "3,5,0"})
    void productsOfEmptyMatricesAreEmptyOrZero(String sizes) {
        int[] size = java.util.Arrays.stream(sizes.split(",", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
        Graph graph = Graph.of(
                "",
                List.of(
                        GraphInput.of("a", new TensorType(DataType.FLOAT32, Shape.of(2, size[0], size[1]))),
                        GraphInput.of("b", new TensorType(DataType.FLOAT32, Shape.of(2, size[1], size[2])))),
                List.of("y"),
                List.of(node("MatMul", List.of("a", "b"), "product"), node("Softmax", List.of("product"), "y")),
                Map.of());
        Program program = Programs.of(graph, Limits.DEFAULT);

        Tensor result = new Executor(program, Limits.DEFAULT, Workers.SERIAL)
                .run(List.of(Tensor.allocate(program.type(0)), Tensor.allocate(program.type(1))))
                .getFirst();

        assertThat(result.shape()).isEqualTo(Shape.of(2, size[0], size[2]));
        assertThat(result.floats()).containsOnly(result.size() == 0 ? new float[0] : new float[] {0.25f});
    }

    @Test
    void convolutionOfNoPicturesGivesNone() {
        Graph graph = Graph.of(
                "",
                List.of(
                        GraphInput.of("x", new TensorType(DataType.FLOAT32, Shape.of(0, 3, 8, 8))),
                        GraphInput.of("w", new TensorType(DataType.FLOAT32, Shape.of(4, 3, 3, 3)))),
                List.of("y"),
                List.of(node("Conv", List.of("x", "w"), "y")),
                Map.of());
        Program program = Programs.of(graph, Limits.DEFAULT);

        List<Tensor> outputs = new Executor(program, Limits.DEFAULT, Workers.SERIAL)
                .run(List.of(Tensor.allocate(program.type(0)), Tensor.allocate(program.type(1))));

        assertThat(outputs.getFirst().shape()).isEqualTo(Shape.of(0, 4, 6, 6));
    }

    /** y = exp(x) + c. */
    private static Program chain(DataType type, int elements) {
        TensorType vector = new TensorType(type, Shape.of(elements));
        Graph graph = Graph.of(
                "",
                List.of(GraphInput.of("x", vector)),
                List.of("y"),
                List.of(node("Exp", List.of("x"), "e"), node("Add", List.of("e", "c"), "y")),
                Map.of("c", Tensor.allocate(vector)));
        return Programs.of(graph, Limits.DEFAULT);
    }

    /** The largest of so many copies of one number. */
    private static Program expansion(int elements) {
        Graph graph = Graph.of(
                "",
                List.of(GraphInput.of("x", new TensorType(DataType.FLOAT32, Shape.of(1)))),
                List.of("y"),
                List.of(node("Expand", List.of("x", "shape"), "many"), node("ReduceMax", List.of("many", "axes"), "y")),
                Map.of("shape", Tensor.vector(elements), "axes", Tensor.vector(0)));
        return Programs.of(graph, Limits.DEFAULT);
    }

    private static Node node(String operator, List<String> inputs, String output) {
        return new Node("", "", operator, OPSET, inputs, List.of(output), Attributes.NONE);
    }

    private static Limits memory(long bytes) {
        Limits limits = Limits.DEFAULT;
        return new Limits(
                limits.fileBytes(),
                limits.nodes(),
                limits.operations(),
                limits.initializerBytes(),
                bytes,
                limits.cost(),
                limits.nesting());
    }
}
