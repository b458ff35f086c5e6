package network.millrace.proof.program;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.GraphInput;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.kernels.Kernels;
import network.millrace.proof.kernels.Workers;
import network.millrace.proof.operators.DependsOnData;
import network.millrace.proof.operators.Operators;
import network.millrace.proof.operators.Signature;
import network.millrace.proof.operators.Value;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;

/** Makes programs of graphs. */
public final class Programs {
    private Programs() {}

    /** The program of a graph whose inputs are all declared with fixed shapes. */
    public static Program of(Graph graph, Limits limits) {
        return of(graph, new TreeMap<>(), new TreeMap<>(), limits);
    }

    /**
     * The program of a graph for the shapes of the given tensors. An input whose elements must be known, because a shape or an
     * axis depends on them, is bound to its value when that has at most 64 elements; it is then no input of the program any
     * more.
     *
     * @throws RefusedException when the graph is no valid program, or its shapes depend on other data
     */
    public static Program forInputs(Graph graph, SortedMap<String, Tensor> inputs, Limits limits) {
        SortedMap<String, TensorType> types = new TreeMap<>();
        inputs.forEach((name, tensor) -> types.put(name, tensor.tensorType()));
        SortedMap<String, Tensor> bound = new TreeMap<>();
        while (true) {
            ProgramBuilder builder = new ProgramBuilder(Operators.standard(), limits);
            try {
                return build(builder, graph, types, bound);
            } catch (DependsOnData needed) {
                int before = bound.size();
                for (String name : builder.inputsBehind(needed.value())) {
                    Tensor tensor = inputs.get(name);
                    if (tensor != null && tensor.size() <= Signature.SMALL_CONSTANT_MAX) {
                        bound.put(name, tensor);
                    }
                }
                if (bound.size() == before) {
                    throw refused(builder, needed);
                }
            }
        }
    }

    /**
     * The program of a graph.
     *
     * @param types of inputs by name; what is not given is taken as declared, and an input that has an initializer is constant
     *     unless its type is given
     * @param bound values of inputs that are constants of this program
     * @throws RefusedException when the graph is no valid program, exceeds a limit, or has shapes that depend on data
     */
    public static Program of(
            Graph graph, SortedMap<String, TensorType> types, SortedMap<String, Tensor> bound, Limits limits) {
        ProgramBuilder builder = new ProgramBuilder(Operators.standard(), limits);
        try {
            return build(builder, graph, types, bound);
        } catch (DependsOnData needed) {
            throw refused(builder, needed);
        }
    }

    /**
     * Runs a graph without making a program of it: whatever the shapes depend on is known by then. For graphs that cannot be
     * programs; nothing is planned, nothing can be disputed. The bits are those of the operators all the same.
     *
     * @throws RefusedException when the graph is not valid or exceeds a limit
     */
    public static List<Tensor> evaluate(
            Graph graph, SortedMap<String, Tensor> inputs, Limits limits, Kernels kernels, Workers workers) {
        ProgramBuilder builder =
                new ProgramBuilder(Operators.standard(), limits, Folding.everything(limits, kernels, workers));
        try {
            return inline(builder, graph, new TreeMap<>(), inputs).stream()
                    .map(value -> value.known("an output"))
                    .toList();
        } catch (DependsOnData missing) {
            throw refused(builder, missing);
        }
    }

    private static Program build(
            ProgramBuilder builder, Graph graph, SortedMap<String, TensorType> types, SortedMap<String, Tensor> bound) {
        return builder.build(graph.outputs(), inline(builder, graph, types, bound));
    }

    private static List<Value> inline(
            ProgramBuilder builder, Graph graph, SortedMap<String, TensorType> types, SortedMap<String, Tensor> bound) {
        checkNames(graph, types);
        checkNames(graph, bound);
        List<Value> inputs = new ArrayList<>();
        for (GraphInput input : graph.inputs()) {
            inputs.add(input(builder, graph, input, types, bound));
        }
        return builder.inline(graph, inputs);
    }

    private static Value input(
            ProgramBuilder builder,
            Graph graph,
            GraphInput input,
            SortedMap<String, TensorType> types,
            SortedMap<String, Tensor> bound) {
        Tensor value = bound.get(input.name());
        if (value != null) {
            input.check(value.tensorType());
            return builder.constant(value);
        }
        TensorType type = types.get(input.name());
        if (type != null) {
            input.check(type);
            return builder.input(input.name(), type);
        }
        Tensor initializer = graph.initializers().get(input.name());
        return initializer == null ? builder.input(input.name(), input.declared()) : builder.constant(initializer);
    }

    private static void checkNames(Graph graph, SortedMap<String, ?> given) {
        for (String name : given.keySet()) {
            if (graph.inputs().stream().noneMatch(input -> input.name().equals(name))) {
                throw RefusedException.malformed("the graph has no input \"" + name + "\"; its inputs are "
                        + graph.inputs().stream().map(GraphInput::name).toList());
            }
        }
    }

    private static RefusedException refused(ProgramBuilder builder, DependsOnData needed) {
        return RefusedException.unsupported(
                needed.what() + " must be known before the program runs, but depends on the " + "data of "
                        + builder.inputsBehind(needed.value()));
    }
}
