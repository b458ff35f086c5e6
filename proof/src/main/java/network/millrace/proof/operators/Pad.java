package network.millrace.proof.operators;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.kernels.StridedCopy;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;

/**
 * More elements before and behind the data along its axes, or fewer where a number is negative. The canonical form names the numbers of
 * all axes, all begins before all ends, and the constant that fills; the other modes become Gathers along each axis.
 */
final class Pad implements Primitive, Differentiable {
    @Override
    public String name() {
        return "Pad";
    }

    @Override
    public Optional<List<Value>> rewrite(Expansion expansion) {
        Value data = expansion.input(0);
        String mode = expansion.attributes().text("mode", "constant");
        boolean canonical = expansion.inputCount() == 3
                && expansion.has(2)
                && expansion.attributes().equals(Attributes.NONE)
                && expansion.input(1).known("the pads of Pad").size()
                        == 2 * data.shape().rank();
        if (canonical) {
            return Optional.empty();
        }
        long[] pads = pads(expansion, data.shape());
        if (!mode.equals("constant")) {
            return Optional.of(List.of(gathered(expansion, data, pads, mode)));
        }
        boolean filled = expansion.inputCount() > 2 && expansion.has(2);
        Value filling = filled ? expansion.input(2) : expansion.scalarLike(data, 0);
        return Optional.of(List.of(
                expansion.emit(name(), data, expansion.integers(pads), expansion.reshape(filling, Shape.SCALAR))));
    }

    private static long[] pads(Expansion expansion, Shape shape) {
        long[] given = expansion.input(1).known("the pads of Pad").toLongs();
        long[] axes = expansion.inputCount() > 3 && expansion.has(3)
                ? expansion.input(3).known("the axes of Pad").toLongs()
                : LongStream.range(0, shape.rank()).toArray();
        if (given.length != 2 * axes.length) {
            throw RefusedException.malformed("Pad needs a begin and an end for each of " + axes.length
                    + " axes; it has " + given.length + " numbers");
        }
        long[] pads = new long[2 * shape.rank()];
        for (int i = 0; i < axes.length; i++) {
            int axis = shape.axis(axes[i]);
            pads[axis] = given[i];
            pads[shape.rank() + axis] = given[axes.length + i];
        }
        return pads;
    }

    private static Value gathered(Expansion expansion, Value data, long[] pads, String mode) {
        Value padded = data;
        Shape shape = data.shape();
        Shape result = result(shape, pads);
        for (int axis = 0; axis < shape.rank(); axis++) {
            if (pads[axis] != 0 || pads[shape.rank() + axis] != 0) {
                long[] sources = new long[result.dimension(axis)];
                for (int i = 0; i < sources.length; i++) {
                    sources[i] = source(mode, i - pads[axis], shape.dimension(axis));
                }
                padded = expansion.emit(
                        "Gather", Attributes.NONE.with("axis", axis), padded, expansion.integers(sources));
            }
        }
        return padded;
    }

    /** Which element stands at a place before, in or behind an axis. */
    private static long source(String mode, long place, int size) {
        if (size == 0) {
            throw RefusedException.malformed("an empty axis cannot be padded by mode " + mode);
        }
        return switch (mode) {
            case "edge" -> Math.clamp(place, 0L, size - 1L);
            case "wrap" -> Math.floorMod(place, (long) size);
            case "reflect" -> {
                long period = Math.max(1, 2L * (size - 1));
                long folded = Math.floorMod(place, period);
                yield folded < size ? folded : period - folded;
            }
            default -> throw RefusedException.malformed("Pad has no mode \"" + mode + "\"");
        };
    }

    private static Shape result(Shape shape, long[] pads) {
        long[] result = shape.toLongs();
        for (int axis = 0; axis < result.length; axis++) {
            long begin = pads[axis];
            long end = pads[result.length + axis];
            boolean absurd = Math.max(Math.abs(begin), Math.abs(end)) > Integer.MAX_VALUE || begin == Long.MIN_VALUE;
            if (absurd || result[axis] + Math.min(begin, 0) + Math.min(end, 0) < 0) {
                throw RefusedException.malformed(
                        "pads " + Arrays.toString(pads) + " do not fit data of shape " + shape);
            }
            result[axis] += begin + end;
        }
        return Shape.of(result);
    }

    @Override
    public List<TensorType> infer(Inference in) {
        in.requireInputs(3, 3);
        DataType type = in.sameElements(0, 2);
        if (in.shape(2).rank() != 0) {
            throw RefusedException.malformed("the constant of Pad must be a scalar; its shape is " + in.shape(2));
        }
        return List.of(new TensorType(type, result(in.shape(0), in.constant(1).toLongs())));
    }

    @Override
    public void compute(Call call) {
        Tensor data = call.input(0);
        Tensor output = call.output(0);
        long[] pads = call.input(1).toLongs();
        int rank = data.shape().rank();
        int[] none = new int[rank];
        StridedCopy.copy(
                call.input(2).array(),
                0,
                none,
                output.array(),
                0,
                output.shape().strides(),
                output.shape().dimensions());
        int[] box = new int[rank];
        int from = 0;
        int to = 0;
        for (int axis = 0; axis < rank; axis++) {
            int begin = (int) pads[axis];
            box[axis] = data.shape().dimension(axis) + Math.min(begin, 0) + (int) Math.min(pads[rank + axis], 0);
            from += Math.max(-begin, 0) * data.shape().strides()[axis];
            to += Math.max(begin, 0) * output.shape().strides()[axis];
        }
        StridedCopy.copy(
                data.array(),
                from,
                data.shape().strides(),
                output.array(),
                to,
                output.shape().strides(),
                box);
    }

    @Override
    public TileRule tileRule() {
        return (MovedElement) (signature, inputs, element) -> {
            Shape data = signature.input(0).shape();
            int[] place = Places.of(signature.output(0).shape(), element);
            for (int axis = 0; axis < place.length; axis++) {
                place[axis] -= (int) signature.constant(1).integer(axis);
                if (place[axis] < 0 || place[axis] >= data.dimension(axis)) {
                    return inputs.element(signature, 2, 0);
                }
            }
            return inputs.element(signature, 0, Places.dot(place, data.strides()));
        };
    }

    /** The same the other way round: what was added is cut off, what was cut off gets 0. */
    @Override
    public List<Value> gradient(Gradient gradient) {
        long[] pads = gradient.input(1).known("the pads of Pad").toLongs();
        long[] back = Arrays.stream(pads).map(pad -> -pad).toArray();
        Value upstream = gradient.upstream(0);
        Value byData = gradient.emit("Pad", upstream, gradient.integers(back), gradient.scalarLike(upstream, 0));
        Value all = gradient.emit("ReduceSum", Attributes.NONE.with("keepdims", 0), upstream);
        Value inside = gradient.emit("ReduceSum", Attributes.NONE.with("keepdims", 0), byData);
        return List.of(byData, Value.ABSENT, gradient.emit("Sub", all, inside));
    }
}
