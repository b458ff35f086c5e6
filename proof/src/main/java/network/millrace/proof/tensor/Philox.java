package network.millrace.proof.tensor;

/**
 * Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2,
 * 3" (SC 2011). Block n of a stream is a function of key and n alone, so any element of a random tensor can be
 * recomputed by itself.
 */
public final class Philox {
    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;
    private static final int ROUNDS = 10;

    private Philox() {}

    /**
     * Writes one block of four 32-bit words.
     *
     * @param key 64 bits, the low half first
     * @param low the low 64 bits of the counter
     * @param high the high 64 bits of the counter
     * @param block where the four words go
     */
    public static void block(long key, long low, long high, int[] block) {
        int c0 = (int) low;
        int c1 = (int) (low >>> 32);
        int c2 = (int) high;
        int c3 = (int) (high >>> 32);
        int k0 = (int) key;
        int k1 = (int) (key >>> 32);
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = MULTIPLIER_0 * Integer.toUnsignedLong(c0);
            long product1 = MULTIPLIER_1 * Integer.toUnsignedLong(c2);
            c0 = (int) (product1 >>> 32) ^ c1 ^ k0;
            c1 = (int) product1;
            c2 = (int) (product0 >>> 32) ^ c3 ^ k1;
            c3 = (int) product0;
            k0 += WEYL_0;
            k1 += WEYL_1;
        }
        block[0] = c0;
        block[1] = c1;
        block[2] = c2;
        block[3] = c3;
    }

    /** Word i of the stream: blocks are numbered from 0, and each gives four words. */
    public static int word(long key, long stream, long i) {
        int[] block = new int[4];
        block(key, i >>> 2, stream, block);
        return block[(int) (i & 3)];
    }

    /** A number in [0, 1) with 24 bits: the word's upper 24 bits divided by 2^24. */
    public static float uniform(int word) {
        return (word >>> 8) * 0x1p-24f;
    }
}
