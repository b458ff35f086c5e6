package network.millrace.node.storage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * One file of the block log: a header that names the format and the first height, then records of rising height.
 * The file's name carries the first height too, so that segments sort and a gap is visible in a listing.
 */
final class LogSegment implements AutoCloseable {
    static final int HEADER_BYTES = 16;
    private static final String SUFFIX = ".blocks";
    private static final byte[] MAGIC = "MILLLOG1".getBytes(StandardCharsets.US_ASCII);

    private final long firstHeight;
    private final String name;
    private final DiskFile file;

    private LogSegment(long firstHeight, DiskFile file) {
        this.firstHeight = firstHeight;
        this.name = nameOf(firstHeight);
        this.file = file;
    }

    /** Starts a segment; its header is durable on return. */
    static LogSegment create(Disk disk, long firstHeight) {
        LogSegment segment = new LogSegment(firstHeight, disk.open(nameOf(firstHeight)));
        segment.file.truncate(0);
        segment.file.append(header(firstHeight));
        segment.file.sync();
        return segment;
    }

    static LogSegment open(Disk disk, long firstHeight) {
        return new LogSegment(firstHeight, disk.open(nameOf(firstHeight)));
    }

    static String nameOf(long firstHeight) {
        return String.format(Locale.ROOT, "%020d%s", firstHeight, SUFFIX);
    }

    /** The first height that a file name stands for; empty for a foreign file. */
    static Optional<Long> heightOf(String name) {
        return name.matches("\\d{20}\\.blocks")
                ? Optional.of(Long.parseLong(name.substring(0, name.length() - SUFFIX.length())))
                : Optional.empty();
    }

    /** Whether the header is whole and right; false after a crash while the segment was being made. */
    boolean hasHeader() {
        return Arrays.equals(file.read(0, HEADER_BYTES), header(firstHeight));
    }

    /** Adds a record; durable after {@link #sync()} only. */
    LogPosition append(long height, byte[] payload) {
        LogPosition position = new LogPosition(firstHeight, Math.toIntExact(file.size()), payload.length);
        file.append(RecordHeader.frame(height, payload));
        return position;
    }

    /** The whole record at an offset, when it is there, undamaged and of the expected height. */
    Optional<byte[]> record(int offset, long height) {
        Optional<RecordHeader> header = RecordHeader.parse(file.read(offset, RecordHeader.BYTES), 0);
        if (header.isEmpty() || header.get().height() != height || header.get().length() > file.size() - offset) {
            return Optional.empty();
        }
        byte[] payload =
                file.read(offset + (long) RecordHeader.BYTES, header.get().length());
        return header.get().covers(payload, 0) ? Optional.of(payload) : Optional.empty();
    }

    /**
     * Whether what lies at an offset, where no whole record is, is damage to a record that once was whole. The other
     * explanation is a write that was cut short, and that can only be the last one: each is synced before the next.
     */
    boolean isDamagedAt(int offset, long height) {
        byte[] rest = file.read(offset, size() - offset);
        Optional<RecordHeader> header = RecordHeader.parse(rest, 0);
        if (header.isPresent()) {
            return header.get().height() != height
                    || (long) RecordHeader.BYTES + header.get().length() < rest.length;
        }
        return hasRecordBehind(rest, height);
    }

    private static boolean hasRecordBehind(byte[] rest, long height) {
        for (int at = 1; at + RecordHeader.BYTES <= rest.length; at++) {
            Optional<RecordHeader> header = RecordHeader.parse(rest, at);
            if (header.isPresent()
                    && header.get().height() >= height
                    && header.get().covers(rest, at + RecordHeader.BYTES)) {
                return true;
            }
        }
        return false;
    }

    void truncate(int size) {
        file.truncate(size);
    }

    void sync() {
        file.sync();
    }

    int size() {
        return Math.toIntExact(file.size());
    }

    long firstHeight() {
        return firstHeight;
    }

    String name() {
        return name;
    }

    @Override
    public void close() {
        file.close();
    }

    private static byte[] header(long firstHeight) {
        return ByteBuffer.allocate(HEADER_BYTES).put(MAGIC).putLong(firstHeight).array();
    }
}
