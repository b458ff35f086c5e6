package network.millrace.ledger.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A key's bytes with their hash, ordered as unsigned bytes. The array must not change any more. */
final class Key implements Comparable<Key> {
    private static final VarHandle BIG_ENDIAN_LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] bytes;
    private final int hash;
    /** The first eight bytes, which decide most comparisons without touching the array. */
    private final long head;

    Key(byte[] bytes) {
        this.bytes = bytes;
        this.hash = Arrays.hashCode(bytes);
        this.head = bytes.length >= Long.BYTES ? (long) BIG_ENDIAN_LONG.get(bytes, 0) : shortHead(bytes);
    }

    /** Filled up with zeros, which never puts a key on the wrong side of one it is a prefix of. */
    private static long shortHead(byte[] bytes) {
        long head = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            head = (head << 8) | (i < bytes.length ? bytes[i] & 0xff : 0);
        }
        return head;
    }

    /** The module and the table that the key belongs to, as one number. */
    int table() {
        return (int) (head >>> 48);
    }

    byte[] bytes() {
        return bytes;
    }

    /** The smallest key above every key that begins with {@code prefix}. */
    static byte[] successor(byte[] prefix) {
        for (int i = prefix.length - 1; i >= 0; i--) {
            if (prefix[i] != (byte) 0xff) {
                byte[] next = Arrays.copyOf(prefix, i + 1);
                next[i]++;
                return next;
            }
        }
        throw new IllegalArgumentException("expected a prefix with a byte below 0xff, came only 0xff bytes");
    }

    @Override
    public int compareTo(Key other) {
        int byHead = Long.compareUnsigned(head, other.head);
        return byHead != 0 ? byHead : Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Key key && hash == key.hash && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
