package network.millrace.ledger.modules.accounts;

import network.millrace.ledger.state.Cell;
import network.millrace.ledger.state.KeyCodec;
import network.millrace.ledger.state.KeySet;
import network.millrace.ledger.state.Keyspace;
import network.millrace.ledger.state.Table;
import network.millrace.protocol.accounts.v1.Account;
import network.millrace.protocol.accounts.v1.GenesisState;
import network.millrace.protocol.address.Address;

/** The accounts' tables. */
final class AccountsState {
    /** A used timeout of an unordered transaction; ordered by time, so that the expired ones come first. */
    record Nonce(long timeoutNs, Address address) {
        static final KeyCodec<Nonce> KEYS = KeyCodec.of(
                (nonce, out) -> out.u64(nonce.timeoutNs).address(nonce.address),
                in -> new Nonce(in.u64(), in.address()));
    }

    final Keyspace keys = new Keyspace(2);
    final Table<Address, Account> accounts = keys.table(1, KeyCodec.ADDRESS, Account.getDefaultInstance());
    /** A genesis state of which only next_number is filled. */
    final Cell<GenesisState> nextNumber = keys.cell(2, GenesisState.getDefaultInstance());

    final KeySet<Nonce> nonces = keys.keySet(3, Nonce.KEYS);
}
