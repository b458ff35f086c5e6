package network.millrace.proof.kernels;

/** The kernels over the Vector API. Loaded only when its module is there. */
final class VectorKernels implements Kernels {
    private final ScalarKernels scalar = new ScalarKernels();

    @Override
    public void multiply(MatrixProduct product, Workers workers) {
        scalar.multiply(product, workers);
    }

    @Override
    public void apply(Function function, float[] in, int inOffset, float[] out, int outOffset, int count) {
        scalar.apply(function, in, inOffset, out, outOffset, count);
    }

    @Override
    public float sum(float[] array, int offset, int stride, int count) {
        return scalar.sum(array, offset, stride, count);
    }
}
