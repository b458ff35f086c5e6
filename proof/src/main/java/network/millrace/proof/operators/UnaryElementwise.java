package network.millrace.proof.operators;

import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.TensorType;

/** An operator of one input whose every element becomes one element of the same type. */
abstract class UnaryElementwise implements Elementwise {
    @Override
    public List<TensorType> infer(Inference in) {
        in.requireInputs(1, 1);
        if (!takes(in.elements(0))) {
            throw RefusedException.unsupported(name() + " of " + in.elements(0) + " is not supported");
        }
        return List.of(in.type(0));
    }

    @Override
    public void compute(Call call) {
        Runs.over(call.workers(), loop(call, call.input(0).type()), call.output(0), call.input(0));
    }

    @Override
    public Runs.Loop loop(Call call, DataType type) {
        return (in, from, out, o, count) -> loop(call, type, in[0], from[0], out, o, count);
    }

    @Override
    public TileRule tileRule() {
        return new ElementwiseRule(this, operations());
    }

    /** What one element takes at most: two conversions and one thing to do with it, unless an operator says otherwise. */
    int operations() {
        return 3;
    }

    /** Whether the operator is defined for a type; by default for floating point only. */
    boolean takes(DataType type) {
        return type.isFloating();
    }

    /** Computes {@code count} elements of a type that the operator takes; half precision comes as float32. */
    abstract void loop(Call call, DataType type, Object in, int from, Object out, int to, int count);

    /** For types that {@link #takes} admits but the loop does not know: a bug. */
    static IllegalStateException unexpected(DataType type) {
        return new IllegalStateException("no loop for " + type);
    }
}
