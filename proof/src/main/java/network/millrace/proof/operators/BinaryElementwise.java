package network.millrace.proof.operators;

import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.proof.kernels.Kernels;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.TensorType;

/**
 * An operator of two broadcast inputs of one element type with a result of that type. A subclass writes one loop for each
 * type it takes. Integers of 8 and 16 bits go through the loop of 32: what it computes is cut to their width.
 */
abstract class BinaryElementwise implements Elementwise {
    @Override
    public List<TensorType> infer(Inference in) {
        in.requireInputs(2, 2);
        DataType type = in.sameElements(0, 1);
        if (!takes(type)) {
            throw RefusedException.unsupported(name() + " of " + type + " is not supported");
        }
        return List.of(new TensorType(type, in.shape(0).broadcast(in.shape(1))));
    }

    @Override
    public void compute(Call call) {
        Runs.over(call.workers(), loop(call, call.input(0).type()), call.output(0), call.input(0), call.input(1));
    }

    @Override
    public Runs.Loop loop(Call call, DataType type) {
        return loop(type, call.kernels());
    }

    @Override
    public TileRule tileRule() {
        return new ElementwiseRule(this, operations());
    }

    /** What one element takes at most. */
    int operations() {
        return 1;
    }

    /** Whether the operator is defined for a type; by default for all but bool. */
    boolean takes(DataType type) {
        return type != DataType.BOOL;
    }

    abstract void floats(Kernels kernels, float[] a, int i, float[] b, int j, float[] out, int o, int count);

    abstract void doubles(double[] a, int i, double[] b, int j, double[] out, int o, int count);

    /** int64 and uint64. */
    abstract void longs(DataType type, long[] a, int i, long[] b, int j, long[] out, int o, int count);

    /** int32 and uint32, and the narrower types widened by their own sign. */
    abstract void ints(DataType type, int[] a, int i, int[] b, int j, int[] out, int o, int count);

    private Runs.Loop loop(DataType type, Kernels kernels) {
        return switch (type) {
            case FLOAT32 ->
                (in, from, out, o, n) ->
                        floats(kernels, (float[]) in[0], from[0], (float[]) in[1], from[1], (float[]) out, o, n);
            case FLOAT64 ->
                (in, from, out, o, n) ->
                        doubles((double[]) in[0], from[0], (double[]) in[1], from[1], (double[]) out, o, n);
            case INT64, UINT64 ->
                (in, from, out, o, n) ->
                        longs(type, (long[]) in[0], from[0], (long[]) in[1], from[1], (long[]) out, o, n);
            case INT32, UINT32 ->
                (in, from, out, o, n) -> ints(type, (int[]) in[0], from[0], (int[]) in[1], from[1], (int[]) out, o, n);
            case INT16, UINT16, INT8, UINT8, BOOL ->
                (in, from, out, o, n) -> {
                    int[] result = new int[n];
                    ints(
                            type,
                            Narrow.widen(type, in[0], from[0], n),
                            0,
                            Narrow.widen(type, in[1], from[1], n),
                            0,
                            result,
                            0,
                            n);
                    Narrow.narrow(type, result, out, o, n);
                };
            case FLOAT16, BFLOAT16 -> throw new IllegalStateException(type + " must be widened before a kernel runs");
        };
    }
}
