package network.millrace.proof.operators;

import java.util.Arrays;
import java.util.stream.LongStream;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;

/**
 * The discrete Fourier transform as one matrix product: a signal's real and imaginary parts, one after another, times a constant matrix
 * of cosines and sines. That is slower than a fast transform and has one fixed order, a tile rule and a gradient.
 */
final class Fourier {
    /** A transform's matrix has four times its square elements. */
    private static final int LENGTH_MAX = 2048;

    private static final int INDICES_MAX = 1 << 24;

    private Fourier() {}

    /** Opset 17: the axis is an attribute. */
    static Value old(Expansion e) {
        return transform(e, e.input(0), e.attributes().integer("axis", 1), given(e));
    }

    static Value dft(Expansion e) {
        long axis = e.has(2) ? e.input(2).known("the axis of DFT").integer(0) : -2;
        return transform(e, e.input(0), axis, given(e));
    }

    /** The length that is asked for, or 0. */
    private static long given(Expansion e) {
        return e.has(1) ? e.input(1).known("the length of DFT").integer(0) : 0;
    }

    private static Value transform(Expansion e, Value x, long axis, long given) {
        boolean inverse = e.attributes().flag("inverse", false);
        boolean half = e.attributes().flag("onesided", false);
        int along = x.shape().axis(axis);
        if (along == x.shape().rank() - 1) {
            throw RefusedException.malformed("DFT along the last axis, which holds real and imaginary parts");
        }
        long usual = x.shape().dimension(along);
        long length = given > 0 ? given : inverse && half ? 2 * (usual - 1) : usual;
        Transform transform = new Transform(checked(length), inverse, half);
        long[] order = LongStream.range(0, x.shape().rank()).toArray();
        order[along] = x.shape().rank() - 2L;
        order[x.shape().rank() - 2] = along;
        return exchanged(e, apply(e, exchanged(e, x, order), transform), order);
    }

    private static int checked(long length) {
        if (length < 1) {
            throw RefusedException.malformed("the length of a Fourier transform must be 1 or more; it is " + length);
        }
        if (length > LENGTH_MAX) {
            throw RefusedException.overLimit("length of a Fourier transform", length, LENGTH_MAX);
        }
        return (int) length;
    }

    private static Value exchanged(Expansion e, Value value, long[] order) {
        boolean same = order[order.length - 2] == order.length - 2;
        return same ? value : e.emit("Transpose", Attributes.NONE.with("perm", order), value);
    }

    /** Along the axis before the last; a signal that is too long is cut, one that is too short is followed by zeros. */
    private static Value apply(Expansion e, Value x, Transform transform) {
        Shape shape = x.shape();
        int rank = shape.rank();
        int parts = shape.dimension(-1);
        if (parts != 1 && parts != 2) {
            throw RefusedException.malformed(
                    "a Fourier transform takes real and imaginary parts in a last axis of 1 or 2, not " + parts);
        }
        int taken = Math.min(shape.dimension(-2), transform.inputs());
        Value cut = taken == shape.dimension(-2)
                ? x
                : e.emit("Slice", x, e.integers(0), e.integers(taken), e.integers(rank - 2L));
        int[] rows = Arrays.copyOf(shape.dimensions(), rank - 1);
        rows[rank - 2] = taken * parts;
        Value signal = e.reshape(cut, Shape.of(rows));
        int columns = transform.outputs() * transform.outputParts();
        Value matrix =
                Turns.constant(e, x.type().type(), Shape.of(taken * parts, columns), transform.matrix(taken, parts));
        Value product = e.emit("MatMul", signal, matrix);
        int[] result = shape.dimensions();
        result[rank - 2] = transform.outputs();
        result[rank - 1] = transform.outputParts();
        Value spectrum = e.reshape(product, Shape.of(result));
        return transform.inverse() ? e.emit("Div", spectrum, e.scalarLike(spectrum, transform.length())) : spectrum;
    }

    /** Frames of a signal, each times a window, transformed. */
    static Value stft(Expansion e) {
        Value signal = e.input(0);
        if (signal.shape().rank() == 2) {
            signal = e.reshape(
                    signal, Shape.of(signal.shape().dimension(0), signal.shape().dimension(1), 1));
        }
        if (signal.shape().rank() != 3) {
            throw RefusedException.malformed(
                    "STFT takes signals of shape [batch, length, 1 or 2], not " + signal.shape());
        }
        long step = e.input(1).known("the step of STFT").integer(0);
        boolean windowed = e.has(2);
        int length = checked(
                e.has(3)
                        ? e.input(3).known("the frame length of STFT").integer(0)
                        : windowed ? e.input(2).shape().size() : signal.shape().dimension(1));
        if (step < 1
                || length > signal.shape().dimension(1)
                || (windowed && e.input(2).shape().size() != length)) {
            throw RefusedException.malformed("frames of " + length + " with a step of " + step
                    + (windowed ? " and a window of " + e.input(2).shape() : "") + " do not fit a signal of shape "
                    + signal.shape());
        }
        long frames = (signal.shape().dimension(1) - length) / step + 1;
        if (frames * length > INDICES_MAX) {
            throw RefusedException.overLimit("elements of the frames of STFT", frames * length, INDICES_MAX);
        }
        long[] places = new long[(int) frames * length];
        for (int i = 0; i < places.length; i++) {
            places[i] = i / length * step + i % length;
        }
        Value indices = e.constant(Tensor.of(Shape.of((int) frames, length), places));
        Value framed = e.emit("Gather", Attributes.NONE.with("axis", 1), signal, indices);
        if (windowed) {
            framed = e.emit("Mul", framed, e.reshape(e.input(2), Shape.of(length, 1)));
        }
        return apply(e, framed, new Transform(length, false, e.attributes().flag("onesided", true)));
    }

    /**
     * One transform.
     *
     * @param half forward, only the first half of the result, which determines the other if the signal is real; inverse, only that
     *     half is given and the result is real
     */
    private record Transform(int length, boolean inverse, boolean half) {
        int inputs() {
            return inverse && half ? length / 2 + 1 : length;
        }

        int outputs() {
            return half && !inverse ? length / 2 + 1 : length;
        }

        int outputParts() {
            return half && inverse ? 1 : 2;
        }

        /** What each part of each input adds to each part of each output. */
        double[] matrix(int taken, int parts) {
            int columns = outputs() * outputParts();
            double[] matrix = new double[taken * parts * columns];
            for (int j = 0; j < taken; j++) {
                for (int k = 0; k < outputs(); k++) {
                    double cosine = weight(j) * Turns.cosine((long) j * k, length);
                    double sine = weight(j) * Turns.sine((long) j * k, length) * (inverse ? 1 : -1);
                    int at = j * parts * columns + k * outputParts();
                    matrix[at] = cosine;
                    if (outputParts() == 2) {
                        matrix[at + 1] = sine;
                    }
                    if (parts == 2) {
                        matrix[at + columns] = -sine;
                    }
                    if (parts == 2 && outputParts() == 2) {
                        matrix[at + columns + 1] = cosine;
                    }
                }
            }
            return matrix;
        }

        /** An input of the given half stands for its mirror image too, unless it is its own. */
        private int weight(int input) {
            boolean alone = input == 0 || 2 * input == length;
            return inverse && half && !alone ? 2 : 1;
        }
    }
}
