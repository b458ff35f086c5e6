package network.millrace.proof.kernels;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;
import network.millrace.proof.kernels.MatrixProduct.Matrix;
import network.millrace.proof.kernels.MatrixProduct.RightSide;

/** The kernels over the Vector API. Loaded only when its module is there. */
final class VectorKernels implements Kernels {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int WIDTH = SPECIES.length();

    /** The elements with even numbers of two neighbouring vectors. */
    private static final VectorShuffle<Float> EVERY_OTHER = VectorShuffle.fromOp(SPECIES, i -> 2 * i);

    private final ScalarKernels scalar = new ScalarKernels();
    private final Scratch scratch = new Scratch();
    private final Kept kept = new Kept();

    @Override
    public void keep(float[] fixed) {
        kept.allow(fixed);
    }

    @Override
    public void release() {
        kept.clear();
        scratch.clear();
    }

    @Override
    public void multiply(MatrixProduct product, Workers workers) {
        boolean packs = product.rows() >= VectorTile.REST || !isOfRows(product.b());
        if (packs) {
            VectorProduct.compute(product, scratch, kept, workers);
        } else {
            scalar.multiply(product, workers);
        }
    }

    /** Whether rows can be read as they are; then a product of very few rows is not worth packing them. */
    private static boolean isOfRows(RightSide side) {
        return switch (side) {
            case Matrix matrix -> matrix.columnStride == 1;
            case Patches patches -> true;
        };
    }

    /** Each function has a loop of its own: one loop over a lambda would be compiled for all of them, and box its vectors. */
    @Override
    public void apply(Function function, float[] in, int inOffset, float[] out, int outOffset, int count) {
        int whole = count - count % WIDTH;
        int difference = outOffset - inOffset;
        int end = inOffset + whole;
        switch (function) {
            case EXP -> {
                for (int i = inOffset; i < end; i += WIDTH) {
                    VectorElementary.exp(FloatVector.fromArray(SPECIES, in, i)).intoArray(out, i + difference);
                }
            }
            case LOG -> {
                for (int i = inOffset; i < end; i += WIDTH) {
                    VectorElementary.log(FloatVector.fromArray(SPECIES, in, i)).intoArray(out, i + difference);
                }
            }
            case TANH -> {
                for (int i = inOffset; i < end; i += WIDTH) {
                    VectorElementary.tanh(FloatVector.fromArray(SPECIES, in, i)).intoArray(out, i + difference);
                }
            }
            case SIGMOID -> {
                for (int i = inOffset; i < end; i += WIDTH) {
                    VectorElementary.sigmoid(FloatVector.fromArray(SPECIES, in, i))
                            .intoArray(out, i + difference);
                }
            }
            case ERF -> {
                for (int i = inOffset; i < end; i += WIDTH) {
                    VectorElementary.erf(FloatVector.fromArray(SPECIES, in, i)).intoArray(out, i + difference);
                }
            }
            case SIN, COS, TAN, ASIN, ACOS, ATAN, SINH, COSH, ASINH, ACOSH, ATANH, LOG1P, EXPM1 -> whole = 0;
        }
        scalar.apply(function, in, inOffset + whole, out, outOffset + whole, count - whole);
    }

    @Override
    public void combine(Arithmetic operation, float[] a, int i, float[] b, int j, float[] out, int o, int count) {
        int done = VectorArithmetic.combine(operation, a, i, b, j, out, o, count);
        scalar.combine(operation, a, i + done, b, j + done, out, o + done, count - done);
    }

    @Override
    public void squareRoots(float[] in, int from, float[] out, int to, int count) {
        int done = VectorArithmetic.squareRoots(in, from, out, to, count);
        scalar.squareRoots(in, from + done, out, to + done, count - done);
    }

    @Override
    public void rectify(float[] in, int from, float[] out, int to, int count) {
        int done = VectorArithmetic.rectify(in, from, out, to, count);
        scalar.rectify(in, from + done, out, to + done, count - done);
    }

