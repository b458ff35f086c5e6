package network.millrace.ledger.modules.accounts;

import java.util.Locale;
import network.millrace.ledger.kernel.Context;
import network.millrace.ledger.kernel.Rejection;
import network.millrace.protocol.accounts.v1.QueryAccountRequest;
import network.millrace.protocol.accounts.v1.QueryAccountResponse;
import network.millrace.protocol.address.Address;

/** Read-only answers about accounts. */
final class AccountsQueries {
    private final Accounts accounts;

    AccountsQueries(Accounts accounts) {
        this.accounts = accounts;
    }

    QueryAccountResponse account(QueryAccountRequest request, Context context) {
        Address address = Address.parse(request.getAddress());
        return accounts.find(context, address)
                .map(account ->
                        QueryAccountResponse.newBuilder().setAccount(account).build())
                .orElseThrow(() -> new Rejection(
                        AccountsError.ACCOUNT_UNKNOWN,
                        String.format(
                                Locale.ROOT,
                                "account %s does not exist yet: it begins when it first receives money",
                                address)));
    }
}
