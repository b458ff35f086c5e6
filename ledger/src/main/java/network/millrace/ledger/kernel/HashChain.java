package network.millrace.ledger.kernel;

import java.security.MessageDigest;
import network.millrace.ledger.state.WriteSet;
import network.millrace.protocol.crypto.Hash;

/**
 * Chains the blocks' write sets: SHA-256 over the previous app hash, the height (8 bytes), and for each key in rising
 * order: its length (4 bytes), the key, then 1, the value's length (4 bytes) and the value, or 0 when it is deleted.
 * Numbers are big-endian. Every field has a length, so no two write sets give the same input.
 */
public final class HashChain implements StateCommitment {
    /** Stands for the app hash before the genesis. */
    public static final Hash START = Hash.of(new byte[Hash.BYTES]);

    @Override
    public Hash commit(Hash previous, long height, WriteSet writes) {
        var input = new Input();
        input.raw(previous.bytes());
        input.u64(height);
        writes.forEach(input);
        return Hash.of(input.finish());
    }

    /** Gathers small pieces, because a digest is slow when fed few bytes at a time. */
    private static final class Input implements WriteSet.Visitor {
        private final MessageDigest digest = Hash.newSha256();
        private final byte[] buffer = new byte[16 * 1024];
        private int length;

        @Override
        public void put(byte[] key, byte[] value) {
            field(key);
            u8(1);
            field(value);
        }

        @Override
        public void delete(byte[] key) {
            field(key);
            u8(0);
        }

        private void field(byte[] bytes) {
            u32(bytes.length);
            raw(bytes);
        }

        void u64(long value) {
            u32((int) (value >>> 32));
            u32((int) value);
        }

        private void u32(int value) {
            u8(value >>> 24);
            u8(value >>> 16);
            u8(value >>> 8);
            u8(value);
        }

        private void u8(int value) {
            if (length == buffer.length) {
                flush();
            }
            buffer[length++] = (byte) value;
        }

        void raw(byte[] bytes) {
            if (bytes.length > buffer.length - length) {
                flush();
            }
            if (bytes.length > buffer.length) {
                digest.update(bytes);
                return;
            }
            System.arraycopy(bytes, 0, buffer, length, bytes.length);
            length += bytes.length;
        }

        private void flush() {
            digest.update(buffer, 0, length);
            length = 0;
        }

        byte[] finish() {
            flush();
            return digest.digest();
        }
    }
}
