package network.millrace.proof.operators;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.GraphInput;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;

/**
 * If, and what Loop and Scan share. A program has no control flow: a branch that is known is put in the place of the node, a body is
 * repeated as often as it runs.
 */
final class Subgraphs {
    /** So often a body is repeated at most; the limit on operations holds too. */
    static final int ITERATIONS_MAX = 1 << 16;

    private Subgraphs() {}

    /**
     * The branch that a known condition names. By a condition that depends on data both are computed and one is chosen, element by
     * element; then both must give equal types.
     */
    static List<Value> choose(Expansion e) {
        Value condition = e.input(0);
        Graph then = e.attributes().subgraph("then_branch");
        Graph otherwise = e.attributes().subgraph("else_branch");
        if (condition.known().isPresent()) {
            return e.inline(holds(condition, "the condition of If") ? then : otherwise, List.of());
        }
        List<Value> yes = e.inline(then, List.of());
        List<Value> no = e.inline(otherwise, List.of());
        if (!types(yes).equals(types(no))) {
            condition.known("the condition of If, whose branches give different shapes,");
        }
        return chosen(e, condition, yes, no);
    }

    static boolean holds(Value condition, String what) {
        Tensor tensor = condition.known(what);
        if (tensor.type() != DataType.BOOL || tensor.size() != 1) {
            throw RefusedException.malformed(what + " must be one bool; it is a " + tensor.tensorType());
        }
        return tensor.integer(0) != 0;
    }

    static List<TensorType> types(List<Value> values) {
        return values.stream().map(Value::type).toList();
    }

    /** One of two lists of values of equal types, by a condition that the program computes. */
    static List<Value> chosen(Expansion e, Value condition, List<Value> yes, List<Value> no) {
        Value scalar = e.reshape(condition, Shape.SCALAR);
        List<Value> chosen = new ArrayList<>();
        for (int i = 0; i < yes.size(); i++) {
            chosen.add(yes.get(i).equals(no.get(i)) ? yes.get(i) : e.emit("Where", scalar, yes.get(i), no.get(i)));
        }
        return chosen;
    }

    /** A body that is repeated; its initializers become constants once. */
    static final class Body {
        private final Expansion e;
        private final Graph graph;
        private final List<Value> constants = new ArrayList<>();

        Body(Expansion e) {
            this.e = e;
            Graph body = e.attributes().subgraph("body");
            List<GraphInput> inputs = new ArrayList<>(body.inputs());
            body.initializers().forEach((name, tensor) -> {
                if (body.inputs().stream().noneMatch(input -> input.name().equals(name))) {
                    inputs.add(GraphInput.of(name, tensor.tensorType()));
                    constants.add(e.constant(tensor));
                }
            });
            this.graph = new Graph(
                    body.name(),
                    inputs,
                    body.outputs(),
                    body.nodes(),
                    new TreeMap<>(),
                    body.functions(),
                    body.metadata());
        }

        int inputCount() {
            return graph.inputs().size() - constants.size();
        }

        int outputCount() {
            return graph.outputs().size();
        }

        List<Value> run(List<Value> inputs) {
            List<Value> all = new ArrayList<>(inputs);
            all.addAll(constants);
            return e.inline(graph, all);
        }
    }

    /** Values of one shape, one behind another along a new axis. */
    static Value stacked(Expansion e, List<Value> values, long axis, boolean backwards) {
        Shape shape = values.getFirst().shape();
        int[] wide = new int[shape.rank() + 1];
        int at = Shape.of(wide).axis(axis);
        wide[at] = 1;
        for (int d = 0; d < shape.rank(); d++) {
            wide[d < at ? d : d + 1] = shape.dimension(d);
        }
        List<Value> parts = new ArrayList<>();
        for (Value value : backwards ? values.reversed() : values) {
            if (!value.shape().equals(shape)) {
                throw RefusedException.malformed("one iteration gives the shape " + shape + ", another " + value.shape()
                        + "; they cannot be stacked");
            }
            parts.add(e.reshape(value, Shape.of(wide)));
        }
        return parts.size() == 1
                ? parts.getFirst()
                : e.emit("Concat", 1, Attributes.NONE.with("axis", at), parts).getFirst();
    }

    /** What {@link #stacked} would give for no values, had they a type. */
    static Value nothing(Expansion e, TensorType type, long axis) {
        long[] sizes = type.shape().toLongs();
        long[] wide = new long[sizes.length + 1];
        int at = Shape.of(wide).axis(axis);
        for (int d = 0; d < sizes.length; d++) {
            wide[d < at ? d : d + 1] = sizes[d];
        }
        return e.constant(Tensor.allocate(type.shaped(Shape.of(wide))));
    }
}
