package network.millrace.proof.operators;

import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.TensorType;

/** The second input where the first is true, and else the third; all three broadcast. */
final class Where implements Primitive, Differentiable {
    @Override
    public String name() {
        return "Where";
    }

    @Override
    public List<TensorType> infer(Inference in) {
        in.requireInputs(3, 3);
        if (in.elements(0) != DataType.BOOL) {
            throw RefusedException.malformed("the condition of Where must be bool; it is " + in.elements(0));
        }
        DataType type = in.sameElements(1, 2);
        return List.of(new TensorType(type, in.shape(0).broadcast(in.shape(1)).broadcast(in.shape(2))));
    }

    @Override
    public void compute(Call call) {
        Runs.over(call.workers(), Where::choose, call.output(0), call.input(0), call.input(1), call.input(2));
    }

    private static void choose(Object[] in, int[] from, Object out, int to, int count) {
        byte[] condition = (byte[]) in[0];
        for (int i = 0; i < count; i++) {
            int chosen = condition[from[0] + i] != 0 ? 1 : 2;
            int source = from[chosen] + i;
            switch (out) {
                case float[] elements -> elements[to + i] = ((float[]) in[chosen])[source];
                case long[] elements -> elements[to + i] = ((long[]) in[chosen])[source];
                case int[] elements -> elements[to + i] = ((int[]) in[chosen])[source];
                case double[] elements -> elements[to + i] = ((double[]) in[chosen])[source];
                case byte[] elements -> elements[to + i] = ((byte[]) in[chosen])[source];
                case short[] elements -> elements[to + i] = ((short[]) in[chosen])[source];
                default -> throw new IllegalStateException("no array of elements: " + out.getClass());
            }
        }
    }

    @Override
    public TileRule tileRule() {
        return ElementwiseRule.single(this);
    }

    @Override
    public List<Value> gradient(Gradient gradient) {
        Value upstream = gradient.upstream(0);
        if (!upstream.type().type().isFloating()) {
            return List.of(Value.ABSENT, Value.ABSENT, Value.ABSENT);
        }
        Value condition = gradient.input(0);
        Value zero = gradient.scalarLike(upstream, 0);
        return List.of(
                Value.ABSENT,
                gradient.unbroadcast(
                        gradient.emit("Where", condition, upstream, zero),
                        gradient.input(1).shape()),
                gradient.unbroadcast(
                        gradient.emit("Where", condition, zero, upstream),
                        gradient.input(2).shape()));
    }
}
