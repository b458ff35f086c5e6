package network.millrace.ledger.modules.bank;

import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import network.millrace.ledger.kernel.Context;
import network.millrace.ledger.modules.accounts.Accounts;
import network.millrace.protocol.money.Amount;
import network.millrace.protocol.money.Denom;

/** Laws of the bank. */
final class BankInvariants {
    private final BankState state;
    private final Accounts accounts;

    BankInvariants(BankState state, Accounts accounts) {
        this.state = state;
        this.accounts = accounts;
    }

    Optional<String> supply(Context context) {
        var sums = new TreeMap<Denom, Amount>();
        for (var row : state.balances.scan(context)) {
            sums.merge(row.key().denom(), row.value(), Amount::plus);
        }
        var supply = new TreeMap<Denom, Amount>();
        for (var row : state.supply.scan(context)) {
            supply.put(row.key(), row.value());
        }
        return sums.equals(supply)
                ? Optional.empty()
                : Optional.of(String.format(Locale.ROOT, "balances sum up to %s, the supply is %s", sums, supply));
    }

    Optional<String> owners(Context context) {
        for (var row : state.balances.scan(context)) {
            var address = row.key().address();
            if (accounts.find(context, address).isEmpty() && !accounts.isModuleAccount(address)) {
                return Optional.of(String.format(
                        Locale.ROOT,
                        "%s has %s%s and no account",
                        address,
                        row.value(),
                        row.key().denom()));
            }
        }
        return Optional.empty();
    }
}
