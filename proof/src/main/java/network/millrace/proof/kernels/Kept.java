package network.millrace.proof.kernels;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.millrace.proof.kernels.MatrixProduct.Matrix;

/**
 * Left operands that stay packed from one product to the next, because their arrays never change. Tasks on several threads look
 * here; the methods exclude each other.
 */
final class Kept {
    private static final class Entry {
        private final Matrix matrix;
        private final int rows;
        private final int depth;
        private final float[] packed;

        Entry(Matrix matrix, int rows, int depth, float[] packed) {
            this.matrix = matrix;
            this.rows = rows;
            this.depth = depth;
            this.packed = packed;
        }

        boolean isOf(Matrix a, int rowCount, int depthOfAll) {
            return isSame(matrix.array, a.array)
                    && matrix.offset == a.offset
                    && matrix.rowStride == a.rowStride
                    && matrix.columnStride == a.columnStride
                    && rows == rowCount
                    && depth == depthOfAll;
        }
    }

    private final List<float[]> fixed = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();

    synchronized void allow(float[] array) {
        if (!holds(array)) {
            fixed.add(array);
        }
    }

    /** Whether an array never changes. */
    synchronized boolean holds(float[] array) {
        for (float[] one : fixed) {
            if (isSame(one, array)) {
                return true;
            }
        }
        return false;
    }

    synchronized void clear() {
        fixed.clear();
        entries.clear();
    }

    synchronized Optional<float[]> find(Matrix a, int rows, int depth) {
        return entries.stream()
                .filter(entry -> entry.isOf(a, rows, depth))
                .map(entry -> entry.packed)
                .findFirst();
    }

    synchronized void put(Matrix a, int rows, int depth, float[] packed) {
        if (find(a, rows, depth).isEmpty()) {
            entries.add(new Entry(a, rows, depth, packed));
        }
    }

    /** The very same array, not an equal one: what it holds is not looked at. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(float[] one, float[] other) {
        return one == other;
    }
}
