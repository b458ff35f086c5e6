package network.millrace.proof.dispute;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.protocol.crypto.Hash;

/**
 * Reads what {@link WireWriter} wrote, and nothing else. Every count and length is compared with its limit and with the bytes
 * that are left before anything is allocated for it.
 */
final class WireReader {
    private final ByteBuffer in;
    private final String what;

    /**
     * @param what is read, for refusals, such as {@code a move}
     * @param sizeMax of all of it
     */
    WireReader(ByteString bytes, String what, int sizeMax) {
        if (bytes.size() > sizeMax) {
            throw RefusedException.overLimit("bytes of " + what, bytes.size(), sizeMax);
        }
        this.in = bytes.asReadOnlyByteBuffer();
        this.what = what;
    }

    /** The first byte of every message. */
    void version(int known) {
        int version = u8("its version", 255);
        if (version != known) {
            throw RefusedException.unsupported(
                    what + " of version " + version + " cannot be read; only version " + known + " is known here");
        }
    }

    int u8(String name, int max) {
        return (int) limited(name, need(name, 1).get() & 0xff, max);
    }

    int u16(String name, int max) {
        return (int) limited(name, need(name, 2).getShort() & 0xffff, max);
    }

    int u31(String name, int max) {
        return (int) limited(name, need(name, 4).getInt(), max);
    }

    long u63(String name, long max) {
        return limited(name, need(name, 8).getLong(), max);
    }

    long i64(String name) {
        return need(name, 8).getLong();
    }

    Hash hash(String name) {
        byte[] bytes = new byte[Hash.BYTES];
        need(name, bytes.length).get(bytes);
        return Hash.of(bytes);
    }

    List<Hash> hashes(String name, int max) {
        int count = u16("the number of " + name, max);
        need(name, count * Hash.BYTES);
        List<Hash> hashes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            hashes.add(hash(name));
        }
        return hashes;
    }

    ByteString bytes(String name, int max) {
        int length = u31("the length of " + name, max);
        ByteBuffer part = need(name, length).slice().limit(length);
        in.position(in.position() + length);
        return ByteString.copyFrom(part);
    }

    /** Nothing may follow. */
    void end() {
        if (in.hasRemaining()) {
            throw RefusedException.malformed(in.remaining() + " bytes follow the end of " + what);
        }
    }

    private ByteBuffer need(String name, int bytes) {
        if (in.remaining() < bytes) {
            throw RefusedException.malformed(what + " ends before " + name + ": " + bytes + " bytes were expected; "
                    + in.remaining() + " are left");
        }
        return in;
    }

    private long limited(String name, long value, long max) {
        if (value < 0 || value > max) {
            throw RefusedException.malformed(name + " in " + what + " is from 0 to " + max + "; this is "
                    + (value < 0 ? "more" : Long.toString(value)));
        }
        return value;
    }
}
