package network.millrace.proof.operators;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.kernels.StridedCopy;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.TensorType;

/** Axes in another order; by default reversed. */
final class Transpose implements Primitive, Differentiable {
    @Override
    public String name() {
        return "Transpose";
    }

    @Override
    public List<TensorType> infer(Inference in) {
        in.requireInputs(1, 1);
        Shape shape = in.shape(0);
        int[] order = order(in.attributes(), shape.rank());
        return List.of(in.type(0)
                .shaped(Shape.of(IntStream.of(order).map(shape::dimension).toArray())));
    }

    /** For each axis of the output, the axis of the input. */
    private static int[] order(Attributes attributes, int rank) {
        if (!attributes.has("perm")) {
            return IntStream.range(0, rank).map(axis -> rank - 1 - axis).toArray();
        }
        long[] given = attributes.integers("perm").orElseThrow();
        int[] order = Arrays.stream(given)
                .mapToInt(axis -> Math.clamp(axis, -1, rank))
                .toArray();
        if (!Arrays.equals(
                IntStream.of(order).sorted().toArray(), IntStream.range(0, rank).toArray())) {
            throw RefusedException.malformed("perm " + Arrays.toString(given) + " is no order of " + rank + " axes");
        }
        return order;
    }

    @Override
    public void compute(Call call) {
        Shape shape = call.output(0).shape();
        int[] strides = sourceStrides(call.attributes(), call.input(0).shape());
        StridedCopy.copy(
                call.input(0).array(), 0, strides, call.output(0).array(), 0, shape.strides(), shape.dimensions());
    }

    private static int[] sourceStrides(Attributes attributes, Shape input) {
        int[] strides = input.strides();
        return IntStream.of(order(attributes, input.rank()))
                .map(axis -> strides[axis])
                .toArray();
    }

    /** Whether the last two axes are exchanged and the others stay. */
    static boolean swapsLastTwo(Signature signature) {
        int rank = signature.input(0).shape().rank();
        int[] order = order(signature.attributes(), rank);
        boolean swaps = rank >= 2 && order[rank - 2] == rank - 1 && order[rank - 1] == rank - 2;
        for (int axis = 0; swaps && axis < rank - 2; axis++) {
            swaps = order[axis] == axis;
        }
        return swaps;
    }

    @Override
    public TileRule tileRule() {
        return (MovedElement) (signature, inputs, element) -> {
            int[] strides =
                    sourceStrides(signature.attributes(), signature.input(0).shape());
            int[] place = Places.of(signature.output(0).shape(), element);
            long source = 0;
            for (int i = 0; i < place.length; i++) {
                source += (long) place[i] * strides[i];
            }
            return inputs.element(signature, 0, source);
        };
    }

    @Override
    public List<Value> gradient(Gradient gradient) {
        int rank = gradient.input(0).type().shape().rank();
        int[] order = order(gradient.attributes(), rank);
        long[] back = new long[rank];
        for (int axis = 0; axis < rank; axis++) {
            back[order[axis]] = axis;
        }
        return List.of(gradient.emit("Transpose", gradient.attributes().with("perm", back), gradient.upstream(0)));
    }
}
