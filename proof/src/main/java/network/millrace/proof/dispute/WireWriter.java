package network.millrace.proof.dispute;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import network.millrace.protocol.crypto.Hash;

/** Writes the parts that messages consist of (docs/spec/disputes.md): big endian, nothing optional, nothing padded. */
final class WireWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    WireWriter u8(int value) {
        out.write(in(value, 0xff));
        return this;
    }

    WireWriter u16(int value) {
        return put(ByteBuffer.allocate(2).putShort((short) in(value, 0xffff)).array());
    }

    WireWriter u31(int value) {
        return put(ByteBuffer.allocate(4).putInt(in(value, Integer.MAX_VALUE)).array());
    }

    WireWriter u63(long value) {
        return put(ByteBuffer.allocate(8).putLong(in(value, Long.MAX_VALUE)).array());
    }

    WireWriter i64(long value) {
        return put(ByteBuffer.allocate(8).putLong(value).array());
    }

    WireWriter hash(Hash hash) {
        out.writeBytes(hash.bytes());
        return this;
    }

    WireWriter hashes(List<Hash> hashes) {
        u16(hashes.size());
        hashes.forEach(this::hash);
        return this;
    }

    WireWriter bytes(ByteString bytes) {
        u31(bytes.size());
        out.writeBytes(bytes.toByteArray());
        return this;
    }

    ByteString written() {
        return ByteString.copyFrom(out.toByteArray());
    }

    private WireWriter put(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    private static int in(int value, int max) {
        return (int) in((long) value, max);
    }

    private static long in(long value, long max) {
        if (value < 0 || value > max) {
            throw new IllegalArgumentException("a number from 0 to " + max + " can be sent here, not " + value);
        }
        return value;
    }
}
