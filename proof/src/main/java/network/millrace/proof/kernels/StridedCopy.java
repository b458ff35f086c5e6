package network.millrace.proof.kernels;

/** Moves elements between arrays of any one type along strides: what layout operators consist of. */
public final class StridedCopy {
    /** Side of the square blocks in which two-dimensional moves go, so that both sides stay in the cache. */
    private static final int BLOCK = 32;

    private StridedCopy() {}

    /**
     * Copies a box of elements.
     *
     * @param from the source array, of the same type as {@code to}
     * @param fromStrides distance of neighbours in the source, per dimension; 0 repeats, negative goes backwards
     * @param toStrides the same for the target
     * @param dimensions sizes of the box
     */
    public static void copy(
            Object from,
            int fromOffset,
            int[] fromStrides,
            Object to,
            int toOffset,
            int[] toStrides,
            int[] dimensions) {
        for (int dimension : dimensions) {
            if (dimension == 0) {
                return;
            }
        }
        new Walk(from, to, fromStrides, toStrides, dimensions).level(0, fromOffset, toOffset);
    }

    private static final class Walk {
        private final Object from;
        private final Object to;
        private final int[] fromStrides;
        private final int[] toStrides;
        private final int[] dimensions;

        Walk(Object from, Object to, int[] fromStrides, int[] toStrides, int[] dimensions) {
            this.from = from;
            this.to = to;
            this.fromStrides = fromStrides;
            this.toStrides = toStrides;
            this.dimensions = dimensions;
        }

        void level(int depth, int source, int target) {
            int left = dimensions.length - depth;
            if (left == 0) {
                System.arraycopy(from, source, to, target, 1);
            } else if (left == 1) {
                row(source, fromStrides[depth], target, toStrides[depth], dimensions[depth]);
            } else if (left == 2 && !isContiguous(depth + 1)) {
                plane(depth, source, target);
            } else {
                for (int i = 0; i < dimensions[depth]; i++) {
                    level(depth + 1, source + i * fromStrides[depth], target + i * toStrides[depth]);
                }
            }
        }

        private boolean isContiguous(int depth) {
            return fromStrides[depth] == 1 && toStrides[depth] == 1;
        }

        private void plane(int depth, int source, int target) {
            for (int i = 0; i < dimensions[depth]; i += BLOCK) {
                for (int j = 0; j < dimensions[depth + 1]; j += BLOCK) {
                    int rows = Math.min(BLOCK, dimensions[depth] - i);
                    int columns = Math.min(BLOCK, dimensions[depth + 1] - j);
                    for (int r = i; r < i + rows; r++) {
                        row(
                                source + r * fromStrides[depth] + j * fromStrides[depth + 1],
                                fromStrides[depth + 1],
                                target + r * toStrides[depth] + j * toStrides[depth + 1],
                                toStrides[depth + 1],
                                columns);
                    }
                }
            }
        }

        private void row(int source, int sourceStride, int target, int targetStride, int count) {
            if (sourceStride == 1 && targetStride == 1) {
                System.arraycopy(from, source, to, target, count);
                return;
            }
            switch (from) {
                case float[] elements -> {
                    float[] moved = (float[]) to;
                    for (int i = 0; i < count; i++) {
                        moved[target + i * targetStride] = elements[source + i * sourceStride];
                    }
                }
                case double[] elements -> {
                    double[] moved = (double[]) to;
                    for (int i = 0; i < count; i++) {
                        moved[target + i * targetStride] = elements[source + i * sourceStride];
                    }
                }
                case long[] elements -> {
                    long[] moved = (long[]) to;
                    for (int i = 0; i < count; i++) {
                        moved[target + i * targetStride] = elements[source + i * sourceStride];
                    }
                }
                case int[] elements -> {
                    int[] moved = (int[]) to;
                    for (int i = 0; i < count; i++) {
                        moved[target + i * targetStride] = elements[source + i * sourceStride];
                    }
                }
                case short[] elements -> {
                    short[] moved = (short[]) to;
                    for (int i = 0; i < count; i++) {
                        moved[target + i * targetStride] = elements[source + i * sourceStride];
                    }
                }
                case byte[] elements -> {
                    byte[] moved = (byte[]) to;
                    for (int i = 0; i < count; i++) {
                        moved[target + i * targetStride] = elements[source + i * sourceStride];
                    }
                }
                default -> throw new IllegalArgumentException("no array of elements: " + from.getClass());
            }
        }
    }
}
