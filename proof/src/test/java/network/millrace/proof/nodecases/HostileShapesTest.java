package network.millrace.proof.nodecases;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import network.millrace.proof.RefusedException;
import network.millrace.proof.Seed;
import network.millrace.proof.execute.Executor;
import network.millrace.proof.graph.Attribute;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.GraphInput;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.graph.Node;
import network.millrace.proof.kernels.Kernels;
import network.millrace.proof.kernels.Workers;
import network.millrace.proof.program.Program;
import network.millrace.proof.program.Programs;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import org.junit.jupiter.api.Test;

/**
 * Every operator given what it does not expect: other ranks, empty and absurd dimensions, other element types, missing inputs,
 * attributes that do not fit. It is refused with a sentence, or computed; never anything else. A fuzzer finds such files too, but
 * spends most of its time on bytes that are no graph.
 */
class HostileShapesTest {
    private static final String ALL_PROPERTY = "millrace.proof.hostile.all";
    private static final int SAMPLE = 100;
    private static final Limits SMALL = new Limits(1 << 16, 200, 2_000, 1 << 20, 1 << 22, 1_000_000, 8);

    private final Random random = Seed.random(HostileShapesTest.class);
    private final TreeSet<String> failures = new TreeSet<>();

    @Test
    void whatDoesNotFitIsRefusedWithASentence() throws IOException {
        List<NodeCase> cases = NodeCases.known();
        boolean all = Boolean.getBoolean(ALL_PROPERTY);
        int tried = 0;
        for (int i = 0; i < (all ? cases.size() : Math.min(SAMPLE, cases.size())); i++) {
            NodeCase nodeCase = all ? cases.get(i) : cases.get(random.nextInt(cases.size()));
            Graph graph = nodeCase.graph();
            for (Graph changed : changes(graph)) {
                check(nodeCase.name(), changed);
                tried++;
            }
        }
        System.out.println("hostile graphs tried: " + tried);
        assertThat(failures).isEmpty();
    }

    private void check(String name, Graph graph) {
        try {
            attempt(() -> run(Programs.of(graph, SMALL)));
            TreeMap<String, Tensor> zeros = new TreeMap<>();
            for (GraphInput input : graph.inputs()) {
                attempt(() -> zeros.put(input.name(), Tensor.allocate(small(input.declared()))));
            }
            attempt(() -> Programs.evaluate(graph, zeros, SMALL, Kernels.scalar(), Workers.SERIAL));
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError crash) {
            String place = Arrays.stream(crash.getStackTrace())
                    .filter(frame -> frame.getClassName().startsWith("network.millrace.proof."))
                    .limit(4)
                    .map(StackTraceElement::toString)
                    .collect(Collectors.joining(" "));
            failures.add(place + ": " + crash.getClass().getSimpleName() + " (" + crash.getMessage() + ") in " + name
                    + " with "
                    + graph.inputs().stream().map(HostileShapesTest::describe).toList()
                    + graph.nodes().stream().map(Node::attributes).toList());
        }
    }

    private static String describe(GraphInput input) {
        return input.name() + ": " + input.type() + " " + input.dimensions();
    }

    private static TensorType small(TensorType type) {
        if (type.bytes() > SMALL.memoryBytes()) {
            throw RefusedException.overLimit("bytes", type.bytes(), SMALL.memoryBytes());
        }
        return type;
    }

