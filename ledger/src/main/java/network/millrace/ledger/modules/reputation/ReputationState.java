package network.millrace.ledger.modules.reputation;

import java.util.Optional;
import network.millrace.ledger.kernel.ModuleParams;
import network.millrace.ledger.state.KeyCodec;
import network.millrace.ledger.state.Keyspace;
import network.millrace.ledger.state.Scan;
import network.millrace.ledger.state.Stateful;
import network.millrace.ledger.state.Table;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.reputation.v1.Pair;
import network.millrace.protocol.reputation.v1.Params;
import network.millrace.protocol.reputation.v1.Record;

/** The tables of reputation: the only file that knows its keys. */
final class ReputationState {
    record PairKey(Address provider, Address tenant) {
        static final KeyCodec<PairKey> KEYS = KeyCodec.of(
                (key, out) -> out.address(key.provider).address(key.tenant),
                in -> new PairKey(in.address(), in.address()));
    }

    private static final int MODULE = 7;

    final Keyspace keys = new Keyspace(MODULE);
    final ModuleParams<Params> params = ReputationParams.in(keys);

    private final Table<Address, Record> records = keys.table(1, KeyCodec.ADDRESS, Record.getDefaultInstance());
    private final Table<PairKey, Pair> pairs = keys.table(2, PairKey.KEYS, Pair.getDefaultInstance());

    Optional<Record> record(Stateful at, Address provider) {
        return records.get(at, provider);
    }

    void save(Stateful at, Record record) {
        records.put(at, Address.parse(record.getProvider()), record);
    }

    Optional<Pair> pair(Stateful at, Address provider, Address tenant) {
        return pairs.get(at, new PairKey(provider, tenant));
    }

    void save(Stateful at, Pair pair) {
        pairs.put(at, new PairKey(Address.parse(pair.getProvider()), Address.parse(pair.getTenant())), pair);
    }

    Scan<Address, Record> records(Stateful at) {
        return records.scan(at);
    }

    Scan<PairKey, Pair> pairs(Stateful at) {
        return pairs.scan(at);
    }
}
