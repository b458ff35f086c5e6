package network.millrace.proof.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The innermost loop of the matrix product. It is written out row by row, because only local variables, and no array of
 * vectors, stay in registers.
 */
final class VectorTile {
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    static final int LANES = SPECIES.length();

    /** Columns of a tile. */
    static final int WIDTH = 2 * LANES;

    /** Rows of a tile: as many as leave registers free, of which 512-bit vectors come with 32 and most others with 16. */
    static final int HEIGHT = LANES >= 16 ? 12 : 6;

    /** Rows of the lower tiles that stand below the full ones. */
    static final int REST = 4;

    private VectorTile() {}

    /**
     * Adds the products of a panel of A and one of B to a tile of C, k ascending.
     *
     * @param height {@link #HEIGHT} or {@link #REST}
     * @param a for each k the elements of so many rows
     * @param b for each k the elements of {@link #WIDTH} columns
     */
    static void add(
            int height, float[] a, int aFrom, float[] b, int bFrom, int depth, float[] c, int cFrom, int cStride) {
        if (height == REST) {
            add4(a, aFrom, b, bFrom, depth, c, cFrom, cStride);
        } else if (HEIGHT == 12) {
            add12(a, aFrom, b, bFrom, depth, c, cFrom, cStride);
        } else {
            add6(a, aFrom, b, bFrom, depth, c, cFrom, cStride);
        }
    }

