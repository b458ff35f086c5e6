package network.millrace.node.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.Env;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.NativeLibraryLoader;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteBufferManager;
import org.rocksdb.WriteOptions;

/**
 * A {@link Database} in RocksDB, one column family a space.
 *
 * <p>Writes go to RocksDB's own write-ahead log without a sync: the end of a process loses nothing, and what a power cut
 * takes is a suffix of whole batches, which the block log gives back. Block cache and write buffers have half of one budget each, so that
 * the node's memory does not grow with its state. Safe for several threads.
 */
public final class RocksDatabase implements Database {
    private static final long WRITE_BUFFER_BYTES = 16L << 20;
    private static final long WRITE_AHEAD_LOG_BYTES = 64L << 20;
    private static final int OPEN_FILES = 256;
    private static final int SHARD_BITS = 2;
    private static final double HIGH_PRIORITY_PART = 0.5;
    private static final int BLOOM_BITS_PER_KEY = 10;
    // A beginning that took longer passed many deleted entries: ScanFronts remembers where it got to.
    private static final long SLOW_SEEK_NS = 30_000;

    private final Path folder;
    private final long slowSeekNs;
    private final RocksDB database;
    private final Map<Space, ColumnFamilyHandle> families = new EnumMap<>(Space.class);
    private final ScanFronts fronts = new ScanFronts();
    private final WriteOptions unsynced = new WriteOptions().setSync(false);
    // What must be closed after the database, in reverse order of opening.
    private final Deque<AutoCloseable> resources = new ArrayDeque<>();
    // Using a database that has been closed ends the process, so closing waits for those who read or write.
    private final ReentrantReadWriteLock lifetime = new ReentrantReadWriteLock();
    private boolean open = true;

