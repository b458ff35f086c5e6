package network.millrace.proof.operators;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.kernels.StridedCopy;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;

/**
 * Every so many elements along axes. The canonical form names start, end and step of each axis: a start that exists, an end behind
 * the last element by exactly one step (or -1 when it goes backwards beyond the first), axes from 0 in order.
 */
final class Slice implements Primitive, Differentiable {
    @Override
    public String name() {
        return "Slice";
    }

    @Override
    public Optional<List<Value>> rewrite(Expansion expansion) {
        Value data = expansion.input(0);
        Shape shape = data.shape();
        if (isCanonical(expansion, shape)) {
            return Optional.empty();
        }
        long[] starts = expansion.input(1).known("the starts of Slice").toLongs();
        long[] ends = expansion.input(2).known("the ends of Slice").toLongs();
        long[] axes = expansion.has(3)
                ? expansion.input(3).known("the axes of Slice").toLongs()
                : LongStream.range(0, starts.length).toArray();
        long[] steps = new long[starts.length];
        Arrays.fill(steps, 1);
        if (expansion.has(4)) {
            steps = expansion.input(4).known("the steps of Slice").toLongs();
        }
        if (ends.length != starts.length || axes.length != starts.length || steps.length != starts.length) {
            throw RefusedException.malformed("starts, ends, axes and steps of Slice must be equally many");
        }
        long[] from = new long[shape.rank()];
        long[] count = shape.toLongs();
        long[] by = new long[shape.rank()];
        Arrays.fill(by, 1);
        for (int i = 0; i < starts.length; i++) {
            int axis = shape.axis(axes[i]);
            Range range = Range.of(starts[i], ends[i], steps[i], shape.dimension(axis));
            from[axis] = range.start();
            count[axis] = range.count();
            by[axis] = steps[i];
        }
        if (Arrays.equals(count, shape.toLongs()) && Arrays.stream(by).allMatch(step -> step == 1)) {
            return Optional.of(List.of(data));
        }
        return Optional.of(List.of(expansion.emit(
                "Slice",
                Attributes.NONE,
                data,
                expansion.integers(from),
                expansion.integers(ends(from, count, by)),
                expansion.integers(LongStream.range(0, shape.rank()).toArray()),
                expansion.integers(by))));
    }

    /** An end that is one step behind the last element; beyond the first one backwards, the smallest number there is. */
    private static long[] ends(long[] from, long[] count, long[] by) {
        long[] ends = new long[from.length];
        for (int i = 0; i < ends.length; i++) {
            long end = from[i] + count[i] * by[i];
            ends[i] = end < 0 ? Long.MIN_VALUE : end;
        }
        return ends;
    }

    private static boolean isCanonical(Expansion expansion, Shape shape) {
        if (expansion.inputCount() != 5 || !expansion.has(3) || !expansion.has(4)) {
            return false;
        }
        long[] axes = expansion.input(3).known("the axes of Slice").toLongs();
        long[] from = expansion.input(1).known("the starts of Slice").toLongs();
        long[] ends = expansion.input(2).known("the ends of Slice").toLongs();
        long[] by = expansion.input(4).known("the steps of Slice").toLongs();
        if (!Arrays.equals(axes, LongStream.range(0, shape.rank()).toArray())
                || from.length != axes.length
                || ends.length != axes.length
                || by.length != axes.length) {
            return false;
        }
        long[] count = new long[axes.length];
        for (int i = 0; i < count.length; i++) {
            Range range = Range.of(from[i], ends[i], by[i], shape.dimension(i));
            count[i] = range.count();
            if (range.start() != from[i]) {
                return false;
            }
        }
        return Arrays.equals(ends, ends(from, count, by))
                && !(Arrays.equals(count, shape.toLongs()) && Arrays.stream(by).allMatch(step -> step == 1));
    }

