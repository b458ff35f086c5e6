package network.millrace.proof.operators;

import java.util.function.LongUnaryOperator;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.kernels.Transcendental;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;

/** Window functions and the mel filter bank: constants, computed in float64 while the program is made. */
final class Signals {
    private static final int SIZE_MAX = 1 << 24;

    private Signals() {}

    /** A number of a window by its place and the length of a period. */
    @FunctionalInterface
    private interface Taper {
        double at(long n, long period);
    }

    static Value hann(Expansion e) {
        return window(e, (n, period) -> 0.5 - 0.5 * Turns.cosine(n, period));
    }

    static Value hamming(Expansion e) {
        double alpha = 25.0 / 46.0;
        return window(e, (n, period) -> alpha - (1 - alpha) * Turns.cosine(n, period));
    }

    static Value blackman(Expansion e) {
        return window(e, (n, period) -> 0.42 - 0.5 * Turns.cosine(n, period) + 0.08 * Turns.cosine(2 * n, period));
    }

    private static Value window(Expansion e, Taper taper) {
        long size = e.input(0).known("the size of a window").integer(0);
        int count = size(size);
        long period = Math.max(1, e.attributes().flag("periodic", true) ? size : size - 1);
        double[] numbers = new double[count];
        for (int n = 0; n < count; n++) {
            numbers[n] = taper.at(n, period);
        }
        return typed(e, Shape.of(count), numbers);
    }

    private static int size(long size) {
        if (size < 0) {
            throw RefusedException.malformed("a size must be 0 or more; it is " + size);
        }
        if (size > SIZE_MAX) {
            throw RefusedException.overLimit("size of a constant", size, SIZE_MAX);
        }
        return (int) size;
    }

    private static Value typed(Expansion e, Shape shape, double[] numbers) {
        DataType type = DataType.of((int) e.attributes().integer("output_datatype", DataType.FLOAT32.code()));
        return type.isFloating()
                ? Turns.constant(e, type, shape, numbers)
                : e.emit(
                        "Cast",
                        Attributes.NONE.with("to", type.code()),
                        Turns.constant(e, DataType.FLOAT64, shape, numbers));
    }

    private static double number(Expansion e, int input) {
        return e.input(input).known("what describes MelWeightMatrix").real(0);
    }

    private static double mel(double hertz) {
        return 2595 * Transcendental.log(1 + hertz / 700) / Transcendental.log(10);
    }

    /** Triangles over the bins of a spectrum, evenly spaced by the mel scale. */
    static Value melWeights(Expansion e) {
        int bands = size((long) number(e, 0));
        long length = (long) number(e, 1);
        int bins = size(length / 2 + 1);
        double low = mel(number(e, 3));
        double step = (mel(number(e, 4)) - low) / (bands + 2);
        double rate = number(e, 2);
        LongUnaryOperator corner = i -> {
            double hertz = 700 * (Transcendental.exp((i * step + low) / 2595 * Transcendental.log(10)) - 1);
            return (long) Math.floor((length + 1) * hertz / rate);
        };
        size((long) bins * bands);
        double[] weights = new double[bins * bands];
        for (int band = 0; band < bands; band++) {
            long left = corner.applyAsLong(band);
            long centre = corner.applyAsLong(band + 1);
            long right = corner.applyAsLong(band + 2);
            for (int bin = 0; bin < bins; bin++) {
                double weight = 0;
                if (bin == centre) {
                    weight = 1;
                } else if (bin >= left && bin < centre) {
                    weight = (double) (bin - left) / (centre - left);
                } else if (bin > centre && bin < right) {
                    weight = (double) (right - bin) / (right - centre);
                }
                weights[bin * bands + band] = weight;
            }
        }
        return typed(e, Shape.of(bins, bands), weights);
    }
}
