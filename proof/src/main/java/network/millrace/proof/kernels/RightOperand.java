package network.millrace.proof.kernels;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import network.millrace.proof.kernels.MatrixProduct.Matrix;
import network.millrace.proof.kernels.MatrixProduct.RightSide;

/**
 * The right side of a matrix product as the innermost loop wants it: in panels of {@link VectorTile#WIDTH} columns, for each
 * k the panel's elements next to each other.
 */
interface RightOperand {
    /** Steps of k in a block: a panel then fits in the first cache. */
    int DEPTH = 256;

    /** From one panel to the next; not a power of two, since panels would then compete for the same places of the cache. */
    int PANEL = DEPTH * VectorTile.WIDTH + 2 * VectorTile.WIDTH;

    /**
     * Packs a block. What lies beyond the last column is filled up with zeros.
     *
     * @param firstK the first of {@code depth} steps of k, at most {@link #DEPTH}
     * @param packed panel p starts at {@code p * PANEL}
     */
    void pack(int firstK, int depth, int firstColumn, int columns, float[] packed);

    /** The way to pack a right side. */
    static RightOperand of(RightSide side) {
        return switch (side) {
            case Matrix matrix when matrix.columnStride == 1 -> new Rows(matrix);
            case Matrix matrix -> new Strided(matrix);
            case Patches patches when Planes.suit(patches.geometry) -> Planes.of(patches);
            case Patches patches -> new Copied(patches);
        };
    }

    /** Distributes a row, whose elements are neighbours, over the panels. */
    static void spread(float[] row, int from, int columns, float[] packed, int k) {
        VectorSpecies<Float> species = VectorTile.SPECIES;
        int whole = columns - columns % VectorTile.WIDTH;
        int at = k * VectorTile.WIDTH;
        for (int column = 0; column < whole; column += VectorTile.WIDTH) {
            FloatVector.fromArray(species, row, from + column).intoArray(packed, at);
            FloatVector.fromArray(species, row, from + column + VectorTile.LANES)
                    .intoArray(packed, at + VectorTile.LANES);
            at += PANEL;
        }
        if (whole < columns) {
            System.arraycopy(row, from + whole, packed, at, columns - whole);
            Arrays.fill(packed, at + columns - whole, at + VectorTile.WIDTH, 0f);
        }
    }

    /** A matrix whose rows have no gaps. */
    record Rows(Matrix matrix) implements RightOperand {
        @Override
        public void pack(int firstK, int depth, int firstColumn, int columns, float[] packed) {
            for (int k = 0; k < depth; k++) {
                int from = matrix.offset + (firstK + k) * matrix.rowStride + firstColumn;
                spread(matrix.array, from, columns, packed, k);
            }
        }
    }

    /** What must be put together row by row. */
    record Copied(RightSide side) implements RightOperand {
        @Override
        public void pack(int firstK, int depth, int firstColumn, int columns, float[] packed) {
            float[] row = new float[columns];
            for (int k = 0; k < depth; k++) {
                side.copyRow(firstK + k, firstColumn, columns, row, 0);
                spread(row, 0, columns, packed, k);
            }
        }
    }

    /** A matrix with any distances, in particular a transposed one. */
    record Strided(Matrix matrix) implements RightOperand {
        /** Columns that are read side by side, so that what is written next to each other is written together. */
        private static final int TOGETHER = 8;

        @Override
        public void pack(int firstK, int depth, int firstColumn, int columns, float[] packed) {
            int padded = Math.ceilDiv(columns, VectorTile.WIDTH) * VectorTile.WIDTH;
            for (int column = 0; column < padded; column += TOGETHER) {
                int at = column / VectorTile.WIDTH * PANEL + column % VectorTile.WIDTH;
                int from = matrix.offset + (firstColumn + column) * matrix.columnStride + firstK * matrix.rowStride;
                if (column + TOGETHER <= columns) {
                    packEight(from, depth, packed, at);
                } else {
                    for (int j = 0; j < TOGETHER; j++) {
                        boolean inside = column + j < columns;
                        for (int k = 0; k < depth; k++) {
                            packed[at + k * VectorTile.WIDTH + j] =
                                    inside ? matrix.array[from + j * matrix.columnStride + k * matrix.rowStride] : 0f;
                        }
                    }
                }
            }
        }

        private void packEight(int from, int depth, float[] packed, int at) {
            float[] array = matrix.array;
            int step = matrix.columnStride;
            int source = from;
            int target = at;
            for (int k = 0; k < depth; k++) {
                packed[target] = array[source];
                packed[target + 1] = array[source + step];
                packed[target + 2] = array[source + 2 * step];
                packed[target + 3] = array[source + 3 * step];
                packed[target + 4] = array[source + 4 * step];
                packed[target + 5] = array[source + 5 * step];
                packed[target + 6] = array[source + 6 * step];
                packed[target + 7] = array[source + 7 * step];
                source += matrix.rowStride;
                target += VectorTile.WIDTH;
            }
        }
    }
}
