package network.millrace.proof.operators;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;

/** Slices of the data, each named by a tuple of indices of its leading axes. Batch axes become part of the tuples. */
final class GatherND implements Primitive, Differentiable {
    @Override
    public String name() {
        return "GatherND";
    }

    @Override
    public Optional<List<Value>> rewrite(Expansion expansion) {
        int batch = Math.clamp(expansion.attributes().integer("batch_dims", 0), -1, Integer.MAX_VALUE);
        if (batch == 0) {
            return expansion.attributes().equals(Attributes.NONE)
                    ? Optional.empty()
                    : Optional.of(List.of(expansion.emit(name(), expansion.input(0), expansion.input(1))));
        }
        Shape indices = expansion.input(1).shape();
        if (batch < 0 || batch >= indices.rank()) {
            throw RefusedException.malformed(
                    "batch_dims of GatherND is " + batch + "; the indices have the shape " + indices);
        }
        Shape column = indices.with(indices.rank() - 1, 1);
        Value tuples = expansion.input(1);
        for (int axis = batch - 1; axis >= 0; axis--) {
            int[] along = new int[indices.rank()];
            Arrays.fill(along, 1);
            along[axis] = indices.dimension(axis);
            Value numbers = expansion.emit(
                    "Range",
                    expansion.scalarLike(tuples, 0),
                    expansion.scalarLike(tuples, indices.dimension(axis)),
                    expansion.scalarLike(tuples, 1));
            Value expanded = expansion.emit(
                    "Expand", expansion.reshape(numbers, Shape.of(along)), expansion.integers(column.toLongs()));
            tuples = expansion.emit("Concat", Attributes.NONE.with("axis", -1), expanded, tuples);
        }
        return Optional.of(List.of(expansion.emit(name(), expansion.input(0), tuples)));
    }

    @Override
    public List<TensorType> infer(Inference in) {
        in.requireInputs(2, 2);
        Indices.require(in, 1);
        return List.of(in.type(0).shaped(result(in.shape(0), in.shape(1))));
    }

    /** The shape of all the slices that tuples name. */
    static Shape result(Shape data, Shape tuples) {
        if (tuples.rank() < 1 || tuples.dimension(-1) < 1 || tuples.dimension(-1) > data.rank()) {
            throw RefusedException.malformed(
                    "indices of shape " + tuples + " hold no tuples that name axes of data of shape " + data);
        }
        int named = tuples.dimension(-1);
        int[] result = Arrays.copyOf(tuples.dimensions(), tuples.rank() - 1 + data.rank() - named);
        System.arraycopy(data.dimensions(), named, result, tuples.rank() - 1, data.rank() - named);
        return Shape.of(result);
    }

    /** The flat index in the data where the slice of a tuple begins. */
    static int start(String operator, Shape data, long[] tuple) {
        int[] strides = data.strides();
        int start = 0;
        for (int i = 0; i < tuple.length; i++) {
            start += Indices.within(operator, tuple[i], data.dimension(i)) * strides[i];
        }
        return start;
    }

    /** How many elements a slice has. */
    static int slice(Shape data, Shape tuples) {
        return data.product(tuples.dimension(-1), data.rank());
    }

    static long[] tuple(Tensor tuples, int row) {
        long[] tuple = new long[tuples.shape().dimension(-1)];
        for (int i = 0; i < tuple.length; i++) {
            tuple[i] = tuples.integer(row * tuple.length + i);
        }
        return tuple;
    }

    static long[] tuple(TileRule.Tiles inputs, Signature signature, long row) {
        long[] tuple = new long[signature.input(1).shape().dimension(-1)];
        for (int i = 0; i < tuple.length; i++) {
            tuple[i] = inputs.element(signature, 1, row * tuple.length + i).integer(0);
        }
        return tuple;
    }

    @Override
    public void compute(Call call) {
        Tensor data = call.input(0);
        Tensor tuples = call.input(1);
        int slice = slice(data.shape(), tuples.shape());
        int rows = tuples.size() / tuples.shape().dimension(-1);
        for (int row = 0; row < rows; row++) {
            int start = start(name(), data.shape(), tuple(tuples, row));
            System.arraycopy(data.array(), start, call.output(0).array(), row * slice, slice);
        }
    }

    @Override
    public TileRule tileRule() {
        return (MovedElement) (signature, inputs, element) -> {
            Shape data = signature.input(0).shape();
            int slice = slice(data, signature.input(1).shape());
            long start = start(name(), data, tuple(inputs, signature, element / slice));
            return inputs.element(signature, 0, start + element % slice);
        };
    }

    @Override
    public List<Value> gradient(Gradient gradient) {
        Value data = gradient.input(0);
        Value zeros = Fill.like(gradient, data, 0, data.shape());
        Attributes add = Attributes.NONE.with("reduction", "add");
        return List.of(gradient.emit("ScatterND", add, zeros, gradient.input(1), gradient.upstream(0)), Value.ABSENT);
    }
}
