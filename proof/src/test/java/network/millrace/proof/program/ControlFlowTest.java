package network.millrace.proof.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import network.millrace.proof.RefusedException;
import network.millrace.proof.execute.Executor;
import network.millrace.proof.graph.Attribute;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.GraphInput;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.graph.Node;
import network.millrace.proof.kernels.Kernels;
import network.millrace.proof.kernels.Workers;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What becomes of If, Loop and Scan, which programs do not have. */
class ControlFlowTest {
    /** Too large to be bound, so that what depends on it is data. */
    private static final TensorType DATA = new TensorType(DataType.FLOAT32, Shape.of(100));

    @Test
    void aBranchByKnownConditionStandsInPlaceOfTheNode() {
        Graph graph = graph(List.of(branch("yes", "Exp", "Neg")), "y", Map.of("yes", bool(true)));

        Program program = Programs.of(graph, Limits.DEFAULT);

        assertThat(program.operations())
                .extracting(operation -> operation.operator().name())
                .containsExactly("Exp");
    }

    @Test
    void byAConditionOfDataBothBranchesAreComputedAndOneIsChosen() {
        List<Node> nodes = new ArrayList<>(positive("x", "condition"));
        nodes.add(branch("condition", "Exp", "Neg"));
        Graph graph = graph(nodes, "y", Map.of("zero", Tensor.scalar(0f)));

        assertThat(run(graph, filled(1)).floats()[7])
                .isEqualTo(evaluated(graph, filled(1)).floats()[7])
                .isGreaterThan(2);
        assertThat(run(graph, filled(-1)).floats()[7]).isEqualTo(1);
    }

    @Test
    void branchesOfDifferentShapesByAConditionOfDataAreRefusedWithTheNodeNamed() {
        List<Node> nodes = new ArrayList<>(positive("x", "condition"));
        nodes.add(branch("condition", "Exp", "ReduceSum"));
        Graph graph = graph(nodes, "y", Map.of("zero", Tensor.scalar(0f)));

        assertThatThrownBy(() -> Programs.of(graph, Limits.DEFAULT))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("If \"choice\" -> y: the condition of If")
                .hasMessageContaining("must be known before the program runs, but depends on the data of [x]");
        assertThat(evaluated(graph, filled(-1)).floats()[0]).isEqualTo(-100);
    }

    @Test
    void aLoopIsRepeatedAndStacked() {
        Graph graph = graph(List.of(loop("three", "", true)), "all", Map.of("three", Tensor.scalar(3L)));

        Tensor all = run(graph, filled(1));

        assertThat(all.shape()).isEqualTo(Shape.of(3, 100));
        assertThat(all.floats()[0]).isEqualTo(2);
        assertThat(all.floats()[299]).isEqualTo(8);
    }

    @Test
    void aLoopWithoutIterationsStacksNothing() {
        Graph graph = graph(List.of(loop("none", "", true)), "all", Map.of("none", Tensor.scalar(0L)));

        assertThat(run(graph, filled(1)).shape()).isEqualTo(Shape.of(0, 100));
    }

    @Test
    void aLoopOfKnownLengthMayEndByAConditionOfData() {
        // doubled until an element is 5 or more, at most nine times
        Graph graph = graph(List.of(loop("nine", "", false)), "y", Map.of("nine", Tensor.scalar(9L)));

        assertThat(run(graph, filled(1)).floats()[0]).isEqualTo(8);
        assertThat(run(graph, filled(4)).floats()[0]).isEqualTo(8);
        assertThat(run(graph, filled(0)).floats()[0]).isEqualTo(0);
        assertThat(evaluated(graph, filled(1)).floats()[0]).isEqualTo(8);
    }

