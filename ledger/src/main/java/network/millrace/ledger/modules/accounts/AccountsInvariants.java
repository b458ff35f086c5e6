package network.millrace.ledger.modules.accounts;

import java.util.HashSet;
import java.util.Optional;
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
        var seen = new HashSet<Long>();
        for (var row : state.accounts.scan(context)) {
            long number = row.value().getNumber();
            if (number >= next || !seen.add(number)) {
                return Optional.of("%s has number %d, next is %d".formatted(row.key(), number, next));
            }
        }
        return Optional.empty();
    }
}
