package network.millrace.ledger.state;

import java.util.function.BiConsumer;
import java.util.function.Function;
import network.millrace.protocol.address.Address;

/** How a typed key becomes bytes whose order is the order of the keys, and back. */
public interface KeyCodec<K> {
    KeyCodec<Address> ADDRESS = of((key, out) -> out.address(key), KeyReader::address);
    KeyCodec<Long> U64 = of((key, out) -> out.u64(key), KeyReader::u64);
    /** Milliseconds, never negative. */
    KeyCodec<Long> TIME_MS = of((key, out) -> out.timeMs(key), KeyReader::timeMs);

    KeyCodec<String> TEXT = of((key, out) -> out.text(key), KeyReader::text);

    void write(K key, KeyWriter out);

    K read(KeyReader in);

    static <K> KeyCodec<K> of(BiConsumer<K, KeyWriter> write, Function<KeyReader, K> read) {
        return new KeyCodec<>() {
            @Override
            public void write(K key, KeyWriter out) {
                write.accept(key, out);
            }

            @Override
            public K read(KeyReader in) {
                return read.apply(in);
            }
        };
    }
}