    private static void attempt(Runnable deed) {
        try {
            deed.run();
        } catch (RefusedException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    private static void run(Program program) {
        if (Executor.memoryBytes(program) > SMALL.memoryBytes()) {
            return;
        }
        Executor executor = new Executor(program, SMALL, Workers.SERIAL);
        List<Tensor> inputs = new ArrayList<>();
        for (int input = 0; input < program.inputNames().size(); input++) {
            inputs.add(Tensor.allocate(program.type(input)));
        }
        executor.run(inputs);
        executor.run(inputs, (operation, outputs) -> {});
    }

    private List<Graph> changes(Graph graph) {
        List<Graph> changed = new ArrayList<>();
        for (int i = 0; i < graph.inputs().size(); i++) {
            GraphInput input = graph.inputs().get(i);
            if (!input.typed() || input.dimensions().stream().anyMatch(GraphInput.Dimension.Named.class::isInstance)) {
                continue;
            }
            TensorType type = input.declared();
            for (Shape shape : shapes(type.shape())) {
                changed.add(with(graph, i, new TensorType(type.type(), shape)));
            }
            changed.add(
                    with(graph, i, type.as(List.of(DataType.values()).get(random.nextInt(DataType.values().length)))));
        }
        for (int n = 0; n < graph.nodes().size(); n++) {
            Node node = graph.nodes().get(n);
            for (String name : node.attributes().byName().keySet()) {
                changed.add(with(graph, n, node, attributes(node.attributes(), name), node.inputs()));
            }
            if (!node.inputs().isEmpty()) {
                List<String> inputs = new ArrayList<>(node.inputs());
                inputs.set(random.nextInt(inputs.size()), "");
                changed.add(with(graph, n, node, node.attributes(), inputs));
                changed.add(with(
                        graph, n, node, node.attributes(), node.inputs().subList(0, random.nextInt(inputs.size()))));
                List<String> more = new ArrayList<>(node.inputs());
                more.add(more.getFirst());
                changed.add(with(graph, n, node, node.attributes(), more));
            }
        }
        return changed;
    }

    private List<Shape> shapes(Shape shape) {
        int[] dimensions = shape.dimensions();
        List<Shape> shapes = new ArrayList<>(List.of(Shape.SCALAR, Shape.of(0), Shape.of(3), Shape.of(2, 2)));
        if (dimensions.length > 0) {
            shapes.add(Shape.of(Arrays.copyOf(dimensions, dimensions.length - 1)));
            int place = random.nextInt(dimensions.length);
            for (int size : new int[] {0, 1, dimensions[place] + 1, 70_000}) {
                int[] other = dimensions.clone();
                other[place] = size;
                attempt(() -> shapes.add(Shape.of(other)));
            }
        }
        int[] longer = Arrays.copyOf(dimensions, dimensions.length + 1);
        longer[dimensions.length] = 2;
        attempt(() -> shapes.add(Shape.of(longer)));
        return shapes;
    }

    private Attributes attributes(Attributes attributes, String name) {
        return switch (attributes.byName().get(name)) {
            case Attribute.Whole(long value) ->
                attributes.with(name, new long[] {-1, 0, value + 1, 1 << 20, Long.MIN_VALUE}[random.nextInt(5)]);
            case Attribute.Real(float value) ->
                attributes.with(name, new float[] {Float.NaN, 0, -value, 1e30f}[random.nextInt(4)]);
            case Attribute.Wholes(List<Long> values) -> {
                List<Long> other = new ArrayList<>(values);
                if (other.isEmpty() || random.nextInt(3) == 0) {
                    other.add(1L);
                } else if (random.nextInt(3) == 0) {
                    other.removeLast();
                } else {
                    other.set(
                            random.nextInt(other.size()),
                            new long[] {-1, 0, 1 << 20, Long.MAX_VALUE}[random.nextInt(4)]);
                }
                yield attributes.with(name, new Attribute.Wholes(other));
            }
            case Attribute.Reals(List<Float> values) ->
                attributes.with(name, new Attribute.Reals(values.subList(0, values.size() / 2)));
            case Attribute.Texts(List<String> values) ->
                attributes.with(name, new Attribute.Texts(values.subList(0, values.size() / 2)));
            case Attribute.Text(String value) -> attributes.with(name, value + "?");
            case Attribute.Constant(Tensor value) -> attributes.without(name);
            case Attribute.Subgraph(Graph value) -> attributes.without(name);
            case Attribute.ElementType(DataType value) -> attributes.without(name);
            case Attribute.Reference(String reference) -> attributes.without(name);
        };
    }

    private static Graph with(Graph graph, int input, TensorType type) {
        List<GraphInput> inputs = new ArrayList<>(graph.inputs());
        inputs.set(input, GraphInput.of(inputs.get(input).name(), type));
        return new Graph(
                graph.name(),
                inputs,
                graph.outputs(),
                graph.nodes(),
                graph.initializers(),
                graph.functions(),
                graph.metadata());
    }

    private static Graph with(Graph graph, int place, Node node, Attributes attributes, List<String> inputs) {
        List<Node> nodes = new ArrayList<>(graph.nodes());
        nodes.set(
                place,
                new Node(
                        node.name(),
                        node.domain(),
                        node.operator(),
                        node.version(),
                        inputs,
                        node.outputs(),
                        attributes));
        return new Graph(
                graph.name(),
                graph.inputs(),
                graph.outputs(),
                nodes,
                graph.initializers(),
                graph.functions(),
                graph.metadata());
    }
}
