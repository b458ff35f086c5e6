package network.millrace.proof.operators;

import network.millrace.proof.graph.Attributes;
import network.millrace.proof.kernels.Transcendental;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;

/** Cosines and sines of parts of a whole turn, as constants: exact at quarter turns, because these are taken off in whole numbers. */
final class Turns {
    private static final double QUARTER = 0x1.921fb54442d18p0;

    private Turns() {}

    /** The cosine of k turns divided by n. */
    static double cosine(long k, long n) {
        return sine(k, n, 1);
    }

    /** The sine of k turns divided by n. */
    static double sine(long k, long n) {
        return sine(k, n, 0);
    }

    private static double sine(long k, long n, int quarters) {
        long fourfold = 4 * Math.floorMod(k, n);
        double angle = QUARTER * (fourfold % n) / n;
        return Transcendental.sine(angle, (int) (fourfold / n) + quarters);
    }

    /** Numbers as a constant of a floating type, rounded to it; of 16 bits by way of float32. */
    static Value constant(Emitter e, DataType type, Shape shape, double[] numbers) {
        if (type == DataType.FLOAT64) {
            return e.constant(Tensor.of(shape, numbers));
        }
        Tensor floats = Tensor.allocate(DataType.FLOAT32, shape);
        for (int i = 0; i < numbers.length; i++) {
            floats.floats()[i] = (float) numbers[i];
        }
        Value value = e.constant(floats);
        return type == DataType.FLOAT32 ? value : e.emit("Cast", Attributes.NONE.with("to", type.code()), value);
    }
}