    @Test
    void aLoopWithoutStaticBoundsIsRefusedWithTheNodeNamedAndCanBeEvaluated() {
        Graph graph = graph(List.of(loop("", "", false)), "y", Map.of());

        assertThatThrownBy(() -> Programs.of(graph, Limits.DEFAULT))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("Loop \"doubling\" -> y: the condition of Loop before iteration 1 must be known");
        assertThat(evaluated(graph, filled(1)).floats()[0]).isEqualTo(8);
    }

    @Test
    void moreIterationsThanTheLimitAreRefusedWithTheNumber() {
        Graph endless = graph(List.of(loop("", "", true)), "all", Map.of());
        Graph tooLong = graph(List.of(loop("many", "", true)), "all", Map.of("many", Tensor.scalar(1L << 40)));

        for (Graph graph : List.of(endless, tooLong)) {
            assertThatThrownBy(() -> Programs.of(graph, Limits.DEFAULT))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("iterations of Loop")
                    .hasMessageContaining("at most 65536");
        }
    }

    @Test
    void aScanMayGoBackwards() {
        Node scan = new Node(
                "sums",
                "",
                "Scan",
                18,
                List.of("start", "x"),
                List.of("end", "y"),
                Attributes.NONE
                        .with(
                                "body",
                                new Attribute.Subgraph(Graph.of(
                                        "body",
                                        List.of(GraphInput.untyped("state"), GraphInput.untyped("element")),
                                        List.of("sum", "sum"),
                                        List.of(node("Add", List.of("state", "element"), "sum")),
                                        Map.of())))
                        .with("num_scan_inputs", 1)
                        .with("scan_input_directions", new long[] {1})
                        .with("scan_output_directions", new long[] {1}));
        Graph graph = graph(List.of(scan), "y", Map.of("start", Tensor.scalar(0f)));

        Tensor sums = run(graph, filled(1));

        assertThat(sums.floats()[0]).isEqualTo(100);
        assertThat(sums.floats()[99]).isEqualTo(1);
    }

    private static List<Node> positive(String value, String result) {
        return List.of(
                node("ReduceSum", Attributes.NONE.with("keepdims", 0), List.of(value), value + "_sum"),
                node("Greater", List.of(value + "_sum", "zero"), result));
    }