    /** 4 rows: what is left below the full tiles. */
    private static void add4(float[] a, int aFrom, float[] b, int bFrom, int depth, float[] c, int cFrom, int cStride) {
        int place = cFrom;
        FloatVector c0x = FloatVector.fromArray(SPECIES, c, place);
        FloatVector c0y = FloatVector.fromArray(SPECIES, c, place + LANES);
        place += cStride;
        FloatVector c1x = FloatVector.fromArray(SPECIES, c, place);
        FloatVector c1y = FloatVector.fromArray(SPECIES, c, place + LANES);
        place += cStride;
        FloatVector c2x = FloatVector.fromArray(SPECIES, c, place);
        FloatVector c2y = FloatVector.fromArray(SPECIES, c, place + LANES);
        place += cStride;
        FloatVector c3x = FloatVector.fromArray(SPECIES, c, place);
        FloatVector c3y = FloatVector.fromArray(SPECIES, c, place + LANES);
        int aAt = aFrom;
        int bAt = bFrom;
        for (int k = 0; k < depth; k++) {
            FloatVector bx = FloatVector.fromArray(SPECIES, b, bAt);
            FloatVector by = FloatVector.fromArray(SPECIES, b, bAt + LANES);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[aAt + 0]);
            c0x = a0.fma(bx, c0x);
            c0y = a0.fma(by, c0y);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[aAt + 1]);
            c1x = a1.fma(bx, c1x);
            c1y = a1.fma(by, c1y);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[aAt + 2]);
            c2x = a2.fma(bx, c2x);
            c2y = a2.fma(by, c2y);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[aAt + 3]);
            c3x = a3.fma(bx, c3x);
            c3y = a3.fma(by, c3y);
            aAt += 4;
            bAt += WIDTH;
        }
        place = cFrom;
        c0x.intoArray(c, place);
        c0y.intoArray(c, place + LANES);
        place += cStride;
        c1x.intoArray(c, place);
        c1y.intoArray(c, place + LANES);
        place += cStride;
        c2x.intoArray(c, place);
        c2y.intoArray(c, place + LANES);
        place += cStride;
        c3x.intoArray(c, place);
        c3y.intoArray(c, place + LANES);
    }

    /** 6 rows: 12 accumulators stay in registers over the whole depth. */
    private static void add6(float[] a, int aFrom, float[] b, int bFrom, int depth, float[] c, int cFrom, int cStride) {
        int place = cFrom;
        FloatVector c0x = FloatVector.fromArray(SPECIES, c, place);
        FloatVector c0y = FloatVector.fromArray(SPECIES, c, place + LANES);
        place += cStride;
        FloatVector c1x = FloatVector.fromArray(SPECIES, c, place);
        FloatVector c1y = FloatVector.fromArray(SPECIES, c, place + LANES);
        place += cStride;
        FloatVector c2x = FloatVector.fromArray(SPECIES, c, place);
        FloatVector c2y = FloatVector.fromArray(SPECIES, c, place + LANES);
        place += cStride;
        FloatVector c3x = FloatVector.fromArray(SPECIES, c, place);
        FloatVector c3y = FloatVector.fromArray(SPECIES, c, place + LANES);
        place += cStride;
        FloatVector c4x = FloatVector.fromArray(SPECIES, c, place);
        FloatVector c4y = FloatVector.fromArray(SPECIES, c, place + LANES);
        place += cStride;
        FloatVector c5x = FloatVector.fromArray(SPECIES, c, place);
        FloatVector c5y = FloatVector.fromArray(SPECIES, c, place + LANES);
        int aAt = aFrom;
        int bAt = bFrom;
        for (int k = 0; k < depth; k++) {
            FloatVector bx = FloatVector.fromArray(SPECIES, b, bAt);
            FloatVector by = FloatVector.fromArray(SPECIES, b, bAt + LANES);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[aAt + 0]);
            c0x = a0.fma(bx, c0x);
            c0y = a0.fma(by, c0y);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[aAt + 1]);
            c1x = a1.fma(bx, c1x);
            c1y = a1.fma(by, c1y);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[aAt + 2]);
            c2x = a2.fma(bx, c2x);
            c2y = a2.fma(by, c2y);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[aAt + 3]);
            c3x = a3.fma(bx, c3x);
            c3y = a3.fma(by, c3y);
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[aAt + 4]);
            c4x = a4.fma(bx, c4x);
            c4y = a4.fma(by, c4y);
            FloatVector a5 = FloatVector.broadcast(SPECIES, a[aAt + 5]);
            c5x = a5.fma(bx, c5x);
            c5y = a5.fma(by, c5y);
            aAt += 6;
            bAt += WIDTH;
        }
        place = cFrom;
        c0x.intoArray(c, place);
        c0y.intoArray(c, place + LANES);
        place += cStride;
        c1x.intoArray(c, place);
        c1y.intoArray(c, place + LANES);
        place += cStride;
        c2x.intoArray(c, place);
        c2y.intoArray(c, place + LANES);
        place += cStride;
        c3x.intoArray(c, place);
        c3y.intoArray(c, place + LANES);
        place += cStride;
        c4x.intoArray(c, place);
        c4y.intoArray(c, place + LANES);
        place += cStride;
        c5x.intoArray(c, place);
        c5y.intoArray(c, place + LANES);
    }

    /** 12 rows: 24 accumulators stay in registers over the whole depth. */
    private static void add12(
            float[] a, int aFrom, float[] b, int bFrom, int depth, float[] c, int cFrom, int cStride) {
        int place = cFrom;
        FloatVector c0x = FloatVector.fromArray(SPECIES, c, place);
        FloatVector c0y = FloatVector.fromArray(SPECIES, c, place + LANES);
        place += cStride;
        FloatVector c1x = FloatVector.fromArray(SPECIES, c, place);
        FloatVector c1y = FloatVector.fromArray(SPECIES, c, place + LANES);
        place += cStride;
        FloatVector c2x = FloatVector.fromArray(SPECIES, c, place);
        FloatVector c2y = FloatVector.fromArray(SPECIES, c, place + LANES);
        place += cStride;
        FloatVector c3x = FloatVector.fromArray(SPECIES, c, place);
        FloatVector c3y = FloatVector.fromArray(SPECIES, c, place + LANES);
        place += cStride;
        FloatVector c4x = FloatVector.fromArray(SPECIES, c, place);
        FloatVector c4y = FloatVector.fromArray(SPECIES, c, place + LANES);
        place += cStride;
        FloatVector c5x = FloatVector.fromArray(SPECIES, c, place);
        FloatVector c5y = FloatVector.fromArray(SPECIES, c, place + LANES);
        place += cStride;
        FloatVector c6x = FloatVector.fromArray(SPECIES, c, place);
        FloatVector c6y = FloatVector.fromArray(SPECIES, c, place + LANES);
        place += cStride;
        FloatVector c7x = FloatVector.fromArray(SPECIES, c, place);
        FloatVector c7y = FloatVector.fromArray(SPECIES, c, place + LANES);
        place += cStride;
        FloatVector c8x = FloatVector.fromArray(SPECIES, c, place);
        FloatVector c8y = FloatVector.fromArray(SPECIES, c, place + LANES);
        place += cStride;
        FloatVector c9x = FloatVector.fromArray(SPECIES, c, place);
        FloatVector c9y = FloatVector.fromArray(SPECIES, c, place + LANES);
        place += cStride;
        FloatVector c10x = FloatVector.fromArray(SPECIES, c, place);
        FloatVector c10y = FloatVector.fromArray(SPECIES, c, place + LANES);
        place += cStride;
        FloatVector c11x = FloatVector.fromArray(SPECIES, c, place);
        FloatVector c11y = FloatVector.fromArray(SPECIES, c, place + LANES);
        int aAt = aFrom;
        int bAt = bFrom;
        for (int k = 0; k < depth; k++) {
            FloatVector bx = FloatVector.fromArray(SPECIES, b, bAt);
            FloatVector by = FloatVector.fromArray(SPECIES, b, bAt + LANES);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[aAt + 0]);
            c0x = a0.fma(bx, c0x);
            c0y = a0.fma(by, c0y);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[aAt + 1]);
            c1x = a1.fma(bx, c1x);
            c1y = a1.fma(by, c1y);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[aAt + 2]);
            c2x = a2.fma(bx, c2x);
            c2y = a2.fma(by, c2y);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[aAt + 3]);
            c3x = a3.fma(bx, c3x);
            c3y = a3.fma(by, c3y);
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[aAt + 4]);
            c4x = a4.fma(bx, c4x);
            c4y = a4.fma(by, c4y);
            FloatVector a5 = FloatVector.broadcast(SPECIES, a[aAt + 5]);
            c5x = a5.fma(bx, c5x);
            c5y = a5.fma(by, c5y);
            FloatVector a6 = FloatVector.broadcast(SPECIES, a[aAt + 6]);
            c6x = a6.fma(bx, c6x);
            c6y = a6.fma(by, c6y);
            FloatVector a7 = FloatVector.broadcast(SPECIES, a[aAt + 7]);
            c7x = a7.fma(bx, c7x);
            c7y = a7.fma(by, c7y);
            FloatVector a8 = FloatVector.broadcast(SPECIES, a[aAt + 8]);
            c8x = a8.fma(bx, c8x);
            c8y = a8.fma(by, c8y);
            FloatVector a9 = FloatVector.broadcast(SPECIES, a[aAt + 9]);
            c9x = a9.fma(bx, c9x);
            c9y = a9.fma(by, c9y);
            FloatVector a10 = FloatVector.broadcast(SPECIES, a[aAt + 10]);
            c10x = a10.fma(bx, c10x);
            c10y = a10.fma(by, c10y);
            FloatVector a11 = FloatVector.broadcast(SPECIES, a[aAt + 11]);
            c11x = a11.fma(bx, c11x);
            c11y = a11.fma(by, c11y);
            aAt += 12;
            bAt += WIDTH;
        }
        place = cFrom;
        c0x.intoArray(c, place);
        c0y.intoArray(c, place + LANES);
        place += cStride;
        c1x.intoArray(c, place);
        c1y.intoArray(c, place + LANES);
        place += cStride;
        c2x.intoArray(c, place);
        c2y.intoArray(c, place + LANES);
        place += cStride;
        c3x.intoArray(c, place);
        c3y.intoArray(c, place + LANES);
        place += cStride;
        c4x.intoArray(c, place);
        c4y.intoArray(c, place + LANES);
        place += cStride;
        c5x.intoArray(c, place);
        c5y.intoArray(c, place + LANES);
        place += cStride;
        c6x.intoArray(c, place);
        c6y.intoArray(c, place + LANES);
        place += cStride;
        c7x.intoArray(c, place);
        c7y.intoArray(c, place + LANES);
        place += cStride;
        c8x.intoArray(c, place);
        c8y.intoArray(c, place + LANES);
        place += cStride;
        c9x.intoArray(c, place);
        c9y.intoArray(c, place + LANES);
        place += cStride;
        c10x.intoArray(c, place);
        c10y.intoArray(c, place + LANES);
        place += cStride;
        c11x.intoArray(c, place);
        c11y.intoArray(c, place + LANES);
    }
}
