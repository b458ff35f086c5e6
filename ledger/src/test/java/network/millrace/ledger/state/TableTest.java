package network.millrace.ledger.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.millrace.ledger.Seed;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.cosmos.base.v1beta1.Coin;
import network.millrace.protocol.ledger.v1.PageRequest;
import network.millrace.protocol.ledger.v1.PageResponse;
import org.junit.jupiter.api.Test;

class TableTest {
    private static final Coin ONE = Coin.newBuilder().setAmount("1").build();

    private final Keyspace space = new Keyspace(9);
    private final Table<String, Coin> table = space.table(1, KeyCodec.TEXT, Coin.getDefaultInstance());
    private final MemoryState committed = new MemoryState();
    private final State state = new State(committed);

    @Test
    void textThatBeginsAnotherIsNotItsPrefix() {
        table.put(state, "ab", ONE);
        table.put(state, "abc", ONE);

        assertThat(keys(table.scan(state).prefix(key -> key.text("ab")))).containsExactly("ab");
    }

    @Test
    void keysAreOrderedAsTheirFields() {
        var seed = Seed.of(TableTest.class);
        for (int i = 0; i < 2_000; i++) {
            long a = seed.nextLong() >>> seed.below(64);
            long b = seed.oneIn(3) ? a : seed.nextLong() >>> seed.below(64);
            int c = seed.below(100) - 50;
            int d = seed.below(100) - 50;
            int byFields = a == b ? Integer.compareUnsigned(c, d) : Long.compareUnsigned(a, b);

            var first = new Key(new KeyWriter().u64(a).u32(c).toBytes());
            var second = new Key(new KeyWriter().u64(b).u32(d).toBytes());

            assertThat(Integer.signum(first.compareTo(second))).isEqualTo(Integer.signum(byFields));
        }
    }

    @Test
    void pagesFollowOneAnotherInBothDirections() {
        for (int i = 0; i < 25; i++) {
            table.put(state, String.format("key%02d", i), ONE);
        }
        committed.apply(state.writeSet());

        assertThat(walk(false)).hasSize(25).isSorted();
        assertThat(walk(true)).isEqualTo(walk(false).reversed());
    }

    @Test
    void pageBeyondItsLimitIsRefused() {
        assertThatThrownBy(() -> Page.of(
                        table.scan(state),
                        PageRequest.newBuilder().setLimit(1_001).build()))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("at most 1000")
                .hasMessageContaining("1001");
    }

    @Test
    void pageKeyOutsideTheScanReachesNothingElse() {
        space.table(2, KeyCodec.TEXT, Coin.getDefaultInstance()).put(state, "other", ONE);
        table.put(state, "mine", ONE);
        var beyond = PageRequest.newBuilder().setKey(ByteString.copyFrom(new byte[] {(byte) 0xff}));

        assertThat(Page.of(table.scan(state), beyond.build()).rows()).isEmpty();
    }

    @Test
    void placeReadsAndChangesItsRowAndTheIndexes() {
        var byAmount = table.index(3, KeyCodec.TEXT, (key, coin) -> Optional.of(coin.getAmount()));
        Coin two = Coin.newBuilder().setAmount("2").build();
        table.put(state, "row", ONE);

        Table.Place<Coin> place = table.place(state, "row");
        place.put(two);

        assertThat(place.value()).contains(two);
        assertThat(table.get(state, "row")).contains(two);
        assertThat(byAmount.scan(state).stream().map(Row::key)).containsExactly("2");

        place.remove();
        assertThat(table.contains(state, "row")).isFalse();
        assertThat(byAmount.scan(state).stream()).isEmpty();
    }

    @Test
    void whatAPlaceWroteIsTakenBackWithAllElse() {
        table.put(state, "old", ONE);
        int savepoint = state.savepoint();

        table.place(state, "new").put(ONE);
        table.place(state, "old").remove();
        state.rollback(savepoint);

        assertThat(table.contains(state, "new")).isFalse();
        assertThat(table.get(state, "old")).contains(ONE);
    }

    @Test
    void removingAtAnEmptyPlaceWritesNothing() {
        table.place(state, "nothing").remove();

        assertThat(state.writeSet().size()).isZero();
    }

    @Test
    void tableNumberIsTakenOnce() {
        assertThatThrownBy(() -> space.keySet(1, KeyCodec.TEXT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("free in module byte 9");
    }

    @Test
    void damagedValueStopsInsteadOfBeingGuessed() {
        var raw = space.table(5, KeyCodec.TEXT, new ValueCodec<byte[]>() {
            @Override
            public byte[] encode(byte[] value) {
                return value;
            }

            @Override
            public byte[] decode(byte[] bytes) {
                return bytes;
            }
        });
        raw.put(state, "key", new byte[] {0x0a, 0x7f});
        committed.apply(state.writeSet());
        Table<String, Coin> sameKeys = new Keyspace(9).table(5, KeyCodec.TEXT, Coin.getDefaultInstance());

        assertThatThrownBy(() -> sameKeys.get(new State(committed), "key"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("state is damaged");
    }

    private List<String> walk(boolean reverse) {
        var keys = new ArrayList<String>();
        var request = PageRequest.newBuilder().setLimit(10).setReverse(reverse).build();
        PageResponse response;
        do {
            var page = Page.of(table.scan(state), request);
            page.rows().forEach(row -> keys.add(row.key()));
            response = page.response();
            request = request.toBuilder().setKey(response.getNextKey()).build();
        } while (!response.getNextKey().isEmpty());
        return keys;
    }

    private static List<String> keys(Scan<String, Coin> scan) {
        return scan.stream().map(Row::key).toList();
    }
}
