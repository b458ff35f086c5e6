package network.millrace.proof.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.GraphInput;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.graph.Node;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import org.junit.jupiter.api.Test;

/** What a graph becomes, and what is refused. */
class ProgramsTest {
    private static final TensorType MATRIX = new TensorType(DataType.FLOAT32, Shape.of(4, 4));

    private static final Node SUM = node("Add", List.of("x", "w"), "sum");
    private static final Node POWER = node("Exp", List.of("sum"), "power");
    private static final Node PRODUCT = node("MatMul", List.of("power", "w"), "y");
    private static final Map<String, Tensor> WEIGHTS = Map.of("w", Tensor.allocate(MATRIX));

    @Test
    void idDependsNeitherOnNamesNorOnTheOrderOfNodes() {
        Graph renamed = Graph.of(
                "other",
                List.of(GraphInput.of("in", MATRIX)),
                List.of("out"),
                List.of(
                        node("MatMul", List.of("c", "weights"), "out"),
                        node("Add", List.of("in", "weights"), "b"),
                        node("Exp", List.of("b"), "c")),
                Map.of("weights", Tensor.allocate(MATRIX)));

        assertThat(id(renamed)).isEqualTo(id(graph(SUM, POWER, PRODUCT)));
    }

    @Test
    void idDependsOnOperatorsConstantsAndShapes() {
        String id = id(graph(SUM, POWER, PRODUCT));
        Tensor other = Tensor.allocate(MATRIX);
        other.floats()[5] = 1;
        Graph changed = Graph.of("", graph().inputs(), List.of("y"), List.of(SUM, POWER, PRODUCT), Map.of("w", other));

        assertThat(id(graph(SUM, node("Log", List.of("sum"), "power"), PRODUCT)))
                .isNotEqualTo(id);
        assertThat(id(graph(node("Add", List.of("w", "x"), "sum"), POWER, PRODUCT)))
                .isNotEqualTo(id);
        assertThat(id(changed)).isNotEqualTo(id);
    }

    @Test
    void nodesThatNothingDependsOnAreLeftOut() {
        Program program = program(graph(SUM, POWER, PRODUCT, node("NoSuchOperator", List.of("x"), "unused")));

        assertThat(program.operations())
                .extracting(operation -> operation.operator().name())
                .containsExactly("Add", "Exp", "MatMul");
    }

    @Test
    void shapeArithmeticIsFoldedAway() {
        Graph graph = Graph.of(
                "",
                List.of(GraphInput.of("x", new TensorType(DataType.FLOAT32, Shape.of(2, 3, 4)))),
                List.of("y"),
                List.of(
                        node("Shape", List.of("x"), "shape"),
                        node("Gather", List.of("shape", "zero"), "batch"),
                        node("Unsqueeze", List.of("batch", "first"), "one"),
                        new Node(
                                "",
                                "",
                                "Concat",
                                17,
                                List.of("one", "rest"),
                                List.of("wanted"),
                                Attributes.NONE.with("axis", 0)),
                        node("Reshape", List.of("x", "wanted"), "y")),
                Map.of("zero", Tensor.scalar(0L), "first", Tensor.vector(0), "rest", Tensor.vector(-1)));

        Program program = program(graph);

        assertThat(program.operations()).hasSize(1);
        assertThat(program.type(program.outputs().getFirst()).shape()).isEqualTo(Shape.of(2, 12));
        assertThat(program.constants().getFirst().toLongs()).containsExactly(2, 12);
    }

    @Test
    void costIsKnownBeforeTheRun() {
        assertThat(program(graph(SUM, POWER, PRODUCT)).cost()).isEqualTo(16 + 16 + 64);
    }

    @Test
    void cyclesAreRefused() {
        assertRefused(graph(node("Add", List.of("x", "power"), "sum"), POWER, PRODUCT), "cycle");
    }

