package network.millrace.proof.program;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import network.millrace.proof.operators.Value;
import network.millrace.proof.program.ProgramBuilder.Draft;
import network.millrace.proof.program.ProgramBuilder.DraftGroup;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/** Orders the operations that the outputs depend on, depth first, and numbers the values. */
final class Canonical {
    private final List<String> inputNames;
    private final List<Value> values;
    private final List<@Nullable Draft> producers;
    private final List<DraftGroup> groups;
    private final boolean[] opened;
    private final List<Draft> order = new ArrayList<>();
    private final int[] numbers;
    private final List<TensorType> types = new ArrayList<>();
    private final List<Tensor> constants = new ArrayList<>();

    /**
     * The order of a builder's operations.
     *
     * @param values all values of the builder, by their ids
     * @param producers for each value the operation that makes it; null for inputs and constants
     * @param drafts how many operations there are
     */
    Canonical(
            List<String> inputNames,
            List<Value> values,
            List<@Nullable Draft> producers,
            int drafts,
            List<DraftGroup> groups) {
        this.inputNames = inputNames;
        this.values = values;
        this.producers = producers;
        this.groups = groups;
        this.opened = new boolean[drafts];
        this.numbers = new int[values.size()];
        Arrays.fill(numbers, Operation.ABSENT);
    }

    Program program(List<String> outputNames, List<Value> outputs) {
        outputs.forEach(this::visit);
        values.stream().filter(value -> isInput(value, producers)).forEach(this::number);
        order.forEach(draft -> draft.inputs().forEach(this::numberConstant));
        outputs.forEach(this::numberConstant);
        order.forEach(draft -> draft.outputs().forEach(this::number));
        List<Operation> operations = new ArrayList<>();
        for (Draft draft : order) {
            operations.add(new Operation(
                    operations.size(),
                    draft.operator(),
                    draft.attributes(),
                    numbers(draft.inputs()),
                    numbers(draft.outputs()),
                    draft.group()));
        }
        List<Group> numbered = groups.stream()
                .map(group -> new Group(
                        group.operator(),
                        group.attributes(),
                        numbers(group.inputs()),
                        group.inputs().stream().allMatch(this::isThere),
                        numbers(group.outputs()),
                        group.parent()))
                .toList();
        return new Program(inputNames, constants, operations, types, numbered, outputNames, numbers(outputs));
    }

    static boolean isInput(Value value, List<@Nullable Draft> producers) {
        return producers.get(value.id()) == null && value.constant() == null;
    }

    private void numberConstant(Value value) {
        boolean isConstant = !value.isAbsent() && producers.get(value.id()) == null && value.constant() != null;
        if (isConstant && numbers[value.id()] == Operation.ABSENT) {
            number(value);
            constants.add(value.known("a constant"));
        }
    }

    private void number(Value value) {
        numbers[value.id()] = types.size();
        types.add(value.type());
    }

    private boolean isThere(Value value) {
        return value.isAbsent() || numbers[value.id()] != Operation.ABSENT;
    }

    private List<Integer> numbers(List<Value> numbered) {
        return numbered.stream()
                .map(value -> value.isAbsent() ? Operation.ABSENT : numbers[value.id()])
                .toList();
    }

    /** Puts what a value needs, and then its producer, in order. A stack in place of recursion, since graphs are deep. */
    private void visit(Value value) {
        Deque<Draft> path = new ArrayDeque<>();
        Deque<Integer> next = new ArrayDeque<>();
        open(value, path, next);
        while (!path.isEmpty()) {
            Draft draft = path.element();
            int input = next.pop();
            if (input == draft.inputs().size()) {
                order.add(path.pop());
                continue;
            }
            next.push(input + 1);
            open(draft.inputs().get(input), path, next);
        }
    }

    private void open(Value value, Deque<Draft> path, Deque<Integer> next) {
        Draft draft = value.isAbsent() ? null : producers.get(value.id());
        if (draft != null && !opened[draft.number()]) {
            opened[draft.number()] = true;
            path.push(draft);
            next.push(0);
        }
    }
}
