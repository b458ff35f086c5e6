package network.millrace.proof.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import network.millrace.proof.kernels.Kernels.Arithmetic;

/**
 * Operations that IEEE 754 defines, on many numbers. The compiler does not make vectors of the scalar loops, because it cannot know
 * that the arrays do not overlap; each operation has a loop of its own for the reason that {@link VectorKernels#apply} has.
 */
final class VectorArithmetic {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int WIDTH = SPECIES.length();

    private VectorArithmetic() {}

    /** Combines as many as fill whole vectors, and returns how many these are. */
    static int combine(Arithmetic operation, float[] a, int i, float[] b, int j, float[] out, int o, int count) {
        int whole = count - count % WIDTH;
        switch (operation) {
            case ADD -> add(a, i, b, j, out, o, whole);
            case SUBTRACT -> subtract(a, i, b, j, out, o, whole);
            case MULTIPLY -> multiply(a, i, b, j, out, o, whole);
            case DIVIDE -> divide(a, i, b, j, out, o, whole);
            case MAXIMUM -> maximum(a, i, b, j, out, o, whole);
            case MINIMUM -> minimum(a, i, b, j, out, o, whole);
        }
        return whole;
    }

    private static void add(float[] a, int i, float[] b, int j, float[] out, int o, int whole) {
        for (int n = 0; n < whole; n += WIDTH) {
            FloatVector left = FloatVector.fromArray(SPECIES, a, i + n);
            left.add(FloatVector.fromArray(SPECIES, b, j + n)).intoArray(out, o + n);
        }
    }

    private static void subtract(float[] a, int i, float[] b, int j, float[] out, int o, int whole) {
        for (int n = 0; n < whole; n += WIDTH) {
            FloatVector left = FloatVector.fromArray(SPECIES, a, i + n);
            left.sub(FloatVector.fromArray(SPECIES, b, j + n)).intoArray(out, o + n);
        }
    }

    private static void multiply(float[] a, int i, float[] b, int j, float[] out, int o, int whole) {
        for (int n = 0; n < whole; n += WIDTH) {
            FloatVector left = FloatVector.fromArray(SPECIES, a, i + n);
            left.mul(FloatVector.fromArray(SPECIES, b, j + n)).intoArray(out, o + n);
        }
    }

    private static void divide(float[] a, int i, float[] b, int j, float[] out, int o, int whole) {
        for (int n = 0; n < whole; n += WIDTH) {
            FloatVector left = FloatVector.fromArray(SPECIES, a, i + n);
            left.div(FloatVector.fromArray(SPECIES, b, j + n)).intoArray(out, o + n);
        }
    }

    private static void maximum(float[] a, int i, float[] b, int j, float[] out, int o, int whole) {
        for (int n = 0; n < whole; n += WIDTH) {
            FloatVector left = FloatVector.fromArray(SPECIES, a, i + n);
            left.max(FloatVector.fromArray(SPECIES, b, j + n)).intoArray(out, o + n);
        }
    }

    private static void minimum(float[] a, int i, float[] b, int j, float[] out, int o, int whole) {
        for (int n = 0; n < whole; n += WIDTH) {
            FloatVector left = FloatVector.fromArray(SPECIES, a, i + n);
            left.min(FloatVector.fromArray(SPECIES, b, j + n)).intoArray(out, o + n);
        }
    }

    static int squareRoots(float[] in, int from, float[] out, int to, int count) {
        int whole = count - count % WIDTH;
        for (int n = 0; n < whole; n += WIDTH) {
            FloatVector.fromArray(SPECIES, in, from + n).sqrt().intoArray(out, to + n);
        }
        return whole;
    }

    static int rectify(float[] in, int from, float[] out, int to, int count) {
        int whole = count - count % WIDTH;
        FloatVector zero = FloatVector.zero(SPECIES);
        for (int n = 0; n < whole; n += WIDTH) {
            FloatVector.fromArray(SPECIES, in, from + n).max(zero).intoArray(out, to + n);
        }
        return whole;
    }
}
