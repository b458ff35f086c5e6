package network.millrace.agent.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import network.millrace.protocol.agent.v1.JournalRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal in a file {@code journal} of a folder, readable by its owner only: manifests may hold secrets. A lock file keeps a
 * second agent out of the folder.
 */
public final class FileJournal implements Journal {

    private static final Logger LOG = LoggerFactory.getLogger(FileJournal.class);
    private static final Set<StandardOpenOption> WRITE =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);

    private final Path folder;
    private final Path file;
    private final FileChannel lock;
    private final List<JournalRecord> recovered;
    private FileChannel channel;

    private FileJournal(Path folder, FileChannel lock) throws IOException {
        this.folder = folder;
        this.file = folder.resolve("journal");
        this.lock = lock;
        byte[] bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        Frames.Content content = Frames.decode(bytes);
        keepDamaged(content, bytes.length);
        this.recovered = content.records();
        this.channel = openFile(file);
        recover(content, bytes.length);
    }

    /**
     * Opens the journal of a folder, creating both when needed.
     *
     * @throws IOException when the folder cannot be used, or another agent uses it
     */
    public static FileJournal open(Path folder) throws IOException {
        Files.createDirectories(folder);
        FileChannel lock = openFile(folder.resolve("journal.lock"));
        try {
            requireLock(lock, folder);
            return new FileJournal(folder, lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    @Override
    public List<JournalRecord> records() {
        return recovered;
    }

    @Override
    public void append(List<JournalRecord> records) throws IOException {
        long before = channel.position();
        try {
            writeAll(channel, Frames.encode(records));
            channel.force(false);
        } catch (IOException e) {
            // A half-written frame would end the journal for every record after it.
            channel.truncate(before);
            throw new IOException("journal " + file + " cannot be written: is the disk full?", e);
        }
    }

    @Override
    public void replace(List<JournalRecord> records) throws IOException {
        Path fresh = folder.resolve("journal.new");
        Files.deleteIfExists(fresh);
        FileChannel replacement = openFile(fresh);
        try {
            writeAll(replacement, Frames.HEAD);
            writeAll(replacement, Frames.encode(records));
            replacement.force(true);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            replacement.close();
            throw e;
        }
        channel.close();
        channel = replacement;
        syncFolder();
    }

    @Override
    public long bytes() throws IOException {
        return channel.size();
    }

    @Override
    public void close() throws IOException {
        channel.close();
        lock.close();
    }

    private void recover(Frames.Content content, int fileBytes) throws IOException {
        if (content.wholeBytes() == 0) {
            channel.truncate(0);
            writeAll(channel, Frames.HEAD);
        } else {
            channel.truncate(content.wholeBytes());
            channel.position(content.wholeBytes());
        }
        channel.force(true);
        syncFolder();
        if (fileBytes > content.wholeBytes() && !content.damaged()) {
            LOG.info(
                    "journal={} cut off {} bytes of an append that a crash tore",
                    file,
                    fileBytes - content.wholeBytes());
        }
    }

    private void keepDamaged(Frames.Content content, int fileBytes) throws IOException {
        if (!content.damaged()) {
            return;
        }
        Path kept = folder.resolve("journal.damaged");
        Files.copy(file, kept, StandardCopyOption.REPLACE_EXISTING);
        LOG.warn(
                "journal={} is damaged after {} of {} bytes: going on with what is before, and with what ledger and runtime"
                        + " say; a copy is kept in {}",
                file,
                content.wholeBytes(),
                fileBytes,
                kept);
    }

    private static void requireLock(FileChannel lock, Path folder) throws IOException {
        try {
            if (lock.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            throw new IOException("another agent of this process uses " + folder, e);
        }
        throw new IOException("another agent uses " + folder + "; stop it, or give this one a home of its own");
    }

    private static FileChannel openFile(Path file) throws IOException {
        return FileChannel.open(
                file, WRITE, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private static void writeAll(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** Makes the file's name durable, not only its bytes. */
    private void syncFolder() throws IOException {
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }
}
