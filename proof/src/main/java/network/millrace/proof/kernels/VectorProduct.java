package network.millrace.proof.kernels;

import java.util.Arrays;
import java.util.List;
import network.millrace.proof.kernels.Division.Block;
import network.millrace.proof.kernels.MatrixProduct.Finish;
import network.millrace.proof.kernels.MatrixProduct.Matrix;

/**
 * The matrix product over the Vector API, blocked after Goto and van de Geijn, "Anatomy of high-performance matrix
 * multiplication" (2008): A is packed once, in panels of a tile's rows; B is packed block by block, in panels of two vectors'
 * width, and used while it is in the second cache; a tile of C stays in registers over a block of k. Between blocks of k it
 * goes back to memory, which rounds nothing: so each element still takes one fused multiply-add per k, ascending, and the
 * blocking cannot be seen in the result.
 */
final class VectorProduct {
    /** Rows that go together over the panels of B: their part of A stays in the second cache. */
    private static final int ROWS = VectorTile.HEIGHT * 16;

    /** Columns in a block: with {@link RightOperand#DEPTH} half of a second cache of 1 MiB. */
    private static final int COLUMNS = 16 * 32;

    /** Sums that a block of columns keeps beside C, where not every column belongs to C. */
    private static final int SUMS = 1 << 16;

    /** Elements of A that are packed at a time. */
    private static final int PACKED = 1 << 22;

    /** Multiply-adds from which on it pays to give tasks to other threads. */
    private static final long PARALLEL = 1 << 18;

    private static final int DEPTH = RightOperand.DEPTH;
    private static final int WIDTH = VectorTile.WIDTH;

    private final int rows;
    private final int columns;
    private final int depth;
    private final Matrix a;
    private final RightOperand b;
    private final Matrix c;
    private final Finish finish;
    private final Workers workers;
    private final Scratch scratch;
    private final Kept kept;

    private VectorProduct(MatrixProduct product, RightOperand b, Scratch scratch, Kept kept, Workers workers) {
        this.rows = product.rows();
        this.columns = b instanceof Planes planes ? planes.columns() : product.columns();
        this.depth = product.depth();
        this.a = product.a();
        this.b = b;
        this.c = product.c();
        this.finish = product.finish();
        this.scratch = scratch;
        this.kept = kept;
        this.workers = (long) rows * columns * depth < PARALLEL ? Workers.SERIAL : workers;
    }

    static void compute(MatrixProduct product, Scratch scratch, Kept kept, Workers workers) {
        new VectorProduct(product, RightOperand.of(product.b()), scratch, kept, workers).compute();
    }

    private void compute() {
        if (rows == 0 || columns == 0) {
            return;
        }
        int atOnce = Math.max(ROWS, PACKED / Math.max(1, depth) / ROWS * ROWS);
        if (b instanceof Planes) {
            atOnce = Math.min(atOnce, SUMS / WIDTH / ROWS * ROWS);
        }
        if (rows <= atOnce && kept.holds(a.array)) {
            compute(0, rows, kept.find(a, rows, depth).orElseGet(this::packToKeep));
            return;
        }
        float[] packed = scratch.take(padded(Math.min(rows, atOnce)) * depth);
        for (int first = 0; first < rows; first += atOnce) {
            int count = Math.min(atOnce, rows - first);
            pack(first, count, packed);
            compute(first, count, packed);
        }
        scratch.give(packed);
    }

    /** Rows with those that fill the lowest tile up. */
    private static int padded(int rows) {
        return rows
                - rows % VectorTile.HEIGHT
                + Math.ceilDiv(rows % VectorTile.HEIGHT, VectorTile.REST) * VectorTile.REST;
    }

    private float[] packToKeep() {
        float[] packed = new float[padded(rows) * depth];
        pack(0, rows, packed);
        kept.put(a, rows, depth, packed);
        return packed;
    }

    private void pack(int firstRow, int count, float[] packed) {
        workers.run(Math.ceilDiv(count, VectorTile.HEIGHT), tile -> {
            int top = tile * VectorTile.HEIGHT;
            packRows(firstRow, top, Math.min(top + VectorTile.HEIGHT, count), count, packed);
        });
    }

    private void compute(int firstRow, int count, float[] packed) {
        int most = b instanceof Planes ? Math.clamp(SUMS / count - SUMS / count % WIDTH, WIDTH, COLUMNS) : COLUMNS;
        List<Block> blocks = Division.of(count, columns, most, workers.count()).blocks();
        workers.run(blocks.size(), number -> {
            Block block = blocks.get(number);
            new Part(firstRow, count, packed, block.from(), block.to() - block.from())
                    .compute(block.top(), block.bottom());
        });
    }

    /** Panels of A for some rows: over all blocks of k, so that each row is read from its beginning to its end. */
    private void packRows(int firstRow, int top, int bottom, int count, float[] packed) {
        int height;
        for (int row = top; row < bottom; row += height) {
            height = height(row, count);
            for (int k = 0; k < depth; k += DEPTH) {
                int steps = Math.min(DEPTH, depth - k);
                int at = padded(count) * k + row * steps;
                packTile(firstRow + row, Math.min(height, count - row), height, k, steps, packed, at);
            }
        }
    }

    /** Rows of the tile that begins at a row. */
    private static int height(int top, int count) {
        return count - top >= VectorTile.HEIGHT ? VectorTile.HEIGHT : VectorTile.REST;
    }

