package network.millrace.proof.operators;

import java.util.List;
import java.util.Optional;
import network.millrace.proof.kernels.Kernels;
import network.millrace.proof.tensor.DataType;

/** The smaller of two broadcast inputs: a NaN wins, -0 is smaller than +0. More inputs are taken one after another. */
final class Min extends BinaryElementwise implements Differentiable {
    @Override
    public String name() {
        return "Min";
    }

    @Override
    public Optional<List<Value>> rewrite(Expansion expansion) {
        return Chains.ofTwo(name(), expansion);
    }

    @Override
    void floats(Kernels kernels, float[] a, int i, float[] b, int j, float[] out, int o, int count) {
        kernels.combine(Kernels.Arithmetic.MINIMUM, a, i, b, j, out, o, count);
    }

    @Override
    void doubles(double[] a, int i, double[] b, int j, double[] out, int o, int count) {
        for (int n = 0; n < count; n++) {
            out[o + n] = Math.min(a[i + n], b[j + n]);
        }
    }

    @Override
    void longs(DataType type, long[] a, int i, long[] b, int j, long[] out, int o, int count) {
        long flip = type.isUnsigned() ? Long.MIN_VALUE : 0;
        for (int n = 0; n < count; n++) {
            out[o + n] = Math.min(a[i + n] ^ flip, b[j + n] ^ flip) ^ flip;
        }
    }

    @Override
    void ints(DataType type, int[] a, int i, int[] b, int j, int[] out, int o, int count) {
        int flip = type == DataType.UINT32 ? Integer.MIN_VALUE : 0;
        for (int n = 0; n < count; n++) {
            out[o + n] = Math.min(a[i + n] ^ flip, b[j + n] ^ flip) ^ flip;
        }
    }

    /** The whole gradient goes to the second input where that is strictly smaller, and else to the first. */
    @Override
    public List<Value> gradient(Gradient gradient) {
        Value a = gradient.input(0);
        Value b = gradient.input(1);
        Value second = gradient.emit("Less", b, a);
        Value zero = gradient.scalarLike(a, 0);
        return List.of(
                gradient.unbroadcast(gradient.emit("Where", second, zero, gradient.upstream(0)), a.shape()),
                gradient.unbroadcast(gradient.emit("Where", second, gradient.upstream(0), zero), b.shape()));
    }
}
