package network.millrace.proof.sampling.draw;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import network.millrace.protocol.crypto.Hash;

/**
 * An endless sequence of uniform 64-bit words: SHA-256 in counter mode over seed, purpose and index, each digest read as
 * four big-endian words. One owner: the method that draws.
 *
 * <p>Numbers below a bound are taken by rejection, so that no value is likelier than another: the words from the greatest
 * multiple of the bound upward are thrown away (the classic method, e.g. Lemire 2019, "Fast random integer generation in
 * an interval", section 2). At most half of all words are rejected, so a draw of a thousand numbers ends after a few
 * thousand hashes in any case that will ever occur.
 */
public final class Draws {
    private static final byte[] TAG = "millrace/sampling/1/draw\0".getBytes(StandardCharsets.US_ASCII);

    private final byte[] prefix;
    private long blocks;
    private ByteBuffer words = ByteBuffer.allocate(0);

    Draws(Hash seed, Purpose purpose, long index) {
        if (index < 0) {
            throw new IllegalArgumentException("draws are numbered from 0; this is " + index);
        }
        prefix = ByteBuffer.allocate(TAG.length + Hash.BYTES + 1 + Long.BYTES)
                .put(TAG)
                .put(seed.bytes())
                .put(purpose.code())
                .putLong(index)
                .array();
    }

    /** 64 bits. */
    public long word() {
        if (!words.hasRemaining()) {
            words = ByteBuffer.wrap(block(blocks++));
        }
        return words.getLong();
    }

    /** A number from 0 to {@code bound} - 1, each equally likely. */
    public long below(long bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("a number is drawn below a bound above 0; this is " + bound);
        }
        long surplus = Long.remainderUnsigned(-bound, bound);
        long word = word();
        while (surplus != 0 && Long.compareUnsigned(word, -surplus) >= 0) {
            word = word();
        }
        return Long.remainderUnsigned(word, bound);
    }

    private byte[] block(long counter) {
        MessageDigest digest = Hash.newSha256();
        digest.update(prefix);
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, counter));
        return digest.digest();
    }
}
