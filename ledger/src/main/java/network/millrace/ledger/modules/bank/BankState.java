package network.millrace.ledger.modules.bank;

import network.millrace.ledger.state.KeyCodec;
import network.millrace.ledger.state.Keyspace;
import network.millrace.ledger.state.Table;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.money.Amount;
import network.millrace.protocol.money.Denom;

/** The bank's tables. */
final class BankState {
    /** Whose balance of what. */
    record Holding(Address address, Denom denom) {
        static final KeyCodec<Holding> KEYS = KeyCodec.of(
                (holding, out) -> out.address(holding.address).text(holding.denom.value()),
                in -> new Holding(in.address(), new Denom(in.text())));
    }

    private static final KeyCodec<Denom> DENOMS =
            KeyCodec.of((denom, out) -> out.text(denom.value()), in -> new Denom(in.text()));

    final Keyspace keys = new Keyspace(3);
    final Table<Holding, Amount> balances = keys.table(1, Holding.KEYS, AmountCodec.INSTANCE);
    final Table<Denom, Amount> supply = keys.table(2, DENOMS, AmountCodec.INSTANCE);
}