    private RocksDatabase(Path folder, long memoryBytes, long slowSeekNs) throws RocksDBException {
        this.folder = folder;
        this.slowSeekNs = slowSeekNs;
        // Few shards: a shard that is smaller than a file's filter and index throws them out with each block it reads.
        Cache cache = keep(new LRUCache(memoryBytes / 2, SHARD_BITS, false, HIGH_PRIORITY_PART));
        ColumnFamilyOptions familyOptions = keep(familyOptions(cache));
        List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
        descriptors.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, familyOptions));
        for (Space space : Space.values()) {
            descriptors.add(new ColumnFamilyDescriptor(nameOf(space), familyOptions));
        }
        // Write buffers have an account of their own; charged to the block cache they would empty it.
        Cache cacheOfBuffers = keep(new LRUCache(memoryBytes / 2, 0));
        DBOptions options = keep(databaseOptions(keep(new WriteBufferManager(memoryBytes / 2, cacheOfBuffers))));
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        try {
            this.database = RocksDB.open(options, folder.toString(), descriptors, handles);
        } catch (RocksDBException e) {
            closeResources();
            throw e;
        }
        Iterator<ColumnFamilyHandle> inOrder = handles.iterator();
        resources.push(inOrder.next());
        for (Space space : Space.values()) {
            families.put(space, inOrder.next());
        }
    }

    /**
     * Opens or makes the database in a folder.
     *
     * @param memoryBytes budget of block cache and write buffers together
     * @throws StorageException when another process has it open, or when it is damaged
     */
    public static RocksDatabase open(Path folder, long memoryBytes) {
        return open(folder, memoryBytes, SLOW_SEEK_NS);
    }

    /** As {@link #open(Path, long)}, remembering the front of every range whose first key took longer to find than this. */
    static RocksDatabase open(Path folder, long memoryBytes, long slowSeekNs) {
        try {
            Files.createDirectories(folder);
            loadNativeLibrary(folder);
            return new RocksDatabase(folder, memoryBytes, slowSeekNs);
        } catch (IOException e) {
            throw new StorageException("Cannot make the folder " + folder + ": " + e.getMessage(), e);
        } catch (RocksDBException e) {
            throw unopened(folder, e);
        }
    }

    @Override
    public Optional<byte[]> get(Space space, byte[] key) {
        try (Use _ = new Use()) {
            return Optional.ofNullable(database.get(family(space), key));
        } catch (RocksDBException e) {
            throw failed("read from", e);
        }
    }

    @Override
    public List<Entry> range(Space space, byte[] from, byte[] to, boolean reverse, int limit) {
        if (reverse || space != Space.STATE) {
            return scan(space, from, to, reverse, limit).entries();
        }
        long moment = fronts.moment();
        byte[] start = fronts.start(from);
        Scanned scanned = scan(space, start, to, false, limit);
        if (!Arrays.equals(start, from) || scanned.seekNs() > slowSeekNs) {
            byte[] first = scanned.entries().isEmpty()
                    ? later(start, to)
                    : scanned.entries().getFirst().key();
            fronts.found(from, first, moment);
        }
        return scanned.entries();
    }

    private record Scanned(List<Entry> entries, long seekNs) {}

    private Scanned scan(Space space, byte[] from, byte[] to, boolean reverse, int limit) {
        if (Arrays.compareUnsigned(from, to) >= 0) {
            return new Scanned(List.of(), 0);
        }
        List<Entry> entries = new ArrayList<>();
        try (Use _ = new Use();
                Slice lower = new Slice(from);
                Slice upper = new Slice(to);
                ReadOptions options =
                        new ReadOptions().setIterateLowerBound(lower).setIterateUpperBound(upper);
                RocksIterator iterator = database.newIterator(family(space), options)) {
            long startNs = System.nanoTime();
            if (reverse) {
                iterator.seekToLast();
            } else {
                iterator.seekToFirst();
            }
            long seekNs = System.nanoTime() - startNs;
            while (entries.size() < limit && iterator.isValid()) {
                entries.add(new Entry(iterator.key(), iterator.value()));
                if (reverse) {
                    iterator.prev();
                } else {
                    iterator.next();
                }
            }
            iterator.status();
            return new Scanned(entries, seekNs);
        } catch (RocksDBException e) {
            throw failed("read from", e);
        }
    }

    private static byte[] later(byte[] a, byte[] b) {
        return Arrays.compareUnsigned(a, b) > 0 ? a : b;
    }

    @Override
    public void write(Batch batch) {
        byte[][] keys = stateKeys(batch);
        fronts.written(keys);
        try (Use _ = new Use();
                WriteBatch rocksBatch = new WriteBatch()) {
            for (Batch.Write write : batch.writes()) {
                ColumnFamilyHandle family = family(write.space());
                if (write.value().isPresent()) {
                    rocksBatch.put(family, write.key(), write.value().get());
                } else {
                    rocksBatch.delete(family, write.key());
                }
            }
            database.write(unsynced, rocksBatch);
        } catch (RocksDBException e) {
            throw failed("write to", e);
        } finally {
            fronts.written(keys);
        }
    }

    private static byte[][] stateKeys(Batch batch) {
        return batch.writes().stream()
                .filter(write -> write.space() == Space.STATE && write.value().isPresent())
                .map(Batch.Write::key)
                .sorted(Arrays::compareUnsigned)
                .toArray(byte[][]::new);
    }

    @Override
    public void clear(Space space) {
        try (Use _ = new Use();
                RocksIterator iterator = database.newIterator(family(space))) {
            ColumnFamilyHandle family = family(space);
            iterator.seekToLast();
            if (iterator.isValid()) {
                byte[] last = iterator.key();
                database.deleteRange(family, new byte[0], last);
                database.delete(family, last);
            }
            iterator.status();
        } catch (RocksDBException e) {
            throw failed("clear", e);
        }
    }

    @Override
    public String description() {
        return folder.toString();
    }

    @Override
    public void close() {
        lifetime.writeLock().lock();
        try {
            if (open) {
                open = false;
                closeAll();
            }
        } finally {
            lifetime.writeLock().unlock();
        }
    }

    private void closeAll() {
        families.values().forEach(ColumnFamilyHandle::close);
        try {
            database.syncWal();
            database.closeE();
        } catch (RocksDBException e) {
            throw failed("close", e);
        } finally {
            closeResources();
            unsynced.close();
        }
    }

    /** Keeps the database open while it is used. */
    private final class Use implements AutoCloseable {
        Use() {
            lifetime.readLock().lock();
            if (!open) {
                lifetime.readLock().unlock();
                throw new StorageException("The database " + folder + " is closed");
            }
        }

        @Override
        public void close() {
            lifetime.readLock().unlock();
        }
    }

    private ColumnFamilyOptions familyOptions(Cache cache) {
        BlockBasedTableConfig table = new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setFilterPolicy(keep(new BloomFilter(BLOOM_BITS_PER_KEY)))
                .setCacheIndexAndFilterBlocks(true)
                .setCacheIndexAndFilterBlocksWithHighPriority(true)
                .setPinL0FilterAndIndexBlocksInCache(true);
        return new ColumnFamilyOptions()
                .setTableFormatConfig(table)
                .setWriteBufferSize(WRITE_BUFFER_BYTES)
                .setMaxWriteBufferNumber(3)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setLevelCompactionDynamicLevelBytes(true);
    }

    private DBOptions databaseOptions(WriteBufferManager buffers) {
        return new DBOptions()
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setWriteBufferManager(buffers)
                .setMaxTotalWalSize(WRITE_AHEAD_LOG_BYTES)
                .setMaxOpenFiles(OPEN_FILES)
                .setMaxBackgroundJobs(2)
                .setKeepLogFileNum(2)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setEnv(Env.getDefault());
    }

    private <T extends AutoCloseable> T keep(T resource) {
        resources.push(resource);
        return resource;
    }

    private void closeResources() {
        while (!resources.isEmpty()) {
            try {
                resources.pop().close();
            } catch (Exception e) {
                throw new StorageException("Cannot free what the database " + folder + " used", e);
            }
        }
    }

    private ColumnFamilyHandle family(Space space) {
        ColumnFamilyHandle family = families.get(space);
        if (family == null) {
            throw new IllegalStateException("no column family for " + space);
        }
        return family;
    }

    private StorageException failed(String verb, RocksDBException e) {
        return new StorageException(
                "Cannot " + verb + " the database " + folder + ": " + e.getMessage() + ". " + rebuildAdvice(folder), e);
    }

    private static StorageException unopened(Path folder, RocksDBException e) {
        String text = String.valueOf(e.getMessage());
        if (text.contains("lock")) {
            return new StorageException(
                    "Another node has " + folder + " open: stop it first, or give this one its own home.", e);
        }
        return new StorageException(
                "Cannot open the database " + folder + ": " + text + ". " + rebuildAdvice(folder), e);
    }

    private static String rebuildAdvice(Path folder) {
        return "If it is damaged, move the folder " + folder
                + " away and start again: it is rebuilt from the block log.";
    }

    private static byte[] nameOf(Space space) {
        return space.name().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
    }

    // By default the library is unpacked under a new name in the folder for temporary files, and a killed process
    // leaves its
    // 17 MB there each time. In the database's own folder there is one copy for good.
    private static void loadNativeLibrary(Path folder) throws IOException {
        synchronized (RocksDatabase.class) {
            NativeLibraryLoader.getInstance().loadLibrary(folder.toString());
        }
        RocksDB.loadLibrary();
    }
}