    @Test
    void aValueDefinedTwiceIsRefused() {
        assertRefused(graph(SUM, node("Exp", List.of("x"), "sum"), POWER, PRODUCT), "\"sum\" is defined twice");
        assertRefused(graph(node("Add", List.of("x", "w"), "x"), PRODUCT), "\"x\" is defined twice");
    }

    @Test
    void aValueThatIsNotDefinedIsRefused() {
        assertRefused(graph(POWER, PRODUCT), "\"sum\" is used but not defined");
    }

    /** Found by the fuzzer. */
    @Test
    void anOutputWithoutANameIsRefused() {
        Graph graph = Graph.of("", List.of(GraphInput.of("x", MATRIX)), List.of("x", ""), List.of(), Map.of());

        assertRefused(graph, "output \"\" has no value");
    }

    @Test
    void unknownOperatorsAreRefusedByName() {
        assertRefused(graph(node("Frobnicate", List.of("x"), "y")), "Frobnicate");
    }

    @Test
    void shapesThatDoNotFitAreRefusedWithBoth() {
        Graph graph = Graph.of(
                "",
                List.of(GraphInput.of("x", MATRIX), GraphInput.of("z", MATRIX.shaped(Shape.of(3, 4)))),
                List.of("y"),
                List.of(node("Add", List.of("x", "z"), "y")),
                Map.of());

        assertRefused(graph, "[4, 4] and [3, 4] do not broadcast");
    }

    @Test
    void absurdShapesAreRefusedBeforeAnythingIsAllocated() {
        Graph graph = Graph.of(
                "",
                List.of(GraphInput.of("x", MATRIX)),
                List.of("y"),
                List.of(node("Expand", List.of("x", "shape"), "y")),
                Map.of("shape", Tensor.vector(1L << 40, 1L << 40, 4, 4)));

        assertRefused(graph, "1099511627776");
    }

    @Test
    void limitsAreCheckedAndNamed() {
        Limits few = new Limits(1000, 10, 2, 1000, 1000, 1000, 5);
        Limits cheap = new Limits(1000, 10, 10, 1000, 1000, 95, 5);

        assertThatThrownBy(() -> Programs.of(graph(SUM, POWER, PRODUCT), few))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("operations of the program: 3, at most 2");
        assertThatThrownBy(() -> Programs.of(graph(SUM, POWER, PRODUCT), cheap))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("operations of one run: 96, at most 95");
    }

    @Test
    void inputsThatShapesDependOnAreBoundOrRefused() {
        Graph graph = Graph.of(
                "",
                List.of(
                        GraphInput.of("x", MATRIX),
                        GraphInput.of("shape", new TensorType(DataType.INT64, Shape.of(1)))),
                List.of("y"),
                List.of(node("Reshape", List.of("x", "shape"), "y")),
                Map.of());
        TreeMap<String, Tensor> inputs = new TreeMap<>();
        inputs.put("x", Tensor.allocate(MATRIX));
        inputs.put("shape", Tensor.vector(16));

        assertRefused(graph, "depends on the data of [shape]");
        assertThat(Programs.forInputs(graph, inputs, Limits.DEFAULT).inputNames())
                .containsExactly("x");
    }

    private static Graph graph(Node... nodes) {
        return Graph.of("", List.of(GraphInput.of("x", MATRIX)), List.of("y"), List.of(nodes), WEIGHTS);
    }

    private static Node node(String operator, List<String> inputs, String output) {
        return new Node("", "", operator, 17, inputs, List.of(output), Attributes.NONE);
    }

    private static Program program(Graph graph) {
        return Programs.of(graph, Limits.DEFAULT);
    }

    private static String id(Graph graph) {
        return ProgramEncoding.id(program(graph), TensorDigest.OF_CONTENT).hex();
    }

    private static void assertRefused(Graph graph, String reason) {
        assertThatThrownBy(() -> program(graph))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(reason);
    }
}
