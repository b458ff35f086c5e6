package network.millrace.proof.operators;

import java.util.List;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.kernels.Kernels;
import network.millrace.proof.tensor.DataType;

/**
 * Half of x times 1 + erf(x / sqrt 2), or its approximation by tanh. The fused kernel takes all steps over a few elements
 * before it goes on to the next, so that nothing in between leaves the cache.
 */
final class Gelu implements Fused {
    private static final float ROOT_HALF = (float) 0x1.6a09e667f3bcdp-1;
    private static final float ROOT_TWO_OVER_PI = (float) 0x1.9884533d43651p-1;
    private static final float CUBIC = (float) 0.044715;

    @Override
    public String name() {
        return "Gelu";
    }

    private static boolean isByTanh(Attributes attributes) {
        return attributes.text("approximate", "none").equals("tanh");
    }

    @Override
    public List<Value> expand(Expansion e) {
        Value x = e.input(0);
        Value half = e.emit("Mul", e.scalarLike(x, 0.5), x);
        Value curve = isByTanh(e.attributes())
                ? e.emit("Tanh", inner(e, x))
                : e.emit("Erf", e.emit("Mul", x, e.scalarLike(x, 0x1.6a09e667f3bcdp-1)));
        return List.of(e.emit("Mul", half, e.emit("Add", e.scalarLike(x, 1), curve)));
    }

    private static Value inner(Expansion e, Value x) {
        Value cube = e.emit("Mul", e.emit("Mul", x, x), x);
        Value sum = e.emit("Add", x, e.emit("Mul", e.scalarLike(x, 0.044715), cube));
        return e.emit("Mul", e.scalarLike(x, 0x1.9884533d43651p-1), sum);
    }

    @Override
    public boolean fuses(Signature signature) {
        return signature.output(0).type() == DataType.FLOAT32;
    }

    @Override
    public void computeFused(Call call) {
        boolean byTanh = isByTanh(call.attributes());
        Runs.over(
                call.workers(),
                (in, from, out, to, count) -> {
                    float[] x = (float[]) in[0];
                    float[] y = (float[]) out;
                    if (byTanh) {
                        innerOf(x, from[0], y, to, count);
                    } else {
                        scale(x, from[0], y, to, count);
                    }
                    Kernels.Function curve = byTanh ? Kernels.Function.TANH : Kernels.Function.ERF;
                    call.kernels().apply(curve, y, to, y, to, count);
                    finish(x, from[0], y, to, count);
                },
                call.output(0),
                call.input(0));
    }

    private static void innerOf(float[] x, int from, float[] y, int to, int count) {
        for (int i = 0; i < count; i++) {
            float number = x[from + i];
            float cube = number * number * number;
            y[to + i] = ROOT_TWO_OVER_PI * (number + CUBIC * cube);
        }
    }

    private static void scale(float[] x, int from, float[] y, int to, int count) {
        for (int i = 0; i < count; i++) {
            y[to + i] = x[from + i] * ROOT_HALF;
        }
    }

    private static void finish(float[] x, int from, float[] y, int to, int count) {
        for (int i = 0; i < count; i++) {
            y[to + i] = 0.5f * x[from + i] * (1f + y[to + i]);
        }
    }
}
