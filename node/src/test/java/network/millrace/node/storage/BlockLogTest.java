package network.millrace.node.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import network.millrace.node.storage.memory.MemoryDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockLogTest {
    private static final int LARGE = 1 << 20;
    private static final String FIRST_SEGMENT = LogSegment.nameOf(1);

    private final MemoryDisk disk = new MemoryDisk();

    @Test
    void blocksComeBackInOrderAfterReopening() {
        write(LARGE, 1, 20);

        try (BlockLog log = BlockLog.open(disk, LARGE)) {
            assertThat(heightsOf(log)).containsExactlyElementsOf(range(1, 20));
            assertThat(log.earliestHeight()).isEqualTo(1);
            assertThat(log.lastHeight()).isEqualTo(20);
        }
    }

    @Test
    void realFilesKeepWhatMemoryKeeps(@TempDir Path folder) {
        try (BlockLog log = BlockLog.open(FileDisk.open(folder), 100)) {
            for (long height = 5; height <= 30; height++) {
                log.append(height, payload(height));
            }
        }

        try (BlockLog log = BlockLog.open(FileDisk.open(folder), 100)) {
            assertThat(heightsOf(log)).containsExactlyElementsOf(range(5, 30));
            log.append(31, payload(31));
        }
        assertThat(FileDisk.open(folder).names()).hasSizeGreaterThan(5);
    }

    @Test
    void aBlockIsReadByItsPositionAcrossSegments() {
        try (BlockLog log = BlockLog.open(disk, 100)) {
            List<LogPosition> positions = new ArrayList<>();
            for (long height = 1; height <= 30; height++) {
                positions.add(log.append(height, payload(height)));
            }

            assertThat(log.read(positions.get(17), 18)).isEqualTo(payload(18));
            assertThat(disk.names()).hasSizeGreaterThan(3);
        }
    }

    @Test
    void theNextBlockMustFollowTheLast() {
        try (BlockLog log = BlockLog.open(disk, LARGE)) {
            log.append(7, payload(7));

            assertThatThrownBy(() -> log.append(9, payload(9)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("after 7 was expected, not 9");
        }
    }

    @Test
    void aLastRecordCutAtAnyByteIsDroppedAndTheLogGoesOn() {
        write(LARGE, 1, 4);
        long beforeLast = disk.sizeOf(FIRST_SEGMENT);
        write(LARGE, 5, 5);
        long whole = disk.sizeOf(FIRST_SEGMENT);

        for (int size = (int) beforeLast; size < whole; size++) {
            MemoryDisk torn = disk.copy();
            torn.cut(FIRST_SEGMENT, size);
            try (BlockLog log = BlockLog.open(torn, LARGE)) {
                assertThat(log.lastHeight()).as("cut at byte " + size).isEqualTo(4);
                log.append(5, payload(50));
            }
            try (BlockLog log = BlockLog.open(torn, LARGE)) {
                assertThat(heightsOf(log)).containsExactlyElementsOf(range(1, 5));
            }
        }
    }

    @Test
    void aSegmentCutAtAnyByteOfItsFirstRecordIsDropped() {
        write(100, 1, 7);
        String last = disk.names().getLast();
        assertThat(last).isEqualTo(LogSegment.nameOf(7));

        for (int size = 0; size < disk.sizeOf(last); size++) {
            MemoryDisk torn = disk.copy();
            torn.cut(last, size);
            try (BlockLog log = BlockLog.open(torn, 100)) {
                assertThat(log.lastHeight()).as("cut at byte " + size).isEqualTo(6);
                log.append(7, payload(7));
                assertThat(heightsOf(log)).containsExactlyElementsOf(range(1, 7));
            }
        }
    }

    @Test
    void anyFlippedBitBeforeTheLastRecordIsReportedWithTheFile() {
        write(LARGE, 1, 3);
        long beforeLast = disk.sizeOf(FIRST_SEGMENT);
        write(LARGE, 4, 4);

        for (int offset = 0; offset < beforeLast; offset++) {
            MemoryDisk damaged = disk.copy();
            damaged.flipBit(FIRST_SEGMENT, offset, offset % 8);
            assertThatThrownBy(() -> BlockLog.open(damaged, LARGE))
                    .as("bit flipped in byte " + offset)
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining(FIRST_SEGMENT)
                    .hasMessageContaining("from a copy");
        }
    }

    @Test
    void damageInAnOlderSegmentIsFoundWhenItIsRead() {
        write(100, 1, 30);
        disk.flipBit(FIRST_SEGMENT, LogSegment.HEADER_BYTES + RecordHeader.BYTES, 0);

        try (BlockLog log = BlockLog.open(disk, 100)) {
            assertThatThrownBy(() -> heightsOf(log))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("Block 1 in the file " + FIRST_SEGMENT);
        }
    }

    @Test
    void aMissingSegmentIsNamed() {
        write(100, 1, 30);
        String second = disk.names().get(1);
        disk.delete(second);

        try (BlockLog log = BlockLog.open(disk, 100)) {
            assertThatThrownBy(() -> heightsOf(log))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining(second);
        }
    }

    @Test
    void zerosThatAFileSystemLeftBehindTheLastRecordAreCutOff() {
        write(LARGE, 1, 3);
        disk.open(FIRST_SEGMENT).append(new byte[500]);

        try (BlockLog log = BlockLog.open(disk, LARGE)) {
            assertThat(heightsOf(log)).containsExactlyElementsOf(range(1, 3));
        }
    }

    private void write(int segmentBytes, long from, long to) {
        try (BlockLog log = BlockLog.open(disk, segmentBytes)) {
            for (long height = from; height <= to; height++) {
                log.append(height, payload(height));
            }
        }
    }

    private static List<Long> heightsOf(BlockLog log) {
        List<Long> heights = new ArrayList<>();
        log.scan((position, payload) -> {
            heights.add(log.earliestHeight() + heights.size());
            assertThat(new String(payload, StandardCharsets.UTF_8)).startsWith("block ");
            assertThat(log.read(position, heights.getLast())).isEqualTo(payload);
        });
        return heights;
    }

    private static List<Long> range(long from, long to) {
        return java.util.stream.LongStream.rangeClosed(from, to).boxed().toList();
    }

    private static byte[] payload(long height) {
        return ("block " + height + " ").repeat(1 + (int) (height % 3)).getBytes(StandardCharsets.UTF_8);
    }
}
