package network.millrace.proof.kernels;

/**
 * C = A B for float32 matrices that lie somewhere in arrays. Rows and columns of A and B may be any distance apart, so a
 * transposed operand costs nothing; C is row major.
 *
 * <p>The order is fixed: each element of C starts at +0 and takes one fused multiply-add for each k, ascending.
 *
 * @param finish what is done with the elements of C when they are complete
 */
public record MatrixProduct(int rows, int columns, int depth, Matrix a, RightSide b, Matrix c, Finish finish) {
    /** Goes on with elements of C, piece by piece, while they are in the cache. Pieces come in any order, from any thread. */
    @FunctionalInterface
    public interface Finish {
        /** Leaves the elements as they are. */
        Finish NOTHING = (from, to) -> {};

        /**
         * Goes on with a piece of a row.
         *
         * @param from where it begins in C's array
         * @param to where it ends
         */
        void complete(int from, int to);
    }

    /** What B may be: a matrix that lies in an array, or one that is only thought of. */
    public sealed interface RightSide permits Matrix, Patches {
        /**
         * Copies a piece of a row.
         *
         * @param k the row
         * @param first the first column
         * @param count how many columns
         */
        void copyRow(int k, int first, int count, float[] to, int at);
    }

    /** A matrix in an array. */
    public static final class Matrix implements RightSide {
        final float[] array;
        final int offset;
        final int rowStride;
        final int columnStride;

        /**
         * A matrix in an array.
         *
         * @param offset of the first element
         * @param rowStride how far apart vertical neighbours are
         * @param columnStride how far apart horizontal neighbours are
         */
        public Matrix(float[] array, int offset, int rowStride, int columnStride) {
            this.array = array;
            this.offset = offset;
            this.rowStride = rowStride;
            this.columnStride = columnStride;
        }

        /** A row-major matrix. */
        public static Matrix rowMajor(float[] array, int offset, int columns) {
            return new Matrix(array, offset, columns, 1);
        }

        @Override
        public void copyRow(int k, int first, int count, float[] to, int at) {
            int from = offset + k * rowStride + first * columnStride;
            if (columnStride == 1) {
                System.arraycopy(array, from, to, at, count);
                return;
            }
            for (int j = 0; j < count; j++) {
                to[at + j] = array[from + j * columnStride];
            }
        }

        /** The same elements with rows and columns exchanged. */
        public Matrix transposed() {
            return new Matrix(array, offset, columnStride, rowStride);
        }
    }

    /** A product by itself. */
    public MatrixProduct(int rows, int columns, int depth, Matrix a, RightSide b, Matrix c) {
        this(rows, columns, depth, a, b, c, Finish.NOTHING);
    }

    public MatrixProduct {
        if (c.columnStride != 1) {
            throw new IllegalArgumentException("the rows of a product must be without gaps");
        }
    }
}
