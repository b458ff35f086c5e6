package network.millrace.node.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import network.millrace.node.storage.Database.Space;
import network.millrace.node.storage.memory.MemoryDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every database promises, tried on both by comparing them with a sorted map under random writes. */
class DatabaseTest {
    private static final long MEMORY_BYTES = 32L << 20;

    @TempDir
    Path folder;

    @Test
    void memoryBehavesLikeASortedMap() {
        compareWithMap(new MemoryDatabase());
    }

    @Test
    void rocksBehavesLikeASortedMap() {
        try (Database database = RocksDatabase.open(folder, MEMORY_BYTES)) {
            compareWithMap(database);
        }
    }

    @Test
    void rocksBehavesLikeASortedMapWhenItRemembersEveryFront() {
        try (Database database = RocksDatabase.open(folder, MEMORY_BYTES, -1)) {
            compareWithMap(database);
        }
    }

    @Test
    void aQueueIsReadFromItsFrontWhateverWasTakenAndAdded() {
        long seed = Long.getLong("millrace.seed", 20_261_122L);
        Random random = new Random(seed);
        NavigableMap<byte[], byte[]> map = new TreeMap<>(Arrays::compareUnsigned);
        try (Database database = RocksDatabase.open(folder, MEMORY_BYTES, -1)) {
            for (int round = 0; round < 2_000; round++) {
                Batch batch = new Batch();
                byte[] added = {7, (byte) random.nextInt(256), (byte) random.nextInt(256)};
                batch.put(Space.STATE, added, new byte[0]);
                map.put(added, new byte[0]);
                if (random.nextInt(10) < 9) {
                    batch.remove(Space.STATE, map.firstKey());
                    map.remove(map.firstKey());
                }
                database.write(batch);
                compareRange(database, map, new byte[] {7}, new byte[] {8}, false, 1 + random.nextInt(4), seed);
            }
        }
    }

    @Test
    void rocksKeepsItsSpacesApartAndItsContentAfterReopening() {
        byte[] key = {1};
        try (Database database = RocksDatabase.open(folder, MEMORY_BYTES)) {
            database.write(new Batch().put(Space.STATE, key, new byte[] {10}).put(Space.INDEX, key, new byte[] {20}));
        }

        try (Database database = RocksDatabase.open(folder, MEMORY_BYTES)) {
            database.clear(Space.INDEX);
            assertThat(database.get(Space.STATE, key)).contains(new byte[] {10});
            assertThat(database.get(Space.INDEX, key)).isEmpty();
        }
    }

    @Test
    void aSecondOpeningIsRefusedWithASentence() {
        try (Database database = RocksDatabase.open(folder, MEMORY_BYTES)) {
            assertThat(database.get(Space.STATE, new byte[] {1})).isEmpty();
            assertThatThrownBy(() -> RocksDatabase.open(folder, MEMORY_BYTES))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("Another node has " + folder + " open");
        }
    }

    @Test
    void aClosedDatabaseSaysSo() {
        Database database = RocksDatabase.open(folder, MEMORY_BYTES);
        database.close();

        assertThatThrownBy(() -> database.get(Space.STATE, new byte[] {1}))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("is closed");
    }

    @Test
    void aCrashTakesTheNewestBatchesAndNoOthers() {
        MemoryDatabase database = new MemoryDatabase();
        for (byte i = 0; i < 20; i++) {
            database.write(new Batch()
                    .put(Space.STATE, new byte[] {1}, new byte[] {i})
                    .put(Space.INDEX, new byte[] {i}, new byte[0]));
        }

        database.crash(new Random(7));

        byte last = database.get(Space.STATE, new byte[] {1}).orElseThrow()[0];
        assertThat(last).isBetween((byte) 11, (byte) 19);
        assertThat(database.range(Space.INDEX, new byte[0], new byte[] {100}, false, 100))
                .hasSize(last + 1);
    }

    private static void compareWithMap(Database database) {
        long seed = Long.getLong("millrace.seed", 20_261_121L);
        Random random = new Random(seed);
        NavigableMap<byte[], byte[]> map = new TreeMap<>(Arrays::compareUnsigned);
        for (int round = 0; round < 300; round++) {
            Batch batch = new Batch();
            for (int i = 0; i < 10; i++) {
                byte[] key = key(random);
                if (random.nextInt(3) == 0) {
                    batch.remove(Space.STATE, key);
                    map.remove(key);
                } else {
                    byte[] value = {(byte) round, (byte) i};
                    batch.put(Space.STATE, key, value);
                    map.put(key, value);
                }
            }
            database.write(batch);
            byte[] probe = key(random);
            assertThat(database.get(Space.STATE, probe).map(Arrays::toString))
                    .as("seed " + seed)
                    .isEqualTo(java.util.Optional.ofNullable(map.get(probe)).map(Arrays::toString));
            compareRange(database, map, key(random), key(random), random.nextBoolean(), 1 + random.nextInt(20), seed);
        }
    }

    private static void compareRange(
            Database database,
            NavigableMap<byte[], byte[]> map,
            byte[] a,
            byte[] b,
            boolean reverse,
            int limit,
            long seed) {
        boolean empty = Arrays.compareUnsigned(a, b) >= 0;
        NavigableMap<byte[], byte[]> part =
                empty ? new TreeMap<>(Arrays::compareUnsigned) : map.subMap(a, true, b, false);
        var expected = (reverse ? part.descendingMap() : part)
                .entrySet().stream()
                        .limit(limit)
                        .map(entry -> Arrays.toString(entry.getKey()) + Arrays.toString(entry.getValue()))
                        .toList();
        var actual = database.range(Space.STATE, a, b, reverse, limit).stream()
                .map(entry -> Arrays.toString(entry.key()) + Arrays.toString(entry.value()))
                .toList();
        assertThat(actual).as("seed " + seed).isEqualTo(expected);
    }

    private static byte[] key(Random random) {
        byte[] key = new byte[1 + random.nextInt(2)];
        random.nextBytes(key);
        return key;
    }
}