    /** Where a slice along one axis starts, and how many elements it has; numbers outside are moved to the ends, as ONNX says. */
    private record Range(long start, long count) {
        static Range of(long start, long end, long step, long size) {
            if (step == 0 || step == Long.MIN_VALUE) {
                throw RefusedException.malformed("a step of Slice is " + step);
            }
            boolean forwards = step > 0;
            long first = Math.clamp(start < 0 ? start + size : start, forwards ? 0 : -1, forwards ? size : size - 1);
            long last = Math.clamp(end < 0 ? end + size : end, forwards ? 0 : -1, forwards ? size : size - 1);
            if (end == Long.MIN_VALUE) {
                last = forwards ? 0 : -1;
            }
            long length = forwards ? last - first : first - last;
            return new Range(first, length <= 0 ? 0 : Math.ceilDiv(length, Math.abs(step)));
        }
    }

    @Override
    public List<TensorType> infer(Inference in) {
        in.requireInputs(5, 5);
        return List.of(in.type(0).shaped(result(in.shape(0), in.constant(1), in.constant(2), in.constant(4))));
    }

    private static Shape result(Shape input, Tensor starts, Tensor ends, Tensor steps) {
        long[] count = new long[input.rank()];
        for (int i = 0; i < count.length; i++) {
            count[i] = Range.of(starts.integer(i), ends.integer(i), steps.integer(i), input.dimension(i))
                    .count();
        }
        return Shape.of(count);
    }

    @Override
    public void compute(Call call) {
        Shape input = call.input(0).shape();
        int[] strides = input.strides();
        int offset = 0;
        for (int i = 0; i < strides.length; i++) {
            offset += (int) call.input(1).integer(i) * strides[i];
            strides[i] *= (int) call.input(4).integer(i);
        }
        Shape output = call.output(0).shape();
        StridedCopy.copy(
                call.input(0).array(),
                offset,
                strides,
                call.output(0).array(),
                0,
                output.strides(),
                output.dimensions());
    }

    @Override
    public TileRule tileRule() {
        return (MovedElement) (signature, inputs, element) -> {
            int[] strides = signature.input(0).shape().strides();
            int[] place = Places.of(signature.output(0).shape(), element);
            long source = 0;
            for (int i = 0; i < place.length; i++) {
                long along = signature.constant(1).integer(i)
                        + place[i] * signature.constant(4).integer(i);
                source += along * strides[i];
            }
            return inputs.element(signature, 0, source);
        };
    }

    /** Zeros, with the upstream gradient where the elements came from: axis by axis, from the last to the first. */
    @Override
    public List<Value> gradient(Gradient gradient) {
        Shape shape = gradient.input(0).shape();
        long[] from = gradient.input(1).known("the starts of Slice").toLongs();
        long[] by = gradient.input(4).known("the steps of Slice").toLongs();
        Value spread = gradient.upstream(0);
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            Shape now = spread.shape();
            if (by[axis] == 1 && now.dimension(axis) == shape.dimension(axis)) {
                continue;
            }
            spread = by[axis] == 1
                    ? padded(gradient, spread, axis, from[axis], shape.dimension(axis))
                    : scattered(gradient, spread, axis, from[axis], by[axis], shape.dimension(axis));
        }
        return List.of(spread, Value.ABSENT, Value.ABSENT, Value.ABSENT, Value.ABSENT);
    }

    private static Value padded(Gradient gradient, Value value, int axis, long before, int size) {
        int rank = value.shape().rank();
        long[] pads = new long[2 * rank];
        pads[axis] = before;
        pads[rank + axis] = size - before - value.shape().dimension(axis);
        return gradient.emit("Pad", value, gradient.integers(pads), gradient.scalarLike(value, 0));
    }

    private static Value scattered(Gradient gradient, Value value, int axis, long from, long by, int size) {
        Shape shape = value.shape();
        long[] places = new long[shape.dimension(axis)];
        for (int i = 0; i < places.length; i++) {
            places[i] = from + i * by;
        }
        long[] along = new long[shape.rank()];
        Arrays.fill(along, 1);
        along[axis] = places.length;
        Value column = gradient.reshape(gradient.integers(places), Shape.of(along));
        Value indices = gradient.emit("Expand", column, gradient.integers(shape.toLongs()));
        Value zeros = Fill.like(gradient, value, 0, shape.with(axis, size));
        return gradient.emit("ScatterElements", Attributes.NONE.with("axis", axis), zeros, indices, value);
    }
}
