package network.millrace.ledger.modules.bank;

import network.millrace.ledger.kernel.Context;
import network.millrace.ledger.kernel.ModuleParams;
import network.millrace.ledger.modules.bank.BankState.Holding;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.bank.v1.Balance;
import network.millrace.protocol.bank.v1.GenesisState;
import network.millrace.protocol.bank.v1.Params;
import network.millrace.protocol.money.Coins;
import network.millrace.protocol.money.Money;

/** Balances in genesis; the supply must be their sum. */
final class BankGenesis {
    static final GenesisState DEFAULTS =
            GenesisState.newBuilder().setParams(BankParams.DEFAULTS).build();

    private final BankState state;
    private final Bank bank;
    private final ModuleParams<Params> params;

    BankGenesis(BankState state, Bank bank, ModuleParams<Params> params) {
        this.state = state;
        this.bank = bank;
        this.params = params;
    }

    void load(GenesisState genesis, Context context) {
        params.set(context, genesis.getParams());
        for (Balance balance : genesis.getBalancesList()) {
            load(Address.parse(balance.getAddress()), Money.of(balance.getAmount()), context);
        }
        Coins declared = Coins.ofProto(genesis.getSupplyList());
        Coins issued = supply(context);
        if (!declared.equals(issued)) {
            throw new MalformedException(
                    "the supply must be the sum of the balances, " + issued + "; this is " + declared);
        }
    }

    private void load(Address address, Money money, Context context) {
        if (money.amount().isZero()) {
            throw new MalformedException("a balance is above zero; that of " + address + " is " + money);
        }
        if (state.balances.contains(context, new Holding(address, money.denom()))) {
            throw new MalformedException(
                    "a balance occurs once; that of " + address + " in " + money.denom() + " occurs twice");
        }
        bank.requireDenom(context, money.denom());
        bank.issue(context, address, money);
    }

    private Coins supply(Context context) {
        return new Coins(state.supply.scan(context).stream()
                .map(row -> new Money(row.key(), row.value()))
                .sorted((a, b) -> a.denom().compareTo(b.denom()))
                .toList());
    }

    GenesisState save(Context context) {
        var genesis = GenesisState.newBuilder().setParams(params.get(context));
        for (var row : state.balances.scan(context)) {
            genesis.addBalances(Balance.newBuilder()
                    .setAddress(row.key().address().toString())
                    .setAmount(new Money(row.key().denom(), row.value()).toProto()));
        }
        return genesis.addAllSupply(supply(context).toProto()).build();
    }
}