    @Override
    public float sum(float[] array, int offset, int stride, int count) {
        if (stride != 1 || count < LANES || WIDTH > LANES) {
            return scalar.sum(array, offset, stride, count);
        }
        float[] lanes = new float[LANES];
        int whole = count - count % LANES;
        // Lanes in as many vectors as they need; each goes over the array by itself, so that the code fits every width.
        for (int lane = 0; lane < LANES; lane += WIDTH) {
            FloatVector sum = FloatVector.zero(SPECIES);
            for (int j = lane; j < whole; j += LANES) {
                sum = sum.add(FloatVector.fromArray(SPECIES, array, offset + j));
            }
            sum.intoArray(lanes, lane);
        }
        for (int j = whole; j < count; j++) {
            lanes[j - whole] += array[offset + j];
        }
        return ScalarKernels.addLanes(lanes);
    }

    @Override
    public void sumRows(float[] array, int offset, int rowStride, int rows, int columns, float[] out, int outOffset) {
        float[] lanes = new float[LANES * WIDTH];
        int whole = columns - columns % WIDTH;
        for (int column = 0; column < whole; column += WIDTH) {
            Arrays.fill(lanes, 0f);
            for (int row = 0; row < rows; row++) {
                int lane = row % LANES * WIDTH;
                FloatVector.fromArray(SPECIES, lanes, lane)
                        .add(FloatVector.fromArray(SPECIES, array, offset + row * rowStride + column))
                        .intoArray(lanes, lane);
            }
            for (int half = LANES / 2; half > 0; half /= 2) {
                for (int lane = 0; lane < half; lane++) {
                    FloatVector.fromArray(SPECIES, lanes, lane * WIDTH)
                            .add(FloatVector.fromArray(SPECIES, lanes, (lane + half) * WIDTH))
                            .intoArray(lanes, lane * WIDTH);
                }
            }
            System.arraycopy(lanes, 0, out, outOffset + column, WIDTH);
        }
        scalar.sumRows(array, offset + whole, rowStride, rows, columns - whole, out, outOffset + whole);
    }

    @Override
    public float max(float[] array, int offset, int count) {
        int whole = count - count % WIDTH;
        float largest = Float.NEGATIVE_INFINITY;
        if (whole > 0) {
            FloatVector lanes = FloatVector.fromArray(SPECIES, array, offset);
            for (int j = WIDTH; j < whole; j += WIDTH) {
                lanes = lanes.max(FloatVector.fromArray(SPECIES, array, offset + j));
            }
            for (float lane : lanes.toArray()) {
                largest = Math.max(largest, lane);
            }
        }
        return Math.max(largest, scalar.max(array, offset + whole, count - whole));
    }

    /** Neighbours, and every other element, which is what pooling mostly reads; the rest one by one. */
    @Override
    public void replaceByLarger(float[] best, int at, float[] from, int source, int step, int count) {
        int done = 0;
        if (step == 1) {
            for (; done + WIDTH <= count; done += WIDTH) {
                replaceByLarger(best, at + done, FloatVector.fromArray(SPECIES, from, source + done));
            }
        } else if (step == 2) {
            for (; done + WIDTH <= count && source + 2 * (done + WIDTH) <= from.length; done += WIDTH) {
                FloatVector low = FloatVector.fromArray(SPECIES, from, source + 2 * done);
                FloatVector high = FloatVector.fromArray(SPECIES, from, source + 2 * done + WIDTH);
                replaceByLarger(best, at + done, low.rearrange(EVERY_OTHER, high));
            }
        }
        scalar.replaceByLarger(best, at + done, from, source + done * step, step, count - done);
    }

    private static void replaceByLarger(float[] best, int at, FloatVector elements) {
        FloatVector old = FloatVector.fromArray(SPECIES, best, at);
        VectorMask<Float> larger = elements.compare(VectorOperators.GT, old);
        VectorMask<Float> first = elements.test(VectorOperators.IS_NAN).andNot(old.test(VectorOperators.IS_NAN));
        old.blend(elements, larger.or(first)).intoArray(best, at);
    }
}
