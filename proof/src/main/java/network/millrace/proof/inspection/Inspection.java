package network.millrace.proof.inspection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import network.millrace.proof.execute.Executor;
import network.millrace.proof.graph.Attribute;
import network.millrace.proof.graph.Function;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.Node;
import network.millrace.proof.inspection.OperatorUse.Kind;
import network.millrace.proof.operators.Composite;
import network.millrace.proof.operators.Operators;
import network.millrace.proof.operators.Recomputation;
import network.millrace.proof.program.Operation;
import network.millrace.proof.program.Program;
import network.millrace.proof.program.ProgramEncoding;
import network.millrace.proof.program.TensorDigest;
import network.millrace.proof.tensor.Tensor;
import network.millrace.protocol.crypto.Hash;

/**
 * What is known of a program before it runs.
 *
 * @param uses the operators, dearest first
 * @param cost multiply-adds and element operations of one run
 * @param memoryBytes buffers, inputs, constants and outputs of one run
 * @param constantBytes the constants among them
 * @param obstacles operations that cannot be disputed; a program without any can be verified
 */
public record Inspection(
        Hash id,
        List<OperatorUse> uses,
        int operations,
        long cost,
        long memoryBytes,
        long constantBytes,
        List<Obstacle> obstacles) {
    public Inspection {
        uses = List.copyOf(uses);
        obstacles = List.copyOf(obstacles);
    }

    /**
     * Looks over a file and the program that it became.
     *
     * @param digest how the id binds large constants; a job uses the roots of their tiles
     */
    public static Inspection of(Graph graph, Program program, TensorDigest digest) {
        return new Inspection(
                ProgramEncoding.id(program, digest),
                uses(graph, program),
                program.operations().size(),
                program.cost(),
                Executor.memoryBytes(program),
                program.constants().stream()
                        .map(Tensor::tensorType)
                        .mapToLong(type -> type.bytes())
                        .sum(),
                Disputability.obstacles(program));
    }

    public boolean isVerifiable() {
        return obstacles.isEmpty();
    }

    private static List<OperatorUse> uses(Graph graph, Program program) {
        NavigableMap<String, OperatorUse> uses = new TreeMap<>();
        nodes(graph).forEach(node -> {
            String name = node.domain().isEmpty() ? node.operator() : node.domain() + "." + node.operator();
            add(uses, new OperatorUse(name, kind(graph, node), 1, 0, 0));
        });
        for (Operation operation : program.operations()) {
            var signature = program.signature(operation);
            Kind kind = Kind.of(new Recomputation(operation.operator(), signature).grain());
            long cost = operation.operator().cost(signature);
            add(uses, new OperatorUse(operation.operator().name(), kind, 0, 1, cost));
        }
        return uses.values().stream()
                .sorted(Comparator.comparingLong(OperatorUse::cost).reversed().thenComparing(OperatorUse::name))
                .toList();
    }

    /** An operator may be composite in the old form that the file uses and an operation in the form that it becomes. */
    private static void add(NavigableMap<String, OperatorUse> uses, OperatorUse more) {
        uses.merge(
                more.name(),
                more,
                (one, other) -> new OperatorUse(
                        one.name(),
                        other.inProgram() > 0 ? other.kind() : one.kind(),
                        one.inFile() + other.inFile(),
                        one.inProgram() + other.inProgram(),
                        one.cost() + other.cost()));
    }

    private static Kind kind(Graph graph, Node node) {
        if (graph.functions().containsKey(Graph.functionKey(node.domain(), node.operator()))) {
            return Kind.FUNCTION;
        }
        Operators operators = Operators.standard();
        boolean composite = operators.knows(node.domain(), node.operator(), node.version())
                && operators.find(node.domain(), node.operator(), node.version()) instanceof Composite;
        return composite ? Kind.COMPOSITE : Kind.GONE;
    }

    /** All nodes of a file, those of functions and subgraphs included. */
    private static List<Node> nodes(Graph graph) {
        List<Node> all = new ArrayList<>();
        collect(graph.nodes(), all);
        for (Function function : graph.functions().values()) {
            collect(function.nodes(), all);
        }
        return all;
    }

    private static void collect(List<Node> nodes, List<Node> all) {
        for (Node node : nodes) {
            all.add(node);
            for (Attribute attribute : node.attributes().byName().values()) {
                if (attribute instanceof Attribute.Subgraph(Graph subgraph)) {
                    collect(subgraph.nodes(), all);
                }
            }
        }
    }
}
