package network.millrace.ledger.state;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import network.millrace.protocol.address.Address;

/** Reads back what {@link KeyWriter} wrote, field by field in the same order. */
public final class KeyReader {
    private final byte[] bytes;
    private int position;

    KeyReader(byte[] bytes, int start) {
        this.bytes = bytes;
        this.position = start;
    }

    public Address address() {
        return new Address(u64(), u64(), u32());
    }

    public long u64() {
        need(8);
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = (value << 8) | (bytes[position++] & 0xff);
        }
        return value;
    }

    public int u32() {
        need(4);
        int value = 0;
        for (int i = 0; i < 4; i++) {
            value = (value << 8) | (bytes[position++] & 0xff);
        }
        return value;
    }

    public int u8() {
        need(1);
        return bytes[position++] & 0xff;
    }

    public long timeMs() {
        return u64();
    }

    public String text() {
        int end = position;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        String text = new String(bytes, position, end - position, StandardCharsets.UTF_8);
        position = end;
        u8();
        return text;
    }

    /** What is left. */
    public byte[] raw() {
        byte[] rest = Arrays.copyOfRange(bytes, position, bytes.length);
        position = bytes.length;
        return rest;
    }

    private void need(int count) {
        if (position + count > bytes.length) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT,
                    "state is damaged: expected %d more bytes in a key of %d at position %d",
                    count,
                    bytes.length,
                    position));
        }
    }
}
