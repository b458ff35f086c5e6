package network.millrace.proof.operators;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.TensorType;

/**
 * Which elements of an input are reduced to which element of the output. The reduced elements of one output are numbered
 * row-major over the reduced axes, in the order of the axes, whatever order the axes were given in.
 *
 * <p>The canonical form of every reduction names its axes in a constant second input, each from 0 and ascending, and
 * keeps reduced dimensions as 1 or drops them as {@code keepdims} says.
 */
final class Reduction {
    private final Shape output;
    private final Shape kept;
    private final int[] keptStrides;
    private final Shape reduced;
    private final int[] reducedStrides;
    private final int stride;

    private Reduction(Shape output, Shape kept, int[] keptStrides, Shape reduced, int[] reducedStrides) {
        this.output = output;
        this.kept = kept;
        this.keptStrides = keptStrides;
        this.reduced = reduced;
        this.reducedStrides = reducedStrides;
        this.stride = stride(reduced, reducedStrides);
    }

    /** Axes that are reduced along. */
    static Reduction of(Shape input, int[] axes, boolean keepDimensions) {
        boolean[] isReduced = new boolean[input.rank()];
        for (int axis : axes) {
            isReduced[axis] = true;
        }
        int[] strides = input.strides();
        int[] keptAxes = IntStream.range(0, input.rank())
                .filter(axis -> !isReduced[axis])
                .toArray();
        int[] reducedAxes =
                IntStream.range(0, input.rank()).filter(axis -> isReduced[axis]).toArray();
        Shape kept = Shape.of(IntStream.of(keptAxes).map(input::dimension).toArray());
        Shape output = keepDimensions
                ? Shape.of(IntStream.range(0, input.rank())
                        .map(axis -> isReduced[axis] ? 1 : input.dimension(axis))
                        .toArray())
                : kept;
        return new Reduction(
                output,
                kept,
                IntStream.of(keptAxes).map(axis -> strides[axis]).toArray(),
                Shape.of(IntStream.of(reducedAxes).map(input::dimension).toArray()),
                IntStream.of(reducedAxes).map(axis -> strides[axis]).toArray());
    }

    /** The reduction of an operation in canonical form, whose axes can be told from the shapes of input and output. */
    static Reduction of(Attributes attributes, Shape input, long[] axes) {
        return of(input, Arrays.stream(axes).mapToInt(input::axis).toArray(), attributes.flag("keepdims", true));
    }

    static List<TensorType> infer(Inference in) {
        in.requireInputs(1, 2);
        long[] axes = in.has(1) ? in.constant(1).toLongs() : new long[0];
        return List.of(in.type(0).shaped(of(in.attributes(), in.shape(0), axes).output()));
    }

    /** Emits the canonical form: axes named, from 0, ascending. */
    static Optional<List<Value>> rewrite(String name, Expansion expansion) {
        Value data = expansion.input(0);
        boolean named = expansion.inputCount() > 1 && expansion.has(1);
        long[] given = named ? expansion.input(1).known("the axes of " + name).toLongs() : new long[0];
        boolean none = given.length == 0;
        if (none && expansion.attributes().flag("noop_with_empty_axes", false)) {
            return Optional.of(List.of(data));
        }
        Shape shape = data.type().shape();
        long[] axes = none
                ? java.util.stream.LongStream.range(0, shape.rank()).toArray()
                : Arrays.stream(given).map(shape::axis).sorted().distinct().toArray();
        Attributes canonical =
                Attributes.NONE.with("keepdims", expansion.attributes().flag("keepdims", true) ? 1 : 0);
        if (Arrays.equals(axes, given) && named && canonical.equals(expansion.attributes())) {
            return Optional.empty();
        }
        if (axes.length == 0) {
            return Optional.of(List.of(data));
        }
        return Optional.of(List.of(expansion.emit(name, canonical, data, expansion.integers(axes))));
    }

    /** The shape of the result. */
    Shape output() {
        return output;
    }

    /** How many elements become one. */
    int count() {
        return reduced.arraySize();
    }

    /** The flat index of the first of the elements that are reduced to output element {@code o}. */
    int base(long o) {
        return Places.dot(Places.of(kept, o), keptStrides);
    }

    /** How far element {@code j} of the reduced ones lies behind the first. */
    int offset(long j) {
        return stride != 0 ? (int) (j * stride) : Places.dot(Places.of(reduced, j), reducedStrides);
    }

    /** The offsets of all reduced elements, for where they are needed again and again and there is no {@link #stride}. */
    int[] offsets() {
        int[] offsets = new int[count()];
        Arrays.setAll(offsets, this::offset);
        return offsets;
    }

    /** The distance between reduced elements when it is always the same, as for one axis or neighbouring ones; or 0. */
    int stride() {
        return stride;
    }

    private static int stride(Shape reduced, int[] strides) {
        int stride = 0;
        long expected = 0;
        for (int i = reduced.rank() - 1; i >= 0; i--) {
            if (reduced.dimension(i) == 1) {
                continue;
            }
            if (stride == 0) {
                stride = strides[i];
            } else if (strides[i] != expected) {
                return 0;
            }
            expected = (long) strides[i] * reduced.dimension(i);
        }
        return stride == 0 ? 1 : stride;
    }

    /** Whether so many neighbouring outputs, from any multiple of the number on, start at neighbouring elements. */
    boolean isContiguousFor(int together) {
        int size = 1;
        for (int i = kept.rank() - 1; i >= 0 && size < together; i--) {
            if (kept.dimension(i) != 1 && keptStrides[i] != size) {
                return false;
            }
            size *= kept.dimension(i);
        }
        return size % together == 0;
    }
}
