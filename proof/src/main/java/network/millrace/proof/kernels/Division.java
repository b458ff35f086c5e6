package network.millrace.proof.kernels;

import java.util.ArrayList;
import java.util.List;

/**
 * How C is divided into blocks that are computed by themselves. Threads take one after another, in this order. Each block of
 * columns packs its part of B and reads all of A that its rows need, so few and wide ones are cheap; but with few of them a thread
 * that comes late is waited for. A tall product therefore is divided in wide blocks first, and the last columns in small blocks,
 * which whoever is done takes.
 */
record Division(List<Block> blocks) {
    /** Rows from which on A leaves the second cache between two blocks of columns. */
    private static final int TALL = 512;

    private static final int WIDTH = VectorTile.WIDTH;

    /** Some columns of some rows. */
    record Block(int from, int to, int top, int bottom) {}

    /**
     * Divides a product.
     *
     * @param most columns that a block may have, a multiple of a tile's
     */
    static Division of(int rows, int columns, int most, int threads) {
        int steps = Math.ceilDiv(columns, WIDTH);
        List<Block> blocks = new ArrayList<>();
        if (threads == 1) {
            divide(blocks, 0, columns, Math.ceilDiv(columns, most), rows, 1);
        } else if (rows >= TALL && steps >= 8 * threads) {
            int wide = (steps - steps / 8) * WIDTH;
            divide(blocks, 0, wide, threads * Math.ceilDiv(wide, threads * most), rows, 1);
            divide(blocks, wide, columns, Math.ceilDiv(columns - wide, most), rows, 2 * threads);
        } else {
            int across = Math.clamp(4L * threads, Math.ceilDiv(columns, most), steps);
            int down = Math.min(Math.ceilDiv(2 * threads, across), Math.ceilDiv(rows, 16 * VectorTile.HEIGHT));
            divide(blocks, 0, columns, across, rows, down);
        }
        return new Division(List.copyOf(blocks));
    }

    private static void divide(List<Block> blocks, int from, int to, int across, int rows, int down) {
        for (int i = 0; i < down; i++) {
            int top = cut(rows, VectorTile.HEIGHT, i, down);
            int bottom = cut(rows, VectorTile.HEIGHT, i + 1, down);
            for (int j = 0; j < across && top < bottom; j++) {
                int left = from + cut(to - from, WIDTH, j, across);
                int right = from + cut(to - from, WIDTH, j + 1, across);
                if (left < right) {
                    blocks.add(new Block(left, right, top, bottom));
                }
            }
        }
    }

    /** Where part number i begins. */
    private static int cut(int length, int step, int i, int parts) {
        return Math.min(length, (int) ((long) Math.ceilDiv(length, step) * i / parts) * step);
    }
}
