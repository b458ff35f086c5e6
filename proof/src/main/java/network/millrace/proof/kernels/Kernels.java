package network.millrace.proof.kernels;

/**
 * The loops that decide how fast a program runs. All implementations give the same bits; the scalar one is the
 * definition, and every other is tested against it.
 */
public interface Kernels {
    /** Elementary functions that have a kernel of their own. */
    enum Function {
        EXP,
        LOG,
        TANH,
        SIGMOID,
        ERF,
        SIN,
        COS,
        TAN,
        ASIN,
        ACOS,
        ATAN,
        SINH,
        COSH,
        ASINH,
        ACOSH,
        ATANH,
        LOG1P,
        EXPM1
    }

    /** What is done with two numbers; each result is rounded once. Maximum and minimum: a NaN wins, +0 is larger than -0. */
    enum Arithmetic {
        ADD,
        SUBTRACT,
        MULTIPLY,
        DIVIDE,
        MAXIMUM,
        MINIMUM
    }

    /** How many partial sums a reduction keeps; part of the specification. */
    int LANES = 32;

    /** The fastest of this machine: with the Vector API when the JVM was started with its module. */
    static Kernels best() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
                ? new VectorKernels()
                : new ScalarKernels();
    }

    /** Plain Java, for JVMs without the Vector API and as the definition. */
    static Kernels scalar() {
        return new ScalarKernels();
    }

    /**
     * Says that an array will not change any more. Where it is the left side of a product, what is packed of it may be kept for
     * the next one, which takes about as much memory as the array.
     */
    void keep(float[] fixed);

    /** Gives up all memory that is kept for the next product. Not while one is computed. */
    void release();

    /** Computes a matrix product in its fixed order, several parts of C at the same time. */
    void multiply(MatrixProduct product, Workers workers);

    /** Applies a function to {@code count} numbers; the arrays may be the same. */
    void apply(Function function, float[] in, int inOffset, float[] out, int outOffset, int count);

    /** Combines {@code count} pairs of numbers; {@code out} may be {@code a} or {@code b}, at the same place. */
    void combine(Arithmetic operation, float[] a, int i, float[] b, int j, float[] out, int o, int count);

    /** The square roots of {@code count} numbers; the arrays may be the same. */
    void squareRoots(float[] in, int from, float[] out, int to, int count);

    /** The larger of each number and +0, a NaN for a NaN; the arrays may be the same. */
    void rectify(float[] in, int from, float[] out, int to, int count);

    /**
     * The sum of numbers that lie a stride apart. Number j goes to lane j mod 32, ascending, each lane starting at +0; the
     * lanes are then added in halves: lane i takes lane i + 16, then i + 8, 4, 2, 1.
     */
    float sum(float[] array, int offset, int stride, int count);

    /**
     * The sums of the columns of a matrix, each as {@link #sum} of its elements from top to bottom.
     *
     * @param rowStride how far apart rows are; the elements of a row are neighbours
     */
    void sumRows(float[] array, int offset, int rowStride, int rows, int columns, float[] out, int outOffset);

    /** The largest of numbers that are neighbours: a NaN wins, +0 is larger than -0, of none it is -infinity. */
    float max(float[] array, int offset, int count);

    /**
     * Replaces each number by one that is a step further along than the one before it, where that is larger: -0 equals +0, and
     * a NaN is larger than every number.
     *
     * @param from where the others stand, the first at {@code source}
     */
    void replaceByLarger(float[] best, int at, float[] from, int source, int step, int count);
}
