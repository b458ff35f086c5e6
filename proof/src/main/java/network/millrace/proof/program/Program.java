package network.millrace.proof.program;

import java.util.ArrayList;
import java.util.List;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.operators.Signature;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/** A graph in canonical form, for given shapes of its inputs; {@link Programs} makes it. */
public final class Program {
    private final List<String> inputNames;
    private final List<String> outputNames;
    private final List<Integer> outputs;
    private final List<TensorType> types;
    private final List<Tensor> constants;
    private final List<Operation> operations;
    private final List<Group> groups;

    Program(
            List<String> inputNames,
            List<Tensor> constants,
            List<Operation> operations,
            List<TensorType> types,
            List<Group> groups,
            List<String> outputNames,
            List<Integer> outputs) {
        this.inputNames = List.copyOf(inputNames);
        this.constants = List.copyOf(constants);
        this.operations = List.copyOf(operations);
        this.types = List.copyOf(types);
        this.groups = List.copyOf(groups);
        this.outputNames = List.copyOf(outputNames);
        this.outputs = List.copyOf(outputs);
    }

    /** Names of the inputs, in order; input i is value i. */
    public List<String> inputNames() {
        return inputNames;
    }

    /** Constants, in order; the first is the value behind the last input. */
    public List<Tensor> constants() {
        return constants;
    }

    public List<Operation> operations() {
        return operations;
    }

    public List<Group> groups() {
        return groups;
    }

    public List<String> outputNames() {
        return outputNames;
    }

    /** The numbers of the values that are the outputs, in order. */
    public List<Integer> outputs() {
        return outputs;
    }

    /** How many values there are: inputs, constants and outputs of operations. */
    public int valueCount() {
        return types.size();
    }

    public boolean isInput(int value) {
        return value < inputNames.size();
    }

    public boolean isConstant(int value) {
        return !isInput(value) && value < inputNames.size() + constants.size();
    }

    /** The tensor of a constant. */
    public Tensor constant(int value) {
        return constants.get(value - inputNames.size());
    }

    /** The type of a value. */
    public TensorType type(int value) {
        return types.get(value);
    }

    /** What the program says of one of its operations. */
    public Signature signature(Operation operation) {
        return signature(operation.attributes(), operation.inputs(), operation.outputs());
    }

    /** What a fused operator sees of its group. */
    public Signature signature(Group group) {
        return signature(
                group.attributes(),
                group.inputs(),
                group.outputs().stream()
                        .filter(output -> output != Operation.ABSENT)
                        .toList());
    }

    private Signature signature(Attributes attributes, List<Integer> inputs, List<Integer> results) {
        List<@Nullable TensorType> inputTypes = new ArrayList<>();
        List<@Nullable Tensor> smallConstants = new ArrayList<>();
        for (int input : inputs) {
            inputTypes.add(input == Operation.ABSENT ? null : type(input));
            boolean small = input != Operation.ABSENT
                    && isConstant(input)
                    && constant(input).size() <= Signature.SMALL_CONSTANT_MAX;
            smallConstants.add(small ? constant(input) : null);
        }
        return new Signature(
                attributes,
                inputTypes,
                smallConstants,
                results.stream().map(this::type).toList());
    }

    /** Multiply-adds and element operations of one run; saturates. */
    public long cost() {
        long cost = 0;
        for (Operation operation : operations) {
            cost += operation.operator().cost(signature(operation));
            if (cost < 0) {
                return Long.MAX_VALUE;
            }
        }
        return cost;
    }
}
