package network.millrace.proof.operators;

import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;

/**
 * A comparison of broadcast inputs. No comparison with a NaN holds, -0 equals +0; unsigned types compare as such.
 *
 * @param less whether it holds when the first is smaller
 * @param equal whether it holds when they are equal
 * @param greater whether it holds when the first is larger
 */
record Comparison(String name, boolean less, boolean equal, boolean greater) implements Primitive {
    /** Two conversions to float64, and three comparisons until the order is known. */
    private static final int OPERATIONS = 5;

    @Override
    public List<TensorType> infer(Inference in) {
        in.requireInputs(2, 2);
        DataType type = in.sameElements(0, 1);
        if (type == DataType.BOOL && (less || greater)) {
            throw RefusedException.unsupported(name + " of " + type + " is not supported");
        }
        return List.of(new TensorType(DataType.BOOL, in.shape(0).broadcast(in.shape(1))));
    }

    @Override
    public void compute(Call call) {
        DataType type = call.input(0).type();
        Runs.Loop loop = (in, from, out, to, count) -> {
            Ordering.Order order = Ordering.order(type, in[0], from[0], in[1], from[1]);
            byte[] results = (byte[]) out;
            for (int i = 0; i < count; i++) {
                results[to + i] = (byte) (holds(order.at(i)) ? 1 : 0);
            }
        };
        Tensor output = call.output(0);
        Runs.over(call.workers(), loop, output, call.input(0), call.input(1));
    }

    private boolean holds(int order) {
        return order < 0 ? less : order == 0 ? equal : order == Ordering.ABOVE && greater;
    }

    @Override
    public TileRule tileRule() {
        return new ElementwiseRule(this, OPERATIONS);
    }
}