    /** A few hundred bytes of file must not take minutes before they are refused. */
    @Test
    void loopsWithinLoopsThatComputeNothingAreRefusedAtTheLimitOfValues() {
        Node node = new Node("", "", "Identity", 18, List.of("x"), List.of("y"), Attributes.NONE);
        for (int depth = 0; depth < 4; depth++) {
            Graph body = Graph.of(
                    "body",
                    List.of(GraphInput.untyped("i"), GraphInput.untyped("on"), GraphInput.untyped("x")),
                    List.of("on", "y"),
                    List.of(node),
                    Map.of());
            node = new Node(
                    "",
                    "",
                    "Loop",
                    18,
                    List.of("trips", "", "x"),
                    List.of("y"),
                    Attributes.NONE.with("body", new Attribute.Subgraph(body)));
        }
        Graph graph = graph(List.of(node), "y", Map.of("trips", Tensor.scalar(60_000L)));

        assertThatThrownBy(() -> Programs.of(graph, few(1_000_000)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("at most 8000 are allowed");
    }

    @Test
    void whatIsComputedWhileAProgramIsMadeHasALimitOfCost() {
        Graph body = Graph.of(
                "body",
                List.of(GraphInput.untyped("i"), GraphInput.untyped("on"), GraphInput.untyped("v")),
                List.of("on", "w"),
                List.of(node("MatMul", List.of("v", "v"), "w")),
                Map.of());
        Node loop = new Node(
                "",
                "",
                "Loop",
                18,
                List.of("trips", "", "matrix"),
                List.of("y"),
                Attributes.NONE.with("body", new Attribute.Subgraph(body)));
        Tensor matrix = Tensor.allocate(new TensorType(DataType.FLOAT32, Shape.of(32, 32)));
        Graph graph = graph(List.of(loop), "y", Map.of("trips", Tensor.scalar(900L), "matrix", matrix));

        for (ThrowingCallable way : List.<ThrowingCallable>of(
                () -> Programs.of(graph, few(1_000_000)),
                () -> Programs.evaluate(
                        graph,
                        new TreeMap<>(Map.of("x", filled(0))),
                        few(1_000_000),
                        Kernels.scalar(),
                        Workers.SERIAL))) {
            assertThatThrownBy(way)
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("operations on values that are known beforehand: 1015808, at most 1000000");
        }
    }

    @Test
    void anEvaluationWithoutAnInputIsRefusedWithItsName() {
        Graph graph = graph(List.of(node("Exp", List.of("x"), "y")), "y", Map.of());

        assertThatThrownBy(() ->
                        Programs.evaluate(graph, new TreeMap<>(), Limits.DEFAULT, Kernels.scalar(), Workers.SERIAL))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("[x]");
    }

    private static Limits few(long cost) {
        return new Limits(1 << 16, 200, 1_000, 1 << 20, 1 << 22, cost, 64);
    }

    private static Node branch(String condition, String then, String otherwise) {
        Attributes branches = Attributes.NONE.with("then_branch", one(then)).with("else_branch", one(otherwise));
        return new Node("choice", "", "If", 18, List.of(condition), List.of("y"), branches);
    }

    private static Attribute.Subgraph one(String operator) {
        return new Attribute.Subgraph(
                Graph.of("branch", List.of(), List.of("out"), List.of(node(operator, List.of("x"), "out")), Map.of()));
    }

    /** Doubles what it carries; goes on while the largest element is below 5, or stacks what it carries and goes on. */
    private static Node loop(String trips, String condition, boolean stacks) {
        List<Node> nodes = List.of(
                node("Add", List.of("v", "v"), "doubled"),
                node("ReduceMax", Attributes.NONE.with("keepdims", 0), List.of("doubled"), "largest"),
                node("Less", List.of("largest", "five"), "goes_on"),
                node("Identity", List.of("on"), "still_on"));
        Graph body = Graph.of(
                "body",
                List.of(GraphInput.untyped("i"), GraphInput.untyped("on"), GraphInput.untyped("v")),
                stacks ? List.of("still_on", "doubled", "doubled") : List.of("goes_on", "doubled"),
                nodes,
                Map.of("five", Tensor.scalar(5f)));
        return new Node(
                "doubling",
                "",
                "Loop",
                18,
                List.of(trips, condition, "x"),
                stacks ? List.of("y", "all") : List.of("y"),
                Attributes.NONE.with("body", new Attribute.Subgraph(body)));
    }

    private static Node node(String operator, List<String> inputs, String output) {
        return node(operator, Attributes.NONE, inputs, output);
    }

    private static Node node(String operator, Attributes attributes, List<String> inputs, String output) {
        return new Node("", "", operator, 18, inputs, List.of(output), attributes);
    }

    private static Graph graph(List<Node> nodes, String output, Map<String, Tensor> constants) {
        return Graph.of("test", List.of(GraphInput.of("x", DATA)), List.of(output), nodes, constants);
    }

    private static Tensor bool(boolean value) {
        return Tensor.of(Shape.SCALAR, value);
    }

    private static Tensor filled(float number) {
        Tensor tensor = Tensor.allocate(DATA);
        java.util.Arrays.fill(tensor.floats(), number);
        return tensor;
    }

    private static Tensor run(Graph graph, Tensor x) {
        return new Executor(Programs.of(graph, Limits.DEFAULT), Limits.DEFAULT, Workers.SERIAL)
                .run(List.of(x))
                .getFirst();
    }

    private static Tensor evaluated(Graph graph, Tensor x) {
        SortedMap<String, Tensor> inputs = new TreeMap<>(Map.of("x", x));
        return Programs.evaluate(graph, inputs, Limits.DEFAULT, Kernels.scalar(), Workers.SERIAL)
                .getFirst();
    }
}
