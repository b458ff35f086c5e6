package network.millrace.proof.operators;

import java.util.List;
import network.millrace.proof.tensor.DataType;

/** The larger of x and 0; NaN stays NaN, -0 becomes +0, which is Math.max. A comparison would be mispredicted half of the time. */
final class Relu extends UnaryElementwise implements Differentiable {
    @Override
    public String name() {
        return "Relu";
    }

    @Override
    boolean takes(DataType type) {
        return type.isFloating() || type == DataType.INT32 || type == DataType.INT64;
    }

    @Override
    void loop(Call call, DataType type, Object in, int from, Object out, int to, int count) {
        switch (type) {
            case FLOAT32 -> call.kernels().rectify((float[]) in, from, (float[]) out, to, count);
            case FLOAT64 -> {
                double[] x = (double[]) in;
                double[] y = (double[]) out;
                for (int i = 0; i < count; i++) {
                    y[to + i] = Math.max(x[from + i], 0d);
                }
            }
            case INT32 -> {
                for (int i = 0; i < count; i++) {
                    ((int[]) out)[to + i] = Math.max(((int[]) in)[from + i], 0);
                }
            }
            case INT64 -> {
                for (int i = 0; i < count; i++) {
                    ((long[]) out)[to + i] = Math.max(((long[]) in)[from + i], 0);
                }
            }
            case FLOAT16, BFLOAT16, INT8, INT16, UINT8, UINT16, UINT32, UINT64, BOOL -> throw unexpected(type);
        }
    }

    @Override
    public List<Value> gradient(Gradient gradient) {
        Value x = gradient.input(0);
        Value positive = gradient.emit("Greater", x, gradient.scalarLike(x, 0));
        return List.of(gradient.emit("Where", positive, gradient.upstream(0), gradient.scalarLike(x, 0)));
    }
}
