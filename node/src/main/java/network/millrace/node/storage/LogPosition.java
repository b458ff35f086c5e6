package network.millrace.node.storage;

import java.nio.ByteBuffer;

/**
 * Where a record lies in the block log.
 *
 * @param segment height of the first block of the record's segment
 * @param offset of the record's header in the segment, bytes
 * @param length of the payload, bytes
 */
record LogPosition(long segment, int offset, int length) {
    private static final int BYTES = 16;

    LogPosition {
        if (segment < 1 || offset < 0 || length < 0) {
            throw new IllegalArgumentException("a log position has a segment >= 1, an offset and a length >= 0, not "
                    + segment + ", " + offset + ", " + length);
        }
    }

    byte[] encode() {
        return ByteBuffer.allocate(BYTES)
                .putLong(segment)
                .putInt(offset)
                .putInt(length)
                .array();
    }

    static LogPosition decode(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new LogPosition(buffer.getLong(), buffer.getInt(), buffer.getInt());
    }
}
