package network.millrace.proof.autodiff;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.operators.Differentiable;
import network.millrace.proof.operators.Gradient;
import network.millrace.proof.operators.Operator;
import network.millrace.proof.operators.Value;
import network.millrace.proof.program.Group;
import network.millrace.proof.program.Operation;
import network.millrace.proof.program.Program;
import network.millrace.proof.program.ProgramBuilder;
import network.millrace.proof.tensor.Tensor;

/**
 * Reverse mode. It adds the operations of forward programs to a builder and remembers them; gradients of one value by others
 * are then emitted behind them. One differentiator belongs to one builder.
 */
public final class Differentiator {
    private final ProgramBuilder builder;
    private final List<Use> tape = new ArrayList<>();

    /** An operation that was added. */
    private record Use(Operator operator, Attributes attributes, List<Value> inputs, List<Value> outputs) {}

    public Differentiator(ProgramBuilder builder) {
        this.builder = builder;
    }

    /**
     * Adds the operations of a program.
     *
     * @param inputs values for the program's inputs, in order
     * @return the values of its outputs
     */
    public List<Value> run(Program program, List<Value> inputs) {
        Replay replay = new Replay(program, inputs);
        Composites composites = Composites.of(program);
        for (Operation operation : program.operations()) {
            int group = composites.around(operation);
            if (group == Operation.ABSENT) {
                replay.add(operation.operator(), operation.attributes(), operation.inputs(), operation.outputs());
            } else if (composites.endsWith(group, operation)) {
                Group whole = program.groups().get(group);
                replay.add(whole.operator(), whole.attributes(), whole.inputs(), whole.outputs());
            }
        }
        return program.outputs().stream().map(replay.values::get).toList();
    }

    /** The values of a program as they are added to the builder, by their numbers in the program. */
    private final class Replay {
        private final List<Value> values = new ArrayList<>();

        Replay(Program program, List<Value> inputs) {
            values.addAll(inputs);
            program.constants().forEach(constant -> values.add(builder.constant(constant)));
            while (values.size() < program.valueCount()) {
                values.add(Value.ABSENT);
            }
        }

        void add(Operator operator, Attributes attributes, List<Integer> inputs, List<Integer> outputs) {
            List<Value> given = inputs.stream()
                    .map(input -> input == Operation.ABSENT ? Value.ABSENT : values.get(input))
                    .toList();
            List<Value> results = builder.emit(operator.name(), outputs.size(), attributes, given);
            for (int i = 0; i < results.size(); i++) {
                if (outputs.get(i) != Operation.ABSENT) {
                    values.set(outputs.get(i), results.get(i));
                }
            }
            tape.add(new Use(operator, attributes, given, results));
        }
    }

    /**
     * The gradients of a value of one element, each of the type and shape of what it is by; zeros where there is no way from
     * one to the other.
     *
     * @throws RefusedException when an operator on the way has no gradient
     */
    public List<Value> gradients(Value loss, List<Value> by) {
        if (loss.shape().size() != 1 || !loss.type().type().isFloating()) {
            throw RefusedException.malformed("a loss is one floating point number; this is " + loss.type());
        }
        boolean[] depends = dependents(by);
        NavigableMap<Integer, Value> gradients = new TreeMap<>();
        gradients.put(loss.id(), builder.reshape(builder.scalarLike(loss, 1), loss.shape()));
        for (Use use : tape.reversed()) {
            boolean reached = use.outputs().stream().anyMatch(output -> gradients.containsKey(output.id()));
            if (reached && use.outputs().stream().anyMatch(output -> depends[output.id()])) {
                propagate(use, depends, gradients);
            }
        }
        return by.stream()
                .map(value -> {
                    Value gradient = gradients.get(value.id());
                    return gradient == null ? builder.constant(Tensor.allocate(value.type())) : gradient;
                })
                .toList();
    }

    /** For each value on the tape, whether it depends on one of the given ones. */
    private boolean[] dependents(List<Value> by) {
        int count = 1
                + Math.max(
                        by.stream().mapToInt(Value::id).max().orElse(0),
                        tape.stream()
                                .flatMap(use -> use.outputs().stream())
                                .mapToInt(Value::id)
                                .max()
                                .orElse(0));
        boolean[] depends = new boolean[count];
        by.forEach(value -> depends[value.id()] = true);
        for (Use use : tape) {
            if (use.inputs().stream().anyMatch(input -> isDependent(depends, input))) {
                use.outputs().forEach(output -> depends[output.id()] = true);
            }
        }
        return depends;
    }

    private static boolean isDependent(boolean[] depends, Value value) {
        return !value.isAbsent() && value.id() < depends.length && depends[value.id()];
    }

    private void propagate(Use use, boolean[] depends, NavigableMap<Integer, Value> gradients) {
        if (!(use.operator() instanceof Differentiable differentiable)) {
            throw RefusedException.unsupported("the loss depends on a parameter by way of "
                    + use.operator().name() + ", which has no gradient");
        }
        List<Value> contributions = differentiable.gradient(new Step(builder, use, gradients));
        for (int i = 0; i < contributions.size(); i++) {
            Value contribution = contributions.get(i);
            if (!contribution.isAbsent() && isDependent(depends, use.inputs().get(i))) {
                int input = use.inputs().get(i).id();
                Value before = gradients.get(input);
                gradients.put(input, before == null ? contribution : builder.emit("Add", before, contribution));
            }
        }
    }

    /** One operation seen backwards. */
    private record Step(ProgramBuilder builder, Use use, NavigableMap<Integer, Value> gradients) implements Gradient {
        @Override
        public Attributes attributes() {
            return use.attributes();
        }

        @Override
        public int inputCount() {
            return use.inputs().size();
        }

        @Override
        public Value input(int i) {
            return i < use.inputs().size() ? use.inputs().get(i) : Value.ABSENT;
        }

        @Override
        public Value output(int i) {
            return use.outputs().get(i);
        }

        @Override
        public Value upstream(int i) {
            Value gradient = gradients.get(output(i).id());
            return gradient == null ? Value.ABSENT : gradient;
        }

        @Override
        public List<Value> emit(String operator, int outputs, Attributes attributes, List<Value> inputs) {
            return builder.emit(operator, outputs, attributes, inputs);
        }

        @Override
        public Value constant(Tensor tensor) {
            return builder.constant(tensor);
        }
    }
}
