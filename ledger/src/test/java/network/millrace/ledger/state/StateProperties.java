package network.millrace.ledger.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import network.millrace.ledger.Seed;
import network.millrace.protocol.cosmos.base.v1beta1.Coin;
import org.junit.jupiter.api.RepeatedTest;

/** A state behaves as a sorted map does, whatever is written, deleted, taken back, committed and scanned. */
class StateProperties {
    private static final int KEYS = 40;
    private static final int STEPS = 600;

    private final Keyspace space = new Keyspace(9);
    private final Table<Long, Coin> table = space.table(1, KeyCodec.U64, Coin.getDefaultInstance());
    private final Index<String, Long, Coin> byDenom =
            table.index(2, KeyCodec.TEXT, (key, coin) -> java.util.Optional.of(coin.getDenom()));
    private final Table<Long, Coin> neighbour = space.table(3, KeyCodec.U64, Coin.getDefaultInstance());

    private final MemoryState committed = new MemoryState();
    /** Small, so that values are dropped from it all the time. */
    private final ReadCache cache = new ReadCache(12);

    private State state = new State(committed, cache);
    private NavigableMap<Long, Coin> model = new TreeMap<>();
    private final ArrayDeque<Integer> savepoints = new ArrayDeque<>();
    private final ArrayDeque<NavigableMap<Long, Coin>> savedModels = new ArrayDeque<>();

    @RepeatedTest(30)
    void behavesAsASortedMap() {
        var seed = Seed.of(StateProperties.class);
        neighbour.put(state, 7L, coin("other", 1));
        for (int step = 0; step < STEPS; step++) {
            step(seed);
        }
        assertThat(contents()).isEqualTo(model);
        assertIndexAgrees();
        assertThat(neighbour.scan(state).stream().count()).isEqualTo(1);
    }

    private void step(Seed seed) {
        switch (seed.below(12)) {
            case 0, 1, 2, 3 -> put(key(seed), coin(seed.pick(List.of("umil", "uusd", "ux")), seed.below(1000)));
            case 4, 5 -> remove(key(seed));
            case 6 -> save();
            case 7 -> rollBack();
            case 8 -> assertRange(seed);
            case 9 ->
                assertThat(table.get(state, 5L).orElse(coin("none", 0)))
                        .isEqualTo(model.getOrDefault(5L, coin("none", 0)));
            case 10 -> commitSometimes(seed);
            default -> removeWhileWalking(seed);
        }
    }

    private static long key(Seed seed) {
        return seed.below(KEYS);
    }

    private void put(long key, Coin coin) {
        table.put(state, key, coin);
        model.put(key, coin);
    }

    private void remove(long key) {
        table.remove(state, key);
        model.remove(key);
    }

    private void save() {
        savepoints.push(state.savepoint());
        savedModels.push(new TreeMap<>(model));
    }

    private void rollBack() {
        if (!savepoints.isEmpty()) {
            state.rollback(savepoints.pop());
            model = savedModels.pop();
        }
    }

    private void commitSometimes(Seed seed) {
        if (seed.oneIn(3)) {
            committed.apply(state.writeSet());
            cache.accept(state);
            state = new State(committed, cache);
            savepoints.clear();
            savedModels.clear();
        }
    }

    private void assertRange(Seed seed) {
        long from = key(seed);
        long to = key(seed);
        boolean reverse = seed.oneIn(2);
        var scan = table.scan(state).from(key -> key.u64(from)).before(key -> key.u64(to));
        NavigableMap<Long, Coin> expected = from < to ? model.subMap(from, true, to, false) : new TreeMap<>();
        assertThat(keys(reverse ? scan.reverse() : scan))
                .isEqualTo(List.copyOf((reverse ? expected.descendingMap() : expected).keySet()));
    }

    private void removeWhileWalking(Seed seed) {
        long bound = key(seed);
        for (var row : table.scan(state).from(key -> key.u64(bound))) {
            if (row.value().getAmount().endsWith("7")) {
                remove(row.key());
            } else if (seed.oneIn(4)) {
                put(row.key(), coin("walked", seed.below(1000)));
            }
        }
        assertThat(contents()).isEqualTo(model);
    }

    private Map<Long, Coin> contents() {
        var contents = new TreeMap<Long, Coin>();
        table.scan(state).forEach(row -> contents.put(row.key(), row.value()));
        return contents;
    }

    private void assertIndexAgrees() {
        var expected = new ArrayList<String>();
        model.forEach((key, coin) -> expected.add(coin.getDenom() + "/" + String.format("%03d", key)));
        expected.sort(null);
        var came = byDenom.scan(state).stream()
                .map(row -> row.key() + "/" + String.format("%03d", row.value()))
                .toList();
        assertThat(came).isEqualTo(expected);
    }

    private static List<Long> keys(Scan<Long, Coin> scan) {
        return scan.stream().map(Row::key).toList();
    }

    private static Coin coin(String denom, int amount) {
        return Coin.newBuilder()
                .setDenom(denom)
                .setAmount(Integer.toString(amount))
                .build();
    }
}
