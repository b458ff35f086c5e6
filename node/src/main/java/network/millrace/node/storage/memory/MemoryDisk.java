package network.millrace.node.storage.memory;

import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import network.millrace.node.storage.Disk;
import network.millrace.node.storage.DiskFile;
import network.millrace.node.storage.StorageException;

/**
 * A {@link Disk} in memory. What was not synced is lost by {@link #crash}, wholly or torn at a random byte; {@link #failAfter} makes
 * an append fail part-way, as a full disk does. Owned by one thread at a time.
 */
public final class MemoryDisk implements Disk {
    private final NavigableMap<String, MemoryFile> files = new TreeMap<>();
    private long bytesUntilFailure = Long.MAX_VALUE;

    @Override
    public synchronized List<String> names() {
        return List.copyOf(files.keySet());
    }

    @Override
    public synchronized DiskFile open(String name) {
        return files.computeIfAbsent(name, absent -> new MemoryFile());
    }

    @Override
    public synchronized void delete(String name) {
        files.remove(name);
    }

    @Override
    public String description() {
        return "memory";
    }

    /** The machine stops: of each file's unsynced bytes a random number survives, from the front. */
    public synchronized void crash(RandomGenerator random) {
        files.values().forEach(file -> file.tear(random));
        bytesUntilFailure = Long.MAX_VALUE;
    }

    /** After so many more bytes every append fails, the last one having written what fitted; until the next crash. */
    public synchronized void failAfter(long bytes) {
        bytesUntilFailure = bytes;
    }

    /** Flips one bit of a file, as a decaying disk does. */
    public synchronized void flipBit(String name, int offset, int bit) {
        file(name).content[offset] ^= (byte) (1 << bit);
    }

    /** Cuts a file to a size, as a crash does that lost what was not synced. */
    public synchronized void cut(String name, int size) {
        file(name).truncate(size);
    }

    /** Size of a file, bytes. */
    public synchronized long sizeOf(String name) {
        return file(name).size();
    }

    /** An independent copy of everything as it is now. */
    public synchronized MemoryDisk copy() {
        MemoryDisk copy = new MemoryDisk();
        files.forEach((name, file) -> copy.files.put(name, copy.new MemoryFile(file)));
        return copy;
    }

    private MemoryFile file(String name) {
        MemoryFile file = files.get(name);
        if (file == null) {
            throw new IllegalArgumentException("no file " + name + " among " + files.keySet());
        }
        return file;
    }

    private int allowed(int bytes) {
        int allowed = (int) Math.min(bytes, bytesUntilFailure);
        if (bytesUntilFailure != Long.MAX_VALUE) {
            bytesUntilFailure -= allowed;
        }
        return allowed;
    }

    private final class MemoryFile implements DiskFile {
        private byte[] content = new byte[1024];
        private int size;
        private int synced;

        MemoryFile() {}

        MemoryFile(MemoryFile other) {
            content = other.content.clone();
            size = other.size;
            synced = other.synced;
        }

        @Override
        public long size() {
            synchronized (MemoryDisk.this) {
                return size;
            }
        }

        @Override
        public void append(byte[] bytes) {
            synchronized (MemoryDisk.this) {
                int allowed = allowed(bytes.length);
                if (size + allowed > content.length) {
                    content = Arrays.copyOf(content, Math.max(content.length * 2, size + allowed));
                }
                System.arraycopy(bytes, 0, content, size, allowed);
                size += allowed;
                if (allowed < bytes.length) {
                    throw new StorageException("Cannot append: the disk in memory was told to fail");
                }
            }
        }

        @Override
        public void sync() {
            synchronized (MemoryDisk.this) {
                if (bytesUntilFailure == 0) {
                    throw new StorageException("Cannot sync: the disk in memory was told to fail");
                }
                synced = size;
            }
        }

        @Override
        public byte[] read(long position, int length) {
            synchronized (MemoryDisk.this) {
                int from = (int) Math.min(position, size);
                return Arrays.copyOfRange(content, from, from + Math.min(length, size - from));
            }
        }

        @Override
        public void truncate(long newSize) {
            synchronized (MemoryDisk.this) {
                size = (int) Math.min(size, newSize);
                synced = size;
            }
        }

        @Override
        public void close() {
            // nothing is held
        }

        private void tear(RandomGenerator random) {
            size = synced + (size > synced ? random.nextInt(size - synced + 1) : 0);
            synced = size;
        }
    }
}
