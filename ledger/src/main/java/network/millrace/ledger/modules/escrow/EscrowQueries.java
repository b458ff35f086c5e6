package network.millrace.ledger.modules.escrow;

import network.millrace.ledger.kernel.Context;
import network.millrace.ledger.kernel.Rejection;
import network.millrace.ledger.state.Page;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.escrow.v1.Account;
import network.millrace.protocol.escrow.v1.QueryAccountRequest;
import network.millrace.protocol.escrow.v1.QueryAccountResponse;
import network.millrace.protocol.escrow.v1.QueryAccountsRequest;
import network.millrace.protocol.escrow.v1.QueryAccountsResponse;
import network.millrace.protocol.escrow.v1.Stream;
import network.millrace.protocol.money.Amount;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Money;

/** Read-only answers. */
final class EscrowQueries {
    private static final long NO_STREAM = -1;

    private final EscrowState state;

    EscrowQueries(EscrowState state) {
        this.state = state;
    }

    /** The account and its streams as they would be if they were settled now. */
    QueryAccountResponse account(QueryAccountRequest request, Context context) {
        EscrowId id = EscrowId.of(request.getAccount());
        Account stored = state.accounts
                .get(context, id)
                .orElseThrow(() -> new Rejection(EscrowError.ACCOUNT_UNKNOWN, "there is no escrow account " + id));
        Account account = EscrowAccounts.isOpen(stored) ? EscrowAccounts.settle(stored, context.billedMs()) : stored;
        var response = QueryAccountResponse.newBuilder()
                .setAccount(account)
                .setBalance(
                        new Money(new Denom(account.getDenom()), new Amount(EscrowAccounts.balance(account))).toProto())
                .setRunwayMs(runwayMs(account, context));
        if (id instanceof EscrowId.OfDeployment deployment) {
            for (var row : state.streamsOf(context, deployment.deployment())) {
                response.addStreams(asOf(row.value(), context.billedMs()));
            }
        }
        return response.build();
    }

    QueryAccountsResponse accounts(QueryAccountsRequest request, Context context) {
        var response = QueryAccountsResponse.newBuilder();
        if (request.getOwner().isEmpty()) {
            Rejection.unless(
                    request.getState() == Account.State.STATE_UNSPECIFIED,
                    EscrowError.ACCOUNT_UNKNOWN,
                    "accounts are found by owner, or by owner and state; the state alone (%s) is not enough",
                    request.getState());
            var page = Page.of(state.accounts.scan(context), request.getPage());
            page.rows().forEach(row -> response.addAccounts(row.value()));
            return response.setPage(page.response()).build();
        }
        Address owner = Address.parse(request.getOwner());
        var scan = request.getState() == Account.State.STATE_UNSPECIFIED
                ? state.ownedBy(context, owner)
                : state.ownedBy(context, owner, request.getState());
        var page = Page.of(scan, request.getPage());
        page.rows()
                .forEach(row -> response.addAccounts(
                        state.accounts.get(context, row.value()).orElseThrow()));
        return response.setPage(page.response()).build();
    }

    private static long runwayMs(Account account, Context context) {
        return account.getDepletionMs() == Depletion.NONE ? NO_STREAM : account.getDepletionMs() - context.billedMs();
    }

    private static Stream asOf(Stream stream, long nowMs) {
        if (!Streams.isOpen(stream)) {
            return stream;
        }
        return stream.toBuilder()
                .setEarnedRemainder(Streams.earned(stream, nowMs).toString())
                .setSettledAtMs(nowMs)
                .build();
    }
}
