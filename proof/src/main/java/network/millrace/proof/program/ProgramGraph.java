package network.millrace.proof.program;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.GraphInput;
import network.millrace.proof.graph.Node;
import network.millrace.proof.operators.Operators;
import network.millrace.proof.tensor.Tensor;

/** Writes a program down as a graph again, one node an operation. The graph becomes the same program, with the same id. */
public final class ProgramGraph {
    /** Understood by every current runtime; a later opset is used only when an operator has a later form. */
    private static final int OPSET_LEAST = 21;

    private final Program program;
    private final String[] names;
    private final TreeSet<String> taken = new TreeSet<>();

    private ProgramGraph(Program program) {
        this.program = program;
        this.names = new String[program.valueCount()];
        taken.addAll(program.inputNames());
        taken.addAll(program.outputNames());
        nameValues();
    }

    /**
     * The graph of a program.
     *
     * @param defaults values of inputs that a caller may leave out, by name
     * @param metadata notes
     */
    public static Graph of(
            Program program, String name, SortedMap<String, Tensor> defaults, SortedMap<String, String> metadata) {
        return new ProgramGraph(program).graph(name, defaults, metadata);
    }

    private void nameValues() {
        for (int value = 0; value < names.length; value++) {
            names[value] = program.isInput(value) ? program.inputNames().get(value) : unused(value);
        }
        for (int i = program.outputs().size() - 1; i >= 0; i--) {
            int value = program.outputs().get(i);
            boolean computed = !program.isInput(value) && !program.isConstant(value);
            if (computed) {
                names[value] = program.outputNames().get(i);
            }
        }
    }

    private String unused(int value) {
        String name = "v" + value;
        while (!taken.add(name)) {
            name = "_" + name;
        }
        return name;
    }

    private Graph graph(String name, SortedMap<String, Tensor> defaults, SortedMap<String, String> metadata) {
        List<GraphInput> inputs = IntStream.range(0, program.inputNames().size())
                .mapToObj(i -> GraphInput.of(program.inputNames().get(i), program.type(i)))
                .toList();
        SortedMap<String, Tensor> initializers = new TreeMap<>(defaults);
        for (int i = 0; i < program.constants().size(); i++) {
            initializers.put(names[inputs.size() + i], program.constants().get(i));
        }
        int opset = opset();
        List<Node> nodes = new ArrayList<>();
        for (Operation operation : program.operations()) {
            nodes.add(new Node(
                    "",
                    "",
                    operation.operator().name(),
                    opset,
                    operation.inputs().stream()
                            .map(input -> input == Operation.ABSENT ? "" : names[input])
                            .toList(),
                    operation.outputs().stream().map(output -> names[output]).toList(),
                    operation.attributes()));
        }
        nodes.addAll(copies(opset));
        return new Graph(name, inputs, program.outputNames(), nodes, initializers, new TreeMap<>(), metadata);
    }

    /** An output that is an input, a constant or another output too needs a name of its own. */
    private List<Node> copies(int opset) {
        List<Node> copies = new ArrayList<>();
        for (int i = 0; i < program.outputs().size(); i++) {
            String value = names[program.outputs().get(i)];
            String output = program.outputNames().get(i);
            if (!value.equals(output)) {
                copies.add(new Node("", "", "Identity", opset, List.of(value), List.of(output), Attributes.NONE));
            }
        }
        return copies;
    }

    /** The first opset in which every operation has the form that it has in canonical programs. */
    private int opset() {
        Operators operators = Operators.standard();
        return IntStream.range(OPSET_LEAST, Operators.OPSET_MAX)
                .filter(opset -> program.operations().stream()
                        .allMatch(operation ->
                                operators.knows("", operation.operator().name(), opset)
                                        && operators
                                                .find("", operation.operator().name(), opset)
                                                .equals(operation.operator())))
                .findFirst()
                .orElse(Operators.OPSET_MAX);
    }
}
