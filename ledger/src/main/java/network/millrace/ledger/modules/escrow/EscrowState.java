package network.millrace.ledger.modules.escrow;

import java.util.Optional;
import java.util.OptionalLong;
import network.millrace.ledger.kernel.Context;
import network.millrace.ledger.kernel.ModuleParams;
import network.millrace.ledger.state.IdKeys;
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
import network.millrace.protocol.ids.DeploymentId;
import network.millrace.protocol.ids.LeaseId;

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

    final Table<EscrowId, Account> accounts = keys.table(1, EscrowId.KEYS, Account.getDefaultInstance());

    /** A lease's stream from its deployment's account. */
    final Table<LeaseId, Stream> streams = keys.table(2, IdKeys.LEASE, Stream.getDefaultInstance());

    /** Accounts with an open stream, by the billed time at which they run dry. */
    private final Index<Long, EscrowId, Account> depletions = accounts.index(
            3,
            KeyCodec.TIME_MS,
            (id, account) -> account.getDepletionMs() == Depletion.NONE
                    ? Optional.empty()
                    : Optional.of(account.getDepletionMs()));

    private final Index<Owned, EscrowId, Account> byOwner =
            accounts.index(4, Owned.KEYS, (id, account) -> Optional.of(new Owned(owner(id), account.getStateValue())));

    /** The owner is part of the id: a deployment's tenant, a bid's provider. */
    private static Address owner(EscrowId id) {
        return switch (id) {
            case EscrowId.OfDeployment account -> account.deployment().owner();
            case EscrowId.OfBid account -> account.bid().provider();
        };
    }

    /** All streams an account ever had, in the order of groups, orders and providers. */
    Scan<LeaseId, Stream> streamsOf(Stateful at, DeploymentId deployment) {
        return streams.scan(at).prefix(key -> IdKeys.DEPLOYMENT.write(deployment, key));
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
