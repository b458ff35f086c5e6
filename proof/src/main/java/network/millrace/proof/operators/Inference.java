package network.millrace.proof.operators;

import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;

/** What a shape rule looks at. The types of inputs are always known; their elements only when they are constant. */
public record Inference(Attributes attributes, List<Value> inputs, int outputCount) {
    public Inference {
        inputs = List.copyOf(inputs);
    }

    public int inputCount() {
        return inputs.size();
    }

    /** Whether input i is there. */
    public boolean has(int i) {
        return i < inputs.size() && !inputs.get(i).isAbsent();
    }

    /**
     * The type of input i.
     *
     * @throws RefusedException when it is absent
     */
    public TensorType type(int i) {
        if (!has(i)) {
            throw RefusedException.malformed("input " + i + " is missing");
        }
        return inputs.get(i).type();
    }

    public Shape shape(int i) {
        return type(i).shape();
    }

    public DataType elements(int i) {
        return type(i).type();
    }

    /**
     * The elements of input i.
     *
     * @throws DependsOnData when they are not constant; a shape rule lets it pass
     */
    public Tensor constant(int i) {
        type(i);
        return inputs.get(i).known("input " + i);
    }

    /** Requires that two inputs have the same element type, and returns it. */
    public DataType sameElements(int i, int j) {
        if (elements(i) != elements(j)) {
            throw RefusedException.malformed("inputs " + i + " and " + j
                    + " must have the same element type; they have " + elements(i) + " and " + elements(j));
        }
        return elements(i);
    }

    /** Requires a floating point input. */
    public void requireFloating(int i) {
        if (!elements(i).isFloating()) {
            throw RefusedException.malformed("input " + i + " must be floating point; it is " + elements(i));
        }
    }

    /** Requires a number of dimensions. */
    public void requireRank(int i, int min, int max) {
        int rank = shape(i).rank();
        if (rank < min || rank > max) {
            throw RefusedException.malformed(
                    "input " + i + " must have a rank of " + min + " to " + max + "; its shape is " + shape(i));
        }
    }

    /** Requires how many inputs there are; absent ones in between count. */
    public void requireInputs(int min, int max) {
        boolean enough = inputCount() >= min && inputCount() <= max;
        for (int i = 0; enough && i < min; i++) {
            enough = has(i);
        }
        if (!enough) {
            throw RefusedException.malformed("the operator takes " + min + (max == min ? "" : " to " + max)
                    + " inputs; here it has "
                    + inputs.stream().filter(input -> !input.isAbsent()).count());
        }
    }
}
