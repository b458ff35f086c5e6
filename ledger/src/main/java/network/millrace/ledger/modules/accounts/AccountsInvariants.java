package network.millrace.ledger.modules.accounts;

import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import network.millrace.ledger.kernel.Context;

/** Laws of the accounts module. */
final class AccountsInvariants {
    private final AccountsState state;
    private final Accounts accounts;

    AccountsInvariants(AccountsState state, Accounts accounts) {
        this.state = state;
        this.accounts = accounts;
    }

    Optional<String> numbers(Context context) {
        long next = accounts.nextNumber(context);
        var seen = new TreeSet<Long>();
        for (var row : state.accounts.scan(context)) {
            long number = row.value().getNumber();
            if (number >= next || !seen.add(number)) {
                return Optional.of(String.format(Locale.ROOT, "%s has number %d, next is %d", row.key(), number, next));
            }
        }
        return Optional.empty();
    }
}
