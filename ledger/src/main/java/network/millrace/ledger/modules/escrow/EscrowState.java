package network.millrace.ledger.modules.escrow;

import java.util.Optional;
import java.util.OptionalLong;
import network.millrace.ledger.kernel.Context;
import network.millrace.ledger.kernel.ModuleParams;
import network.millrace.ledger.state.Index;
import network.millrace.ledger.state.KeyCodec;
import network.millrace.ledger.state.Keyspace;
import network.millrace.ledger.state.Row;
import network.millrace.ledger.state.Scan;
import network.millrace.ledger.state.Stateful;
import network.millrace.ledger.state.Table;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.escrow.v1.Account;
import network.millrace.protocol.escrow.v1.Params;
import network.millrace.protocol.escrow.v1.Stream;

/** The tables of escrow: the only file that knows its keys. */
final class EscrowState {
    /** Accounts of one owner in one state. */
    record Owned(Address owner, int state) {
        static final KeyCodec<Owned> KEYS =
                KeyCodec.of((key, out) -> out.address(key.owner).u8(key.state), in -> new Owned(in.address(), in.u8()));
    }

    private static final int MODULE = 8;

    final Keyspace keys = new Keyspace(MODULE);
    final ModuleParams<Params> params = EscrowParams.in(keys);

    private final Table<EscrowId, Account> accounts = keys.table(1, EscrowId.KEYS, Account.getDefaultInstance());
    private final Table<StreamKey, Stream> streams = keys.table(2, StreamKey.KEYS, Stream.getDefaultInstance());

    /** Accounts with an open stream, by the billed time at which they run dry. */
    private final Index<Long, EscrowId, Account> depletions = accounts.index(
            3,
            KeyCodec.TIME_MS,
            (id, account) -> account.getDepletionMs() == Depletion.NONE
                    ? Optional.empty()
                    : Optional.of(account.getDepletionMs()));

    private final Index<Owned, EscrowId, Account> byOwner = accounts.index(
            4,
            Owned.KEYS,
            (id, account) -> Optional.of(new Owned(Address.parse(account.getOwner()), account.getStateValue())));

    Optional<Account> account(Stateful at, EscrowId id) {
        return accounts.get(at, id);
    }

    void save(Stateful at, Account account) {
        accounts.put(at, EscrowId.of(account.getId()), account);
    }

    void remove(Stateful at, EscrowId id) {
        accounts.remove(at, id);
    }

    Optional<Stream> stream(Stateful at, StreamKey key) {
        return streams.get(at, key);
    }

    void save(Stateful at, Stream stream) {
        streams.put(at, new StreamKey(EscrowId.of(stream.getAccount()), stream.getId()), stream);
    }

    /** All streams an account ever had, in the order of their ids. */
    Scan<StreamKey, Stream> streams(Stateful at, EscrowId account) {
        return streams.scan(at).prefix(key -> EscrowId.KEYS.write(account, key));
    }

    Scan<EscrowId, Account> accounts(Stateful at) {
        return accounts.scan(at);
    }

    Scan<StreamKey, Stream> streams(Stateful at) {
        return streams.scan(at);
    }

    Scan<Owned, EscrowId> ownedBy(Stateful at, Address owner) {
        return byOwner.scan(at).prefix(key -> key.address(owner));
    }

    Scan<Owned, EscrowId> ownedBy(Stateful at, Address owner, Account.State state) {
        return byOwner.scan(at).prefix(key -> Owned.KEYS.write(new Owned(owner, state.getNumber()), key));
    }

    /** The account that runs dry first, if it does so at or before this billed time. */
    Optional<EscrowId> firstDepleted(Context at) {
        return depletions
                .scan(at)
                .first()
                .filter(row -> row.key() <= at.billedMs())
                .map(Row::value);
    }

    /** Accounts by the billed time (ms) at which they run dry. */
    Scan<Long, EscrowId> depletions(Stateful at) {
        return depletions.scan(at);
    }

    OptionalLong nextDepletionMs(Stateful at) {
        return depletions.scan(at).first().map(Row::key).map(OptionalLong::of).orElse(OptionalLong.empty());
    }
}
