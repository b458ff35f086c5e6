package network.millrace.node.storage.memory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import network.millrace.node.storage.Batch;
import network.millrace.node.storage.Database;
import network.millrace.node.storage.StorageException;

/**
 * A {@link Database} in memory. {@link #crash} takes a random number of the newest batches back, as a power cut does with a log
 * that was not synced; {@link #failNextWrite} ends the writer before a batch. Owned by one thread at a time.
 */
public final class MemoryDatabase implements Database {
    private static final int BATCHES_TO_FORGET = 8;

    private final Map<Space, NavigableMap<byte[], byte[]>> spaces = new EnumMap<>(Space.class);
    private final Deque<Batch> undo = new ArrayDeque<>();
    private boolean failing;

    /** An empty database. */
    public MemoryDatabase() {
        for (Space space : Space.values()) {
            spaces.put(space, new TreeMap<>(Arrays::compareUnsigned));
        }
    }

    @Override
    public synchronized Optional<byte[]> get(Space space, byte[] key) {
        return Optional.ofNullable(entries(space).get(key));
    }

    @Override
    public synchronized List<Entry> range(Space space, byte[] from, byte[] to, boolean reverse, int limit) {
        if (Arrays.compareUnsigned(from, to) >= 0) {
            return List.of();
        }
        NavigableMap<byte[], byte[]> part = entries(space).subMap(from, true, to, false);
        List<Entry> found = new ArrayList<>();
        for (Map.Entry<byte[], byte[]> entry : (reverse ? part.descendingMap() : part).entrySet()) {
            if (found.size() == limit) {
                break;
            }
            found.add(new Entry(entry.getKey(), entry.getValue()));
        }
        return found;
    }

    @Override
    public synchronized void write(Batch batch) {
        if (failing) {
            throw new StorageException("Cannot write: the database in memory was told to fail");
        }
        undo.push(apply(batch));
        if (undo.size() > BATCHES_TO_FORGET) {
            undo.removeLast();
        }
    }

    @Override
    public synchronized void clear(Space space) {
        entries(space).clear();
        undo.clear();
    }

    /** The machine stops: up to eight of the newest batches are lost, the newest first. */
    public synchronized void crash(RandomGenerator random) {
        int lost = random.nextInt(undo.size() + 1);
        for (int i = 0; i < lost; i++) {
            apply(undo.pop());
        }
        undo.clear();
        failing = false;
    }

    /** Every write from now on fails, as if the process had been killed before it; until {@link #crash}. */
    public synchronized void failNextWrite() {
        failing = true;
    }

    @Override
    public String description() {
        return "memory";
    }

    @Override
    public void close() {
        // the content stays, as it does on a disk
    }

    private Batch apply(Batch batch) {
        Batch inverse = new Batch();
        for (Batch.Write write : batch.writes().reversed()) {
            byte[] before = entries(write.space()).get(write.key());
            if (before == null) {
                inverse.remove(write.space(), write.key());
            } else {
                inverse.put(write.space(), write.key(), before);
            }
        }
        for (Batch.Write write : batch.writes()) {
            if (write.value().isPresent()) {
                entries(write.space()).put(write.key(), write.value().get());
            } else {
                entries(write.space()).remove(write.key());
            }
        }
        return inverse;
    }

    private NavigableMap<byte[], byte[]> entries(Space space) {
        NavigableMap<byte[], byte[]> entries = spaces.get(space);
        if (entries == null) {
            throw new IllegalStateException("no space " + space);
        }
        return entries;
    }
}
