package network.millrace.proof.metering;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.GraphInput;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.graph.Node;
import network.millrace.proof.operators.Operators;
import network.millrace.proof.operators.Recomputation;
import network.millrace.proof.operators.TileRule.Grain;
import network.millrace.proof.program.Operation;
import network.millrace.proof.program.Program;
import network.millrace.proof.program.Programs;
import network.millrace.proof.tensor.Casts;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;

/**
 * The operators that are disputed by whole tiles, each over full tiles of 64 by 64 elements and in every element type that it
 * takes. The tensors of node cases are small, and the dearest link is that of a full tile.
 */
final class FullTiles {
    private static final Shape TILE = Shape.of(64, 64);
    private static final double[] SPECIAL = {
        0,
        -0.0,
        1,
        -1,
        0.5,
        2,
        3,
        -7,
        1e-30,
        1e30,
        -1e30,
        88.5,
        -87.5,
        700.25,
        1e-45,
        12345.678,
        1e9,
        0x1p62,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Float.MAX_VALUE,
        Double.MAX_VALUE
    };

    private final Random random;
    private final TreeSet<String> seen = new TreeSet<>();

    FullTiles(Random random) {
        this.random = random;
    }

    /** A case of one operation with its inputs. */
    record Full(Graph graph, SortedMap<String, Tensor> inputs) {
        String title() {
            return graph.nodes().getFirst().attributes() + " of "
                    + inputs.values().stream().map(Tensor::tensorType).toList();
        }
    }

    /** What of a program's operations was not met yet, made large. */
    List<Full> of(Program program) {
        List<Full> cases = new ArrayList<>();
        for (Operation operation : program.operations()) {
            Recomputation recomputation = new Recomputation(operation.operator(), program.signature(operation));
            if (recomputation.grain() == Grain.TILE
                    && !operation.inputs().isEmpty()
                    && !operation.inputs().contains(Operation.ABSENT)
                    && seen.add(operation.operator().name() + operation.attributes())) {
                for (DataType type : DataType.values()) {
                    make(program, operation, type, cases);
                }
            }
        }
        return cases;
    }

    /** Operators that are disputed by elements, where a link takes the most that it can. */
    List<Full> large() {
        List<Full> cases = new ArrayList<>();
        Attributes none = Attributes.NONE;
        for (DataType type : List.of(DataType.FLOAT32, DataType.FLOAT64, DataType.FLOAT16, DataType.INT64)) {
            for (String reduction : List.of("ReduceSum", "ReduceMax", "ReduceProd")) {
                for (long[] axes : new long[][] {{0}, {1}, {2}, {1, 2}, {0, 1, 2}, {0, 2}}) {
                    add(cases, reduction, none, wide(type, 3, 130, 70), Tensor.vector(axes));
                }
            }
            for (int axis = 0; axis < 3; axis++) {
                Attributes along = none.with("axis", axis);
                add(cases, "ArgMax", along, wide(type, 70, 130, 66));
                add(cases, "TopK", along, wide(type, 70, 130, 66), Tensor.vector(64));
                add(cases, "CumSum", none, wide(type, 70, 130, 66), Tensor.scalar((long) axis));
                for (String meeting : List.of("none", "add", "mul", "max")) {
                    Tensor zeros = Tensor.allocate(DataType.INT64, Shape.of(70, 130, 66));
                    Attributes with = along.with("reduction", meeting);
                    add(cases, "ScatterElements", with, wide(type, 70, 130, 66), zeros, wide(type, 70, 130, 66));
                }
                add(cases, "Gather", along, wide(type, 70, 130, 66), Tensor.vector(0, 65, 3));
            }
            for (String meeting : List.of("none", "add")) {
                Tensor tuples = Tensor.allocate(DataType.INT64, Shape.of(200, 1, 2));
                Attributes with = none.with("reduction", meeting);
                add(cases, "ScatterND", with, wide(type, 70, 130, 66), tuples, wide(type, 200, 1, 66));
            }
            add(cases, "TopK", none.with("axis", 0), wide(type, 1100), Tensor.vector(1024));
            add(cases, "Det", none, wide(type, 2, 64, 64));
            add(cases, "Conv", none, wide(type, 1, 70, 20, 20), wide(type, 2, 70, 5, 7));
            add(cases, "Conv", none, wide(type, 1, 3, 5, 200), wide(type, 2, 3, 3, 100));
            add(cases, "MaxPool", none.with("kernel_shape", new long[] {7, 90}), wide(type, 1, 2, 20, 200));
            add(cases, "MatMul", none, wide(type, 2, 70, 200), wide(type, 2, 200, 66));
            Attributes shape = none.with("shape", new long[] {64, 128}).with("seed", 7);
            add(cases, "RandomUniform", shape);
            add(cases, "RandomNormal", shape);
            add(cases, "Range", none, one(type, 0), one(type, 200), one(type, 1));
        }
        return cases;
    }

    private Tensor wide(DataType type, int... dimensions) {
        return values(new TensorType(type, Shape.of(dimensions)));
    }

    private static Tensor one(DataType type, double value) {
        Tensor number = Tensor.allocate(type, Shape.SCALAR);
        Casts.cast(Tensor.of(Shape.SCALAR, value), number);
        return number;
    }

    private static void add(List<Full> cases, String operator, Attributes attributes, Tensor... operands) {
        List<String> names = new ArrayList<>();
        List<GraphInput> inputs = new ArrayList<>();
        TreeMap<String, Tensor> values = new TreeMap<>();
        for (Tensor operand : operands) {
            String name = "x" + names.size();
            names.add(name);
            inputs.add(GraphInput.of(name, operand.tensorType()));
            values.put(name, operand);
        }
        Node node = new Node("", "", operator, Operators.OPSET_MAX, names, List.of("y"), attributes);
        cases.add(new Full(Graph.of("large", inputs, List.of("y"), List.of(node), Map.of()), values));
    }

    /** With another type for all inputs that have the type of the first one's. */
    private void make(Program program, Operation operation, DataType type, List<Full> cases) {
        DataType first = program.type(operation.inputs().getLast()).type();
        List<GraphInput> inputs = new ArrayList<>();
        List<String> names = new ArrayList<>();
        TreeMap<String, Tensor> values = new TreeMap<>();
        for (int i = 0; i < operation.inputs().size(); i++) {
            DataType own = program.type(operation.inputs().get(i)).type();
            TensorType tile = new TensorType(own == first ? type : own, TILE);
            names.add("x" + i);
            inputs.add(GraphInput.of("x" + i, tile));
            values.put("x" + i, values(tile));
        }
        Attributes attributes = operation.attributes();
        Node node = new Node("", "", operation.operator().name(), Operators.OPSET_MAX, names, List.of("y"), attributes);
        Graph graph = Graph.of("full", inputs, List.of("y"), List.of(node), Map.of());
        try {
            Program made = Programs.of(graph, Limits.DEFAULT);
            if (made.operations().size() == 1) {
                cases.add(new Full(graph, values));
            }
        } catch (RefusedException otherType) {
            // Not every operator takes every type.
        }
    }

    private Tensor values(TensorType type) {
        Tensor tensor = Tensor.allocate(type);
        Tensor numbers = Tensor.allocate(new TensorType(DataType.FLOAT64, type.shape()));
        for (int i = 0; i < numbers.size(); i++) {
            numbers.doubles()[i] =
                    random.nextInt(3) == 0 ? SPECIAL[random.nextInt(SPECIAL.length)] : random.nextGaussian() * 4;
        }
        Casts.cast(numbers, tensor);
        return tensor;
    }
}
