package network.millrace.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import network.millrace.agent.testkit.Fixtures;
import network.millrace.protocol.agent.v1.JournalOpened;
import network.millrace.protocol.agent.v1.JournalRecord;
import network.millrace.protocol.agent.v1.Released;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    @TempDir
    Path folder;

    @Test
    void remembersWhatWasAppended() throws IOException {
        List<JournalRecord> written = records(1, 5);
        try (FileJournal journal = FileJournal.open(folder)) {
            journal.append(written.subList(0, 2));
            journal.append(written.subList(2, 5));
        }

        assertThat(reopened()).isEqualTo(written);
    }

    @Test
    void aTornAppendLosesOnlyItselfAtEveryByte() throws IOException {
        List<JournalRecord> acknowledged = records(1, 2);
        long before = write(acknowledged);
        write(records(3, 3));
        byte[] whole = Files.readAllBytes(file());
        for (int length = (int) before; length < whole.length; length++) {
            Files.write(file(), Arrays.copyOf(whole, length));

            assertThat(reopened())
                    .as("torn after %s of %s bytes", length, whole.length)
                    .isEqualTo(acknowledged);
            assertThat(Files.size(file())).as("the rest is cut off").isEqualTo(before);
            assertThat(damaged()).doesNotExist();
        }
    }

    @Test
    void aTornHeadIsAnEmptyJournal() throws IOException {
        for (int length = 0; length < Frames.HEAD.length; length++) {
            Files.write(file(), Arrays.copyOf(Frames.HEAD, length));

            assertThat(reopened()).isEmpty();
        }
        write(records(1, 1));
        assertThat(reopened()).isEqualTo(records(1, 1));
    }

    @Test
    void whatFollowsATornAppendIsRemembered() throws IOException {
        write(records(1, 2));
        byte[] whole = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(whole, whole.length - 3));

        write(records(7, 7));

        assertThat(reopened()).isEqualTo(List.of(record(1), record(7)));
    }

    @Test
    void aFlippedBitAnywhereEndsTheJournalBeforeItAndKeepsACopy() throws IOException {
        List<JournalRecord> written = records(1, 3);
        write(written);
        byte[] whole = Files.readAllBytes(file());
        for (int position = Frames.HEAD.length; position < whole.length; position++) {
            byte[] damaged = whole.clone();
            damaged[position] ^= 0x10;
            Files.write(file(), damaged);

            List<JournalRecord> read = reopened();

            assertThat(written.subList(0, read.size()))
                    .as("flipped at %s", position)
                    .isEqualTo(read);
            assertThat(read).hasSizeLessThan(3);
        }
        assertThat(damaged()).as("records after the damage are no torn append").exists();
    }

    @Test
    void replacingKeepsExactlyTheNew() throws IOException {
        try (FileJournal journal = FileJournal.open(folder)) {
            journal.append(records(1, 100));
            long before = journal.bytes();
            journal.replace(records(1, 1));
            journal.append(records(2, 2));
            assertThat(journal.bytes()).isLessThan(before);
        }

        assertThat(reopened()).isEqualTo(records(1, 2));
    }

    @Test
    void aSecondAgentIsRefused() throws IOException {
        try (FileJournal journal = FileJournal.open(folder)) {
            assertThat(journal.records()).isEmpty();
            assertThatThrownBy(() -> FileJournal.open(folder))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another agent");
        }
    }

    @Test
    void onlyItsOwnerCanReadIt() throws IOException {
        write(records(1, 1));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void theJournalInMemoryTearsAsTheOneOnDisk() {
        MemoryJournal journal = new MemoryJournal();
        journal.append(List.of(JournalRecord.newBuilder()
                .setOpened(JournalOpened.newBuilder().setChainId(Fixtures.CHAIN))
                .build()));
        journal.append(records(2, 2));

        journal.tear(1);

        assertThat(journal.records()).hasSize(1);
    }

    private long write(List<JournalRecord> records) throws IOException {
        try (FileJournal journal = FileJournal.open(folder)) {
            journal.append(records);
            return journal.bytes();
        }
    }

    private List<JournalRecord> reopened() throws IOException {
        try (FileJournal journal = FileJournal.open(folder)) {
            return journal.records();
        }
    }

    private Path file() {
        return folder.resolve("journal");
    }

    private Path damaged() {
        return folder.resolve("journal.damaged");
    }

    private static List<JournalRecord> records(long first, long last) {
        return LongStream.rangeClosed(first, last).mapToObj(JournalTest::record).toList();
    }

    private static JournalRecord record(long number) {
        return JournalRecord.newBuilder()
                .setTimeMs(number)
                .setReleased(Released.newBuilder()
                        .setOrder(Fixtures.order(number).toProto())
                        .setReason("reason " + number))
                .build();
    }
}
