package network.millrace.node.storage;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The twenty bytes before each payload of the block log: length, height, CRC32C of the payload, CRC32C of these sixteen bytes.
 * The header has a sum of its own so that a flipped bit in the length is not taken for a record that was cut short.
 */
record RecordHeader(int length, long height, int payloadSum) {
    static final int BYTES = 20;
    private static final int SUMMED_BYTES = 16;

    static byte[] frame(long height, byte[] payload) {
        ByteBuffer buffer = ByteBuffer.allocate(BYTES + payload.length);
        buffer.putInt(payload.length).putLong(height).putInt(sum(payload, 0, payload.length));
        buffer.putInt(sum(buffer.array(), 0, SUMMED_BYTES));
        return buffer.put(payload).array();
    }

    /** The header at an offset, when there is a whole one and its sum is right. */
    static Optional<RecordHeader> parse(byte[] bytes, int offset) {
        if (bytes.length - offset < BYTES) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, BYTES);
        RecordHeader header = new RecordHeader(buffer.getInt(), buffer.getLong(), buffer.getInt());
        boolean right = header.length >= 0 && buffer.getInt() == sum(bytes, offset, SUMMED_BYTES);
        return right ? Optional.of(header) : Optional.empty();
    }

    boolean covers(byte[] bytes, int payloadOffset) {
        return bytes.length - payloadOffset >= length && sum(bytes, payloadOffset, length) == payloadSum;
    }

    private static int sum(byte[] bytes, int offset, int length) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, offset, length);
        return (int) sum.getValue();
    }
}
