package network.millrace.proof.operators;

import java.util.List;
import network.millrace.proof.tensor.DataType;

/** The square root, correctly rounded; NaN below 0. */
final class SquareRoot extends UnaryElementwise implements Differentiable {
    @Override
    public String name() {
        return "Sqrt";
    }

    @Override
    void loop(Call call, DataType type, Object in, int from, Object out, int to, int count) {
        switch (type) {
            case FLOAT32 -> call.kernels().squareRoots((float[]) in, from, (float[]) out, to, count);
            case FLOAT64 -> {
                for (int i = 0; i < count; i++) {
                    ((double[]) out)[to + i] = Math.sqrt(((double[]) in)[from + i]);
                }
            }
            case FLOAT16, BFLOAT16, INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64, BOOL ->
                throw unexpected(type);
        }
    }

    /** Half of the upstream gradient divided by the root. */
    @Override
    public List<Value> gradient(Gradient gradient) {
        Value root = gradient.output(0);
        Value half = gradient.emit("Mul", gradient.upstream(0), gradient.scalarLike(root, 0.5));
        return List.of(gradient.emit("Div", half, root));
    }
}
