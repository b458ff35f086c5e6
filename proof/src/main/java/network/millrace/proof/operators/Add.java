package network.millrace.proof.operators;

import java.util.List;
import network.millrace.proof.kernels.Kernels;
import network.millrace.proof.tensor.DataType;

/** The sum; integers wrap. */
final class Add extends BinaryElementwise implements Differentiable {
    @Override
    public String name() {
        return "Add";
    }

    @Override
    void floats(Kernels kernels, float[] a, int i, float[] b, int j, float[] out, int o, int count) {
        kernels.combine(Kernels.Arithmetic.ADD, a, i, b, j, out, o, count);
    }

    @Override
    void doubles(double[] a, int i, double[] b, int j, double[] out, int o, int count) {
        for (int n = 0; n < count; n++) {
            out[o + n] = a[i + n] + b[j + n];
        }
    }

    @Override
    void longs(DataType type, long[] a, int i, long[] b, int j, long[] out, int o, int count) {
        for (int n = 0; n < count; n++) {
            out[o + n] = a[i + n] + b[j + n];
        }
    }

    @Override
    void ints(DataType type, int[] a, int i, int[] b, int j, int[] out, int o, int count) {
        for (int n = 0; n < count; n++) {
            out[o + n] = a[i + n] + b[j + n];
        }
    }

    @Override
    public List<Value> gradient(Gradient gradient) {
        Value a = gradient.input(0);
        Value b = gradient.input(1);
        Value upstream = gradient.upstream(0);
        return List.of(
                gradient.unbroadcast(upstream, a.type().shape()),
                gradient.unbroadcast(upstream, b.type().shape()));
    }
}
