package network.millrace.proof.program;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.graph.Function;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.GraphInput;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.graph.Node;
import network.millrace.proof.operators.Composite;
import network.millrace.proof.operators.DependsOnData;
import network.millrace.proof.operators.Emitter;
import network.millrace.proof.operators.Inference;
import network.millrace.proof.operators.Operator;
import network.millrace.proof.operators.Operators;
import network.millrace.proof.operators.Primitive;
import network.millrace.proof.operators.Signature;
import network.millrace.proof.operators.Value;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/**
 * Collects operations with their shapes, expands what is composite, and brings the whole in canonical form. Made for one
 * program. The differentiator uses it too: it inlines a forward graph, emits the gradients behind it and builds both.
 */
public final class ProgramBuilder implements Emitter {
    /** Inputs, constants and outputs for each operation that is allowed; a loop makes values even when its body is empty. */
    private static final long VALUES_PER_OPERATION = 8;

    private final Operators operators;
    private final Limits limits;
    private final Folding folding;
    private final List<String> inputNames = new ArrayList<>();
    private final List<Value> values = new ArrayList<>();
    private final List<@Nullable Draft> producers = new ArrayList<>();
    private final Map<Integer, Value> constants = new TreeMap<>();
    private final List<DraftGroup> groups = new ArrayList<>();
    private int drafts;
    private int group = Operation.ABSENT;
    private int depth;

    public ProgramBuilder(Operators operators, Limits limits) {
        this(operators, limits, Folding.small(limits));
    }

    ProgramBuilder(Operators operators, Limits limits, Folding folding) {
        this.operators = operators;
        this.limits = limits;
        this.folding = folding;
    }

    /** An operation before it has its place. */
    record Draft(
            int number,
            Primitive operator,
            Attributes attributes,
            List<Value> inputs,
            List<Value> outputs,
            int group) {}

    /** A group before its values have numbers. */
    record DraftGroup(Composite operator, Attributes attributes, List<Value> inputs, List<Value> outputs, int parent) {}

    /** Declares an input. All inputs are part of the program, used or not. */
    public Value input(String name, TensorType type) {
        if (inputNames.contains(name)) {
            throw RefusedException.malformed("input \"" + name + "\" is declared twice");
        }
        inputNames.add(name);
        return value(type, null, null);
    }

    @Override
    public Value constant(Tensor tensor) {
        return value(tensor.tensorType(), tensor, null);
    }

    @Override
    public List<Value> emit(String operator, int outputs, Attributes attributes, List<Value> inputs) {
        List<Boolean> wanted = Collections.nCopies(outputs, true);
        return apply(
                operators.newest(operator),
                new Site(this, new Scope(new TreeMap<>()), attributes, List.copyOf(inputs), wanted));
    }

    /** Adds the nodes that a graph's outputs depend on, and returns the outputs. */
    public List<Value> inline(Graph graph, List<Value> inputs) {
        return inline(graph, inputs, new Scope(graph.functions()));
    }

    /**
     * The program that has the given outputs; operations that they do not depend on are left out.
     *
     * @throws RefusedException when the program exceeds a limit
     */
    public Program build(List<String> outputNames, List<Value> outputs) {
        if (outputs.contains(Value.ABSENT)) {
            throw RefusedException.malformed(
                    "output \"" + outputNames.get(outputs.indexOf(Value.ABSENT)) + "\" has no value");
        }
        Program program = new Canonical(inputNames, values, producers, drafts, groups).program(outputNames, outputs);
        if (program.cost() > limits.cost()) {
            throw RefusedException.overLimit("operations of one run", program.cost(), limits.cost());
        }
        return program;
    }

    List<Value> inline(Graph graph, List<Value> inputs, Scope scope) {
        if (inputs.size() != graph.inputs().size()) {
            throw RefusedException.malformed("graph \"" + graph.name() + "\" has "
                    + graph.inputs().size() + " inputs; " + inputs.size() + " were given");
        }
        graph.initializers().forEach((name, tensor) -> scope.define(name, constant(tensor)));
        for (int i = 0; i < inputs.size(); i++) {
            scope.define(graph.inputs().get(i).name(), inputs.get(i));
        }
        checkDefinedOnce(graph);
        return run(graph.nodes(), graph.outputs(), scope);
    }

    private static void checkDefinedOnce(Graph graph) {
        for (Node node : graph.nodes()) {
            for (String output : node.outputs()) {
                boolean taken = graph.initializers().containsKey(output)
                        || graph.inputs().stream().map(GraphInput::name).anyMatch(output::equals);
                if (taken) {
                    throw RefusedException.malformed("value \"" + output + "\" is defined twice");
                }
            }
        }
    }

    private List<Value> run(List<Node> nodes, List<String> outputs, Scope scope) {
        depth++;
        if (depth > limits.nesting()) {
            throw RefusedException.overLimit("nesting of graphs and functions", depth, limits.nesting());
        }
        for (Node node : GraphWalk.needed(nodes, outputs)) {
            try {
                run(node, scope);
            } catch (RefusedException refused) {
                throw refused.at(node.title());
            } catch (DependsOnData needed) {
                throw needed.at(node.title());
            }
        }
        depth--;
        return outputs.stream().map(name -> resolve(name, scope)).toList();
    }

