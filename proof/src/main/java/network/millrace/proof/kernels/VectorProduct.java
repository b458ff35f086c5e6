package network.millrace.proof.kernels;

import java.util.Arrays;
import network.millrace.proof.kernels.MatrixProduct.Matrix;

/**
 * The matrix product over the Vector API, blocked after Goto and van de Geijn, "Anatomy of high-performance matrix
 * multiplication" (2008): B is packed in panels of two vectors' width, A in panels of a tile's rows, and a tile of C stays in
 * registers over a block of k. Between blocks of k it goes back to memory, which rounds nothing: so each element still takes
 * one fused multiply-add per k, ascending, and the blocking cannot be seen in the result.
 */
final class VectorProduct {
    /** Rows in a block: as many panels of A as fit in half of the second cache. */
    private static final int ROWS = VectorTile.HEIGHT * 16;

    /** Steps of k in a block: a panel of B then fits in the first cache. */
    private static final int DEPTH = 256;

    /** Elements of B that are packed at a time. */
    private static final int PACKED = 1 << 22;

    /** Multiply-adds from which on it pays to give tasks to other threads. */
    private static final long PARALLEL = 1 << 18;

    private static final int WIDTH = VectorTile.WIDTH;
    private static final int HEIGHT = VectorTile.HEIGHT;

    private final MatrixProduct product;
    private final Workers workers;
    private final Matrix a;
    private final Matrix b;
    private final Matrix c;

    VectorProduct(MatrixProduct product, Workers workers) {
        long work = (long) product.rows() * product.columns() * product.depth();
        this.product = product;
        this.workers = work < PARALLEL ? Workers.SERIAL : workers;
        this.a = product.a();
        this.b = product.b();
        this.c = product.c();
    }

    void compute() {
        for (int row = 0; row < product.rows(); row++) {
            int from = c.offset + row * c.rowStride;
            Arrays.fill(c.array, from, from + product.columns(), 0f);
        }
        if (product.depth() == 0 || product.rows() == 0 || product.columns() == 0) {
            return;
        }
        int columnsAtOnce = Math.max(WIDTH, PACKED / product.depth() / WIDTH * WIDTH);
        float[] packed = new float[Math.min(columnsAtOnce, roundUp(product.columns(), WIDTH)) * product.depth()];
        for (int from = 0; from < product.columns(); from += columnsAtOnce) {
            computeColumns(from, Math.min(from + columnsAtOnce, product.columns()), packed);
        }
    }

    private void computeColumns(int from, int to, float[] packed) {
        int panels = Math.ceilDiv(to - from, WIDTH);
        workers.run(panels, panel -> packColumns(from + panel * WIDTH, to, packed, panel * WIDTH * product.depth()));
        int bands = Math.ceilDiv(product.rows(), ROWS);
        int shares = Math.min(panels, Math.ceilDiv(workers.count() == 1 ? 1 : 4 * workers.count(), bands));
        workers.run(bands * shares, task -> {
            int share = task % shares;
            int first = panels * share / shares;
            int last = panels * (share + 1) / shares;
            computeBlock(task / shares * ROWS, new Columns(from, first, last, to), packed);
        });
    }

    /** Which columns of C: those of some panels, of which the first starts at a column, and where C ends. */
    private record Columns(int from, int firstPanel, int lastPanel, int to) {}

    /** Computes the rows of one block in the columns of some panels. */
    private void computeBlock(int firstRow, Columns columns, float[] packed) {
        int rows = Math.min(ROWS, product.rows() - firstRow);
        float[] rowsPacked = new float[roundUp(rows, HEIGHT) * Math.min(DEPTH, product.depth())];
        float[] edge = new float[HEIGHT * WIDTH];
        for (int k = 0; k < product.depth(); k += DEPTH) {
            int depth = Math.min(DEPTH, product.depth() - k);
            packRows(firstRow, rows, k, depth, rowsPacked);
            for (int panel = columns.firstPanel(); panel < columns.lastPanel(); panel++) {
                int column = columns.from() + panel * WIDTH;
                int width = Math.min(WIDTH, columns.to() - column);
                int bFrom = panel * WIDTH * product.depth() + k * WIDTH;
                for (int row = 0; row < rows; row += HEIGHT) {
                    int height = Math.min(HEIGHT, rows - row);
                    int cFrom = c.offset + (firstRow + row) * c.rowStride + column;
                    if (height == HEIGHT && width == WIDTH) {
                        VectorTile.add(rowsPacked, row * depth, packed, bFrom, depth, c.array, cFrom, c.rowStride);
                    } else {
                        copy(c.array, cFrom, c.rowStride, edge, WIDTH, height, width);
                        VectorTile.add(rowsPacked, row * depth, packed, bFrom, depth, edge, 0, WIDTH);
                        for (int r = 0; r < height; r++) {
                            System.arraycopy(edge, r * WIDTH, c.array, cFrom + r * c.rowStride, width);
                        }
                    }
                }
            }
        }
    }

    private static void copy(
            float[] from, int fromAt, int fromStride, float[] to, int toStride, int rows, int columns) {
        for (int row = 0; row < rows; row++) {
            System.arraycopy(from, fromAt + row * fromStride, to, row * toStride, columns);
        }
    }

    /** One panel of B: for each k a row of the panel's width, filled up with zeros. */
    private void packColumns(int column, int to, float[] packed, int at) {
        int width = Math.min(WIDTH, to - column);
        int depth = product.depth();
        int source = b.offset + column * b.columnStride;
        if (width < WIDTH) {
            Arrays.fill(packed, at, at + WIDTH * depth, 0f);
        }
        if (b.columnStride == 1) {
            for (int k = 0; k < depth; k++) {
                System.arraycopy(b.array, source + k * b.rowStride, packed, at + k * WIDTH, width);
            }
            return;
        }
        for (int j = 0; j < width; j++) {
            for (int k = 0; k < depth; k++) {
                packed[at + k * WIDTH + j] = b.array[source + j * b.columnStride + k * b.rowStride];
            }
        }
    }

    /** Panels of A: for each k the elements of a tile's rows, filled up with zeros. */
    private void packRows(int firstRow, int rows, int firstK, int depth, float[] packed) {
        for (int row = 0; row < roundUp(rows, HEIGHT); row++) {
            int at = row / HEIGHT * HEIGHT * depth + row % HEIGHT;
            int source = a.offset + (firstRow + row) * a.rowStride + firstK * a.columnStride;
            for (int k = 0; k < depth; k++) {
                packed[at + k * HEIGHT] = row < rows ? a.array[source + k * a.columnStride] : 0f;
            }
        }
    }

    private static int roundUp(int number, int step) {
        return Math.ceilDiv(number, step) * step;
    }
}
