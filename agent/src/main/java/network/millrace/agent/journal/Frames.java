package network.millrace.agent.journal;

import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import network.millrace.protocol.agent.v1.JournalRecord;

/** The bytes of a journal; the form is in the package description. */
final class Frames {

    static final byte[] HEAD = "MRJRNL01".getBytes(StandardCharsets.US_ASCII);
    /** A manifest of 1 MiB and what surrounds it fit well. */
    static final int PAYLOAD_MAX = 4 << 20;

    private static final int FRAME_HEAD = 8;

    /**
     * What a journal's bytes hold.
     *
     * @param wholeBytes how many bytes from the start are whole
     * @param damaged whether whole frames follow the first bad one: no torn append does that
     */
    record Content(List<JournalRecord> records, int wholeBytes, boolean damaged) {}

    private Frames() {}

    static byte[] encode(List<JournalRecord> records) {
        List<byte[]> payloads = records.stream().map(JournalRecord::toByteArray).toList();
        int size = payloads.stream()
                .mapToInt(payload -> FRAME_HEAD + payload.length)
                .sum();
        ByteBuffer frames = ByteBuffer.allocate(size);
        for (byte[] payload : payloads) {
            if (payload.length > PAYLOAD_MAX) {
                throw new IllegalArgumentException(
                        "a journal record has at most " + PAYLOAD_MAX + " bytes, not " + payload.length);
            }
            frames.putInt(payload.length)
                    .putInt(checksum(payload, 0, payload.length))
                    .put(payload);
        }
        return frames.array();
    }

    static Content decode(byte[] file) {
        List<JournalRecord> records = new ArrayList<>();
        int position = startsWithHead(file) ? HEAD.length : 0;
        if (position == 0) {
            return new Content(records, 0, file.length > HEAD.length);
        }
        while (isFrame(file, position)) {
            int length = lengthAt(file, position);
            try {
                records.add(JournalRecord.parser().parseFrom(file, position + FRAME_HEAD, length));
            } catch (InvalidProtocolBufferException e) {
                return new Content(records, position, true);
            }
            position += FRAME_HEAD + length;
        }
        return new Content(records, position, hasFrameAfter(file, position));
    }

    private static boolean startsWithHead(byte[] file) {
        return file.length >= HEAD.length
                && ByteBuffer.wrap(file, 0, HEAD.length).equals(ByteBuffer.wrap(HEAD));
    }

    private static boolean isFrame(byte[] file, int position) {
        if (file.length - position < FRAME_HEAD) {
            return false;
        }
        int length = lengthAt(file, position);
        if (length <= 0 || length > PAYLOAD_MAX || length > file.length - position - FRAME_HEAD) {
            return false;
        }
        return ByteBuffer.wrap(file).getInt(position + 4) == checksum(file, position + FRAME_HEAD, length);
    }

    private static boolean hasFrameAfter(byte[] file, int position) {
        for (int next = position + 1; next <= file.length - FRAME_HEAD; next++) {
            if (isFrame(file, next)) {
                return true;
            }
        }
        return false;
    }

    private static int lengthAt(byte[] file, int position) {
        return ByteBuffer.wrap(file).getInt(position);
    }

    /** Over length and payload, so that a wrong length is noticed, and a run of zeros is no frame. */
    private static int checksum(byte[] bytes, int from, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(ByteBuffer.allocate(4).putInt(length).flip());
        checksum.update(bytes, from, length);
        return (int) checksum.getValue();
    }
}
