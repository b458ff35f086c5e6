package network.millrace.proof.kernels;

/** The definition of each kernel, in plain Java. */
final class ScalarKernels implements Kernels {
    /** Columns of C that are computed together, so that the inner loop runs over neighbours. */
    private static final int STRIP = 512;

    @Override
    public void multiply(MatrixProduct product, Workers workers) {
        int strips = Math.ceilDiv(product.columns(), STRIP);
        workers.run(Math.multiplyExact(product.rows(), strips), task -> {
            int row = task / strips;
            int from = task % strips * STRIP;
            multiplyStrip(product, row, from, Math.min(from + STRIP, product.columns()));
        });
    }

    private static void multiplyStrip(MatrixProduct product, int row, int from, int to) {
        MatrixProduct.Matrix a = product.a();
        MatrixProduct.Matrix b = product.b();
        float[] sums = new float[to - from];
        for (int k = 0; k < product.depth(); k++) {
            float factor = a.array[a.offset + row * a.rowStride + k * a.columnStride];
            int first = b.offset + k * b.rowStride + from * b.columnStride;
            for (int j = 0; j < sums.length; j++) {
                sums[j] = Math.fma(factor, b.array[first + j * b.columnStride], sums[j]);
            }
        }
        MatrixProduct.Matrix c = product.c();
        System.arraycopy(sums, 0, c.array, c.offset + row * c.rowStride + from, sums.length);
    }

    @Override
    public void apply(Function function, float[] in, int inOffset, float[] out, int outOffset, int count) {
        switch (function) {
            case EXP -> {
                for (int i = 0; i < count; i++) {
                    out[outOffset + i] = Elementary.exp(in[inOffset + i]);
                }
            }
        }
    }

    @Override
    public float sum(float[] array, int offset, int stride, int count) {
        float[] lanes = new float[LANES];
        for (int j = 0; j < count; j++) {
            lanes[j % LANES] += array[offset + j * stride];
        }
        return addLanes(lanes);
    }

    /** The tree that ends a sum; the lanes are overwritten. */
    static float addLanes(float[] lanes) {
        for (int half = LANES / 2; half > 0; half /= 2) {
            for (int i = 0; i < half; i++) {
                lanes[i] += lanes[i + half];
            }
        }
        return lanes[0];
    }
}