    /** For each k the elements of a tile's rows, filled up with zeros; four rows at a time, whose elements are neighbours then. */
    private void packTile(int firstRow, int present, int height, int firstK, int steps, float[] packed, int at) {
        for (int row = 0; row < height; row += 4) {
            int source = a.offset + (firstRow + row) * a.rowStride + firstK * a.columnStride;
            if (row + 4 <= present) {
                packFour(source, steps, packed, at + row, height);
                continue;
            }
            for (int r = row; r < Math.min(row + 4, height); r++) {
                int from = source + (r - row) * a.rowStride;
                for (int k = 0; k < steps; k++) {
                    packed[at + k * height + r] = r < present ? a.array[from + k * a.columnStride] : 0f;
                }
            }
        }
    }

    private void packFour(int from, int steps, float[] packed, int at, int height) {
        float[] array = a.array;
        int step = a.rowStride;
        int stepK = a.columnStride;
        if (stepK == 1) {
            packFourRows(array, from, from + step, from + 2 * step, from + 3 * step, steps, packed, at, height);
            return;
        }
        int source = from;
        int target = at;
        for (int k = 0; k < steps; k++) {
            packed[target] = array[source];
            packed[target + 1] = array[source + step];
            packed[target + 2] = array[source + 2 * step];
            packed[target + 3] = array[source + 3 * step];
            source += stepK;
            target += height;
        }
    }

    /** By itself, so that the compiler sees four loops over neighbours. */
    private static void packFourRows(
            float[] array, int row0, int row1, int row2, int row3, int steps, float[] packed, int at, int height) {
        int target = at;
        for (int k = 0; k < steps; k++) {
            packed[target] = array[row0 + k];
            packed[target + 1] = array[row1 + k];
            packed[target + 2] = array[row2 + k];
            packed[target + 3] = array[row3 + k];
            target += height;
        }
    }

    /** Some columns of C, and their block of B. */
    private final class Part {
        private final int firstRow;
        private final int count;
        private final float[] packedRows;
        private final int firstColumn;
        private final int width;
        private final float[] panels;
        private final float[] edge = new float[VectorTile.HEIGHT * WIDTH];

        Part(int firstRow, int count, float[] packedRows, int firstColumn, int width) {
            this.firstRow = firstRow;
            this.count = count;
            this.packedRows = packedRows;
            this.firstColumn = firstColumn;
            this.width = width;
            this.panels = scratch.take(Math.ceilDiv(width, WIDTH) * RightOperand.PANEL);
        }

        /** Computes the rows from top to bottom of those that are packed. */
        void compute(int top, int bottom) {
            if (b instanceof Planes planes) {
                computeAside(planes, top, bottom);
            } else {
                computeInPlace(top, bottom);
            }
            scratch.give(panels);
        }

        private void computeInPlace(int top, int bottom) {
            for (int row = top; row < bottom; row++) {
                Arrays.fill(c.array, place(row), place(row) + width, 0f);
            }
            addBlocks(top, bottom, c.array, place(0), c.rowStride, false);
            for (int row = top; row < bottom; row++) {
                finish.complete(place(row), place(row) + width);
            }
        }

        private int place(int row) {
            return c.offset + (firstRow + row) * c.rowStride + firstColumn;
        }

        /** Columns that do not belong to C are left out when the sums are copied to it. */
        private void computeAside(Planes planes, int top, int bottom) {
            int stride = Math.ceilDiv(width, WIDTH) * WIDTH;
            int size = padded(bottom - top) * stride;
            float[] sums = scratch.take(size);
            Arrays.fill(sums, 0, size, 0f);
            addBlocks(top, bottom, sums, -top * stride, stride, true);
            int before = planes.windowsBefore(firstColumn);
            for (int row = top; row < bottom; row++) {
                int at = c.offset + (firstRow + row) * c.rowStride + before;
                int end = planes.gather(sums, (row - top) * stride, firstColumn, width, c.array, at);
                finish.complete(at, end);
            }
            scratch.give(sums);
        }

        /**
         * Adds all of k.
         *
         * @param origin where row 0 would begin
         * @param roomy whether there is room for whole tiles at the lower and right edge
         */
        private void addBlocks(int top, int bottom, float[] sums, int origin, int stride, boolean roomy) {
            for (int k = 0; k < depth; k += DEPTH) {
                int steps = Math.min(DEPTH, depth - k);
                b.pack(k, steps, firstColumn, width, panels);
                for (int band = top; band < bottom; band += ROWS) {
                    addBand(band, Math.min(band + ROWS, bottom), k, steps, sums, origin, stride, roomy);
                }
            }
        }

        private void addBand(
                int top, int bottom, int firstK, int steps, float[] sums, int origin, int stride, boolean roomy) {
            for (int column = 0; column < width; column += WIDTH) {
                int panel = column / WIDTH * RightOperand.PANEL;
                int height;
                for (int row = top; row < bottom; row += height) {
                    height = height(row, count);
                    int a = padded(count) * firstK + row * steps;
                    int target = origin + row * stride + column;
                    if (roomy || (height <= count - row && WIDTH <= width - column)) {
                        VectorTile.add(height, packedRows, a, panels, panel, steps, sums, target, stride);
                    } else {
                        addEdge(
                                height,
                                a,
                                panel,
                                steps,
                                target,
                                Math.min(height, count - row),
                                Math.min(WIDTH, width - column));
                    }
                }
            }
        }

        /** A tile that reaches beyond C is computed beside it. */
        private void addEdge(int height, int a, int panel, int steps, int target, int rows, int columns) {
            for (int row = 0; row < rows; row++) {
                System.arraycopy(c.array, target + row * c.rowStride, edge, row * WIDTH, columns);
            }
            VectorTile.add(height, packedRows, a, panels, panel, steps, edge, 0, WIDTH);
            for (int row = 0; row < rows; row++) {
                System.arraycopy(edge, row * WIDTH, c.array, target + row * c.rowStride, columns);
            }
        }
    }
}
