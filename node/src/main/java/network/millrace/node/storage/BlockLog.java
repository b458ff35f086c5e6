package network.millrace.node.storage;

import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The blocks in order, with checksums, in segment files: what a node may acknowledge is what this log has synced.
 *
 * <p>On opening, the last segment is read through. A record at its end that was cut short by a crash was never acknowledged
 * and is cut off, with a line in the log. Damage anywhere else is an error that names the file and the way out: the log is the
 * truth, so nothing in it is ever repaired by guessing.
 *
 * <p>Owned by the thread that orders blocks; {@link #read} may be called by others.
 */
final class BlockLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BlockLog.class);

    private final Disk disk;
    private final int segmentBytes;
    private final NavigableMap<Long, LogSegment> segments = new TreeMap<>();
    private long lastHeight;

    private BlockLog(Disk disk, int segmentBytes) {
        this.disk = disk;
        this.segmentBytes = segmentBytes;
    }

    /** Opens the log in a folder; an empty folder is an empty log. A segment is ended when it has reached {@code segmentBytes}. */
    static BlockLog open(Disk disk, int segmentBytes) {
        BlockLog log = new BlockLog(disk, segmentBytes);
        for (String name : disk.names()) {
            LogSegment.heightOf(name).ifPresent(height -> log.segments.put(height, LogSegment.open(disk, height)));
        }
        log.recoverTail();
        return log;
    }

    /** Height of the oldest block; 0 when the log is empty. */
    synchronized long earliestHeight() {
        return segments.isEmpty() ? 0 : segments.firstKey();
    }

    /** Height of the newest block; 0 when the log is empty. */
    synchronized long lastHeight() {
        return lastHeight;
    }

    /** Adds the next block; it is durable on return. */
    synchronized LogPosition append(long height, byte[] payload) {
        if (lastHeight != 0 && height != lastHeight + 1) {
            throw new IllegalStateException("the block after " + lastHeight + " was expected, not " + height);
        }
        LogSegment segment = segmentFor(height, payload.length);
        LogPosition position = segment.append(height, payload);
        segment.sync();
        lastHeight = height;
        return position;
    }

    /** The block at a position that {@link #append} or {@link #scan} gave. */
    byte[] read(LogPosition position, long height) {
        LogSegment segment = segment(position.segment());
        return segment.record(position.offset(), height)
                .filter(payload -> payload.length == position.length())
                .orElseThrow(() -> damaged(segment, position.offset(), height));
    }

    /** Shows each block from a height on, in order. {@code from} is where that height's record is known to begin. */
    void scan(long height, LogPosition from, BiConsumer<LogPosition, byte[]> visitor) {
        long next = height;
        LogSegment segment = segment(from.segment());
        int offset = from.offset();
        while (next <= lastHeight()) {
            if (offset == segment.size()) {
                segment = segment(next);
                offset = LogSegment.HEADER_BYTES;
            }
            LogSegment current = segment;
            int at = offset;
            long wanted = next;
            byte[] payload = segment.record(at, wanted).orElseThrow(() -> damaged(current, at, wanted));
            visitor.accept(new LogPosition(segment.firstHeight(), at, payload.length), payload);
            offset = at + RecordHeader.BYTES + payload.length;
            next++;
        }
    }

    /** Shows each block of the whole log. */
    void scan(BiConsumer<LogPosition, byte[]> visitor) {
        if (lastHeight() != 0) {
            scan(earliestHeight(), new LogPosition(earliestHeight(), LogSegment.HEADER_BYTES, 0), visitor);
        }
    }

    @Override
    public synchronized void close() {
        segments.values().forEach(LogSegment::close);
        segments.clear();
    }

    private synchronized LogSegment segment(long firstHeight) {
        LogSegment segment = segments.get(firstHeight);
        if (segment == null) {
            throw new StorageException("The block log in " + disk.description() + " has no segment "
                    + LogSegment.nameOf(firstHeight) + ", but later blocks: put the missing file back from a copy.");
        }
        return segment;
    }

    private LogSegment segmentFor(long height, int payloadBytes) {
        if (!segments.isEmpty()) {
            LogSegment last = segments.lastEntry().getValue();
            if (last.size() + (long) payloadBytes <= segmentBytes || last.size() == LogSegment.HEADER_BYTES) {
                return last;
            }
        }
        LogSegment segment = LogSegment.create(disk, height);
        segments.put(height, segment);
        return segment;
    }

    private void recoverTail() {
        dropUnfinishedSegment();
        if (segments.isEmpty()) {
            return;
        }
        LogSegment last = segments.lastEntry().getValue();
        long height = last.firstHeight();
        int offset = LogSegment.HEADER_BYTES;
        while (offset < last.size()) {
            byte[] payload = last.record(offset, height).orElse(null);
            if (payload == null) {
                cutTail(last, offset, height);
                break;
            }
            offset += RecordHeader.BYTES + payload.length;
            height++;
        }
        lastHeight = height - 1;
        dropEmptySegment(last);
    }

    // A crash may leave the newest segment without a whole header; then it holds no block either.
    private void dropUnfinishedSegment() {
        if (segments.isEmpty() || segments.lastEntry().getValue().hasHeader()) {
            return;
        }
        LogSegment last = segments.lastEntry().getValue();
        if (last.size() > LogSegment.HEADER_BYTES) {
            throw new StorageException("The header of " + last.name() + " in " + disk.description() + " is damaged: "
                    + "put the file back from a copy.");
        }
        LOG.warn("dropped unfinished segment file={}", last.name());
        drop(last);
    }

    // An empty newest segment after a cut is made anew by the next append; alone, it would make the log claim a first
    // height.
    private void dropEmptySegment(LogSegment last) {
        if (last.size() == LogSegment.HEADER_BYTES) {
            drop(last);
            lastHeight = segments.isEmpty() ? 0 : lastHeight;
        }
    }

    private void drop(LogSegment segment) {
        segments.remove(segment.firstHeight());
        segment.close();
        disk.delete(segment.name());
    }

    private void cutTail(LogSegment segment, int offset, long height) {
        if (segment.isDamagedAt(offset, height)) {
            throw damaged(segment, offset, height);
        }
        LOG.warn(
                "cut a block that a crash left unfinished and nobody was told of: file={} height={} bytes={}",
                segment.name(),
                height,
                segment.size() - offset);
        segment.truncate(offset);
    }

    private StorageException damaged(LogSegment segment, int offset, long height) {
        return new StorageException("Block " + height + " in the file " + segment.name() + " of " + disk.description()
                + " is damaged at byte " + offset
                + ": its checksum does not match. Put the file back from a copy of this "
                + "node's data; blocks before it are whole.");
    }
}
