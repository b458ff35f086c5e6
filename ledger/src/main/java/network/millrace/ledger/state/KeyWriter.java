package network.millrace.ledger.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import network.millrace.protocol.address.Address;

/**
 * Writes the fields of a key so that keys are ordered as their fields are: numbers big-endian, texts ended by a zero
 * byte.
 */
public final class KeyWriter {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private byte[] bytes = new byte[32];
    private int length;

    /** 20 bytes. */
    public KeyWriter address(Address address) {
        return u64(address.high()).u64(address.middle()).u32(address.low());
    }

    /** 8 bytes; ordered as unsigned. */
    public KeyWriter u64(long value) {
        room(8);
        LONG.set(bytes, length, value);
        length += 8;
        return this;
    }

    /** 4 bytes; ordered as unsigned. */
    public KeyWriter u32(int value) {
        room(4);
        INT.set(bytes, length, value);
        length += 4;
        return this;
    }

    public KeyWriter u8(int value) {
        room(1);
        bytes[length++] = (byte) value;
        return this;
    }

    /** A point in time or another number that is never negative; 8 bytes. */
    public KeyWriter timeMs(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("expected a time of 0 ms or later in a key, came " + value);
        }
        return u64(value);
    }

    /** UTF-8 ended by a zero byte; the text must not contain one. */
    public KeyWriter text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        for (byte part : utf8) {
            if (part == 0) {
                throw new IllegalArgumentException("expected a key text without a zero byte, came one in: " + text);
            }
        }
        return raw(utf8).u8(0);
    }

    /** The bytes as they are. Only the last field of a key may vary in length. */
    public KeyWriter raw(byte[] part) {
        room(part.length);
        System.arraycopy(part, 0, bytes, length, part.length);
        length += part.length;
        return this;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
