package network.millrace.ledger.modules.bank;

import network.millrace.ledger.kernel.Context;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.bank.v1.QueryBalancesRequest;
import network.millrace.protocol.bank.v1.QueryBalancesResponse;
import network.millrace.protocol.bank.v1.QuerySupplyRequest;
import network.millrace.protocol.bank.v1.QuerySupplyResponse;
import network.millrace.protocol.money.Money;

/** Read-only answers about money. */
final class BankQueries {
    private final Bank bank;
    private final BankState state;

    BankQueries(Bank bank, BankState state) {
        this.bank = bank;
        this.state = state;
    }

    QueryBalancesResponse balances(QueryBalancesRequest request, Context context) {
        return QueryBalancesResponse.newBuilder()
                .addAllBalances(bank.balances(context, Address.parse(request.getAddress()))
                        .toProto())
                .build();
    }

    QuerySupplyResponse supply(QuerySupplyRequest request, Context context) {
        var response = QuerySupplyResponse.newBuilder();
        for (var row : state.supply.scan(context)) {
            response.addSupply(new Money(row.key(), row.value()).toProto());
        }
        return response.build();
    }
}