    private void run(Node node, Scope scope) {
        List<Value> inputs =
                node.inputs().stream().map(name -> resolve(name, scope)).toList();
        List<Boolean> wanted =
                node.outputs().stream().map(name -> !name.isEmpty()).toList();
        Function function = scope.functions().get(Graph.functionKey(node.domain(), node.operator()));
        List<Value> outputs = function == null
                ? apply(
                        operators.find(node.domain(), node.operator(), node.version()),
                        new Site(this, scope, node.attributes(), inputs, wanted))
                : call(function, node, inputs, scope.functions());
        for (int i = 0; i < wanted.size() && i < outputs.size(); i++) {
            if (wanted.get(i)) {
                scope.define(node.outputs().get(i), outputs.get(i));
            }
        }
    }

    private List<Value> call(Function function, Node node, List<Value> inputs, SortedMap<String, Function> functions) {
        Scope scope = new Scope(functions);
        for (int i = 0; i < function.inputs().size(); i++) {
            scope.define(function.inputs().get(i), i < inputs.size() ? inputs.get(i) : Value.ABSENT);
        }
        List<Node> body = function.nodes().stream()
                .map(inner -> References.resolve(inner, node.attributes(), function.defaults()))
                .toList();
        return run(body, function.outputs(), scope);
    }

    private static Value resolve(String name, Scope scope) {
        if (name.isEmpty()) {
            return Value.ABSENT;
        }
        Value value = scope.find(name);
        if (value == null) {
            throw RefusedException.malformed("value \"" + name + "\" is used but not defined");
        }
        return value;
    }

    private List<Value> apply(Operator operator, Site site) {
        return switch (operator) {
            case Composite composite -> expand(composite, site);
            case Primitive primitive -> nested(() -> primitive.rewrite(site)).orElseGet(() -> add(primitive, site));
        };
    }

    private List<Value> expand(Composite composite, Site given) {
        Site site =
                given.with(given.inputs().stream().map(this::constantIfSmall).toList());
        int parent = group;
        group = groups.size();
        groups.add(new DraftGroup(composite, site.attributes(), site.inputs(), List.of(), parent));
        int mine = group;
        List<Value> outputs = nested(() -> composite.expand(site));
        groups.set(mine, new DraftGroup(composite, site.attributes(), site.inputs(), List.copyOf(outputs), parent));
        group = parent;
        return outputs;
    }

    private <T> T nested(java.util.function.Supplier<T> expansion) {
        depth++;
        if (depth > limits.nesting()) {
            throw RefusedException.overLimit("nesting of graphs and operators", depth, limits.nesting());
        }
        T result = expansion.get();
        depth--;
        return result;
    }

    private List<Value> add(Primitive operator, Site site) {
        int number = drafts;
        drafts++;
        if (drafts > limits.operations()) {
            throw RefusedException.overLimit("operations of the program", drafts, limits.operations());
        }
        List<Value> inputs = site.inputs().stream().map(this::constantIfSmall).toList();
        List<TensorType> types = operator.infer(new Inference(site.attributes(), inputs, site.outputCount()));
        if (types.size() < site.outputCount()) {
            throw RefusedException.malformed(
                    operator.name() + " has " + types.size() + " outputs; the node names " + site.outputCount());
        }
        List<Tensor> known = folding.fold(operator, site.attributes(), inputs, types.subList(0, site.outputCount()));
        List<Value> outputs = new ArrayList<>();
        Draft draft =
                new Draft(number, operator, site.attributes(), inputs, Collections.unmodifiableList(outputs), group);
        for (int i = 0; i < site.outputCount(); i++) {
            outputs.add(value(types.get(i), known.isEmpty() ? null : known.get(i), draft));
        }
        return outputs;
    }

    /** Puts a constant in the place of a small value that is known, so that what computes it is not needed. */
    private Value constantIfSmall(Value value) {
        Tensor known = value.constant();
        return known != null && known.size() <= Signature.SMALL_CONSTANT_MAX && producers.get(value.id()) != null
                ? constants.computeIfAbsent(value.id(), id -> constant(known))
                : value;
    }

    /** The names of the inputs that a value depends on, in their order. */
    List<String> inputsBehind(Value value) {
        boolean[] behind = new boolean[values.size()];
        behind[value.id()] = true;
        for (int i = value.id(); i >= 0; i--) {
            Draft draft = producers.get(i);
            if (behind[i] && draft != null) {
                draft.inputs().stream().filter(input -> !input.isAbsent()).forEach(input -> behind[input.id()] = true);
            }
        }
        List<String> names = new ArrayList<>();
        int number = 0;
        for (Value input : values) {
            if (Canonical.isInput(input, producers)) {
                if (behind[input.id()]) {
                    names.add(inputNames.get(number));
                }
                number++;
            }
        }
        return names;
    }

    /** No value is larger than an array can be: so places within one, and costs of one operation, never overflow. */
    private Value value(TensorType type, @Nullable Tensor known, @Nullable Draft producer) {
        type.shape().arraySize();
        if (values.size() >= VALUES_PER_OPERATION * limits.operations()) {
            throw RefusedException.overLimit(
                    "values, those of loops within loops counted each time",
                    values.size() + 1L,
                    VALUES_PER_OPERATION * limits.operations());
        }
        Value value = new Value(values.size(), type, known);
        values.add(value);
        producers.add(producer);
        return value;
    }
}
