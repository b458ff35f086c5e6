package network.millrace.node.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** A {@link Disk} that is a folder of the file system. */
public final class FileDisk implements Disk {
    private final Path folder;

    private FileDisk(Path folder) {
        this.folder = folder;
    }

    /** Opens a folder, and makes it when it is absent. */
    public static FileDisk open(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new StorageException("Cannot make the folder " + folder + ": " + reason(e), e);
        }
        return new FileDisk(folder);
    }

    @Override
    public List<String> names() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new StorageException("Cannot list the folder " + folder + ": " + reason(e), e);
        }
    }

    @Override
    public DiskFile open(String name) {
        Path path = folder.resolve(name);
        try {
            boolean isNew = Files.notExists(path);
            FileChannel channel = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (isNew) {
                syncFolder();
            }
            return new OpenFile(path, channel, channel.size());
        } catch (IOException e) {
            throw new StorageException("Cannot open the file " + path + ": " + reason(e), e);
        }
    }

    @Override
    public void delete(String name) {
        try {
            Files.deleteIfExists(folder.resolve(name));
            syncFolder();
        } catch (IOException e) {
            throw new StorageException("Cannot delete the file " + folder.resolve(name) + ": " + reason(e), e);
        }
    }

    @Override
    public String description() {
        return folder.toString();
    }

    // A new or removed name is an entry of the folder, and survives a power cut only when the folder itself is synced.
    private void syncFolder() throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static String reason(IOException e) {
        String text = e.getMessage();
        return text == null ? e.getClass().getSimpleName() : e.getClass().getSimpleName() + " " + text;
    }

    private static final class OpenFile implements DiskFile {
        private final Path path;
        private final FileChannel channel;
        private volatile long size;

        OpenFile(Path path, FileChannel channel, long size) {
            this.path = path;
            this.channel = channel;
            this.size = size;
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public void append(byte[] bytes) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            long position = size;
            try {
                while (buffer.hasRemaining()) {
                    position += channel.write(buffer, position);
                }
            } catch (IOException e) {
                throw new StorageException(
                        "Cannot append to " + path + ": " + reason(e) + ". Is the disk full? Mend it and start again.",
                        e);
            }
            size = position;
        }

        @Override
        public void sync() {
            try {
                channel.force(false);
            } catch (IOException e) {
                throw new StorageException(
                        "Cannot make " + path + " durable: " + reason(e) + ". Check the disk, then start again.", e);
            }
        }

        @Override
        public byte[] read(long position, int length) {
            long available = Math.max(0, Math.min(length, size - position));
            ByteBuffer buffer = ByteBuffer.allocate((int) available);
            try {
                while (buffer.hasRemaining()) {
                    if (channel.read(buffer, position + buffer.position()) < 0) {
                        throw new StorageException("The file " + path + " became shorter while the node used it");
                    }
                }
            } catch (IOException e) {
                throw new StorageException("Cannot read " + path + ": " + reason(e), e);
            }
            return buffer.array();
        }

        @Override
        public void truncate(long newSize) {
            try {
                channel.truncate(newSize);
                channel.force(true);
            } catch (IOException e) {
                throw new StorageException("Cannot cut " + path + ": " + reason(e), e);
            }
            size = newSize;
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new StorageException("Cannot close " + path + ": " + reason(e), e);
            }
        }
    }
}
