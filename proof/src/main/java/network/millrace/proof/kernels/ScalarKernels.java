package network.millrace.proof.kernels;

/** The definition of each kernel, in plain Java. */
final class ScalarKernels implements Kernels {
    /** Columns of C that are computed together, so that the inner loop runs over neighbours. */
    private static final int STRIP = 512;

    /** Packs nothing. */
    @Override
    public void keep(float[] fixed) {}

    @Override
    public void release() {}

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
        float[] sums = new float[to - from];
        float[] copied = new float[to - from];
        for (int k = 0; k < product.depth(); k++) {
            float factor = a.array[a.offset + row * a.rowStride + k * a.columnStride];
            if (product.b() instanceof MatrixProduct.Matrix b && b.columnStride == 1) {
                addRow(factor, b.array, b.offset + k * b.rowStride + from, sums);
            } else {
                product.b().copyRow(k, from, sums.length, copied, 0);
                addRow(factor, copied, 0, sums);
            }
        }
        MatrixProduct.Matrix c = product.c();
        int at = c.offset + row * c.rowStride + from;
        System.arraycopy(sums, 0, c.array, at, sums.length);
        product.finish().complete(at, at + sums.length);
    }

    /** By itself, so that the compiler sees a loop over neighbours and makes vectors of it. */
    private static void addRow(float factor, float[] row, int first, float[] sums) {
        for (int j = 0; j < sums.length; j++) {
            sums[j] = Math.fma(factor, row[first + j], sums[j]);
        }
    }

    @Override
    public void apply(Function function, float[] in, int inOffset, float[] out, int outOffset, int count) {
        for (int i = 0; i < count; i++) {
            out[outOffset + i] = of(function, in[inOffset + i]);
        }
    }

    private static float of(Function function, float x) {
        return switch (function) {
            case EXP -> Elementary.exp(x);
            case LOG -> Elementary.log(x);
            case TANH -> Elementary.tanh(x);
            case SIGMOID -> Elementary.sigmoid(x);
            case ERF -> Elementary.erf(x);
            case SIN -> Transcendental.sin(x);
            case COS -> Transcendental.cos(x);
            case TAN -> Transcendental.tan(x);
            case ASIN -> Transcendental.asin(x);
            case ACOS -> Transcendental.acos(x);
            case ATAN -> Transcendental.atan(x);
            case SINH -> Transcendental.sinh(x);
            case COSH -> Transcendental.cosh(x);
            case ASINH -> Transcendental.asinh(x);
            case ACOSH -> Transcendental.acosh(x);
            case ATANH -> Transcendental.atanh(x);
            case LOG1P -> Transcendental.log1p(x);
            case EXPM1 -> Transcendental.expm1(x);
        };
    }

    @Override
    public void combine(Arithmetic operation, float[] a, int i, float[] b, int j, float[] out, int o, int count) {
        switch (operation) {
            case ADD -> {
                for (int n = 0; n < count; n++) {
                    out[o + n] = a[i + n] + b[j + n];
                }
            }
            case SUBTRACT -> {
                for (int n = 0; n < count; n++) {
                    out[o + n] = a[i + n] - b[j + n];
                }
            }
            case MULTIPLY -> {
                for (int n = 0; n < count; n++) {
                    out[o + n] = a[i + n] * b[j + n];
                }
            }
            case DIVIDE -> {
                for (int n = 0; n < count; n++) {
                    out[o + n] = a[i + n] / b[j + n];
                }
            }
            case MAXIMUM -> {
                for (int n = 0; n < count; n++) {
                    out[o + n] = Math.max(a[i + n], b[j + n]);
                }
            }
            case MINIMUM -> {
                for (int n = 0; n < count; n++) {
                    out[o + n] = Math.min(a[i + n], b[j + n]);
                }
            }
        }
    }

    @Override
    public void squareRoots(float[] in, int from, float[] out, int to, int count) {
        for (int i = 0; i < count; i++) {
            out[to + i] = (float) Math.sqrt(in[from + i]);
        }
    }

    @Override
    public void rectify(float[] in, int from, float[] out, int to, int count) {
        for (int i = 0; i < count; i++) {
            out[to + i] = Math.max(in[from + i], 0f);
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

    @Override
    public void sumRows(float[] array, int offset, int rowStride, int rows, int columns, float[] out, int outOffset) {
        for (int column = 0; column < columns; column++) {
            out[outOffset + column] = sum(array, offset + column, rowStride, rows);
        }
    }

    @Override
    public float max(float[] array, int offset, int count) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int j = 0; j < count; j++) {
            largest = Math.max(largest, array[offset + j]);
        }
        return largest;
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

    /** Chosen by a mask, since which of two is larger cannot be predicted; that it is a NaN can. */
    @Override
    public void replaceByLarger(float[] best, int at, float[] from, int source, int step, int count) {
        int next = source;
        for (int i = at; i < at + count; i++) {
            float element = from[next];
            float old = best[i];
            int larger = element > old ? -1 : 0;
            int bits = (Float.floatToRawIntBits(element) & larger) | (Float.floatToRawIntBits(old) & ~larger);
            best[i] = Float.isNaN(element) && !Float.isNaN(old) ? element : Float.intBitsToFloat(bits);
            next += step;
        }
    }
}
