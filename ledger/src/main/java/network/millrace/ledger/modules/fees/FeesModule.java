package network.millrace.ledger.modules.fees;

import network.millrace.ledger.kernel.Context;
import network.millrace.ledger.kernel.LedgerModule;
import network.millrace.ledger.kernel.ModuleParams;
import network.millrace.ledger.kernel.ModuleRegistry;
import network.millrace.ledger.modules.accounts.Accounts;
import network.millrace.ledger.modules.bank.Bank;
import network.millrace.ledger.state.Keyspace;
import network.millrace.protocol.fees.v1.GenesisState;
import network.millrace.protocol.fees.v1.Params;
import network.millrace.protocol.fees.v1.QueryTreasuryRequest;
import network.millrace.protocol.fees.v1.QueryTreasuryResponse;

/** Fees and treasury: see the package's description. */
public final class FeesModule implements LedgerModule {
    static final String NAME = "fees";

    private final Keyspace keys = new Keyspace(4);
    private final ModuleParams<Params> params = new ModuleParams<>(keys, FeesParams.DEFAULTS, FeesParams.bounds());
    private final Bank bank;
    private final Fees fees;

    public FeesModule(Accounts accounts, Bank bank) {
        this.bank = bank;
        this.fees = new Fees(params, bank, accounts.moduleAccount("treasury"));
    }

    /** What other modules may ask. */
    public Fees fees() {
        return fees;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void register(ModuleRegistry registry) {
        registry.keys(keys);
        registry.params(params);
        registry.fees(fees);
        registry.query(QueryTreasuryRequest.getDefaultInstance(), this::treasury);
        registry.genesis(GenesisState.newBuilder().setParams(params.defaults()).build(), this::load, this::save);
    }

    private QueryTreasuryResponse treasury(QueryTreasuryRequest request, Context context) {
        return QueryTreasuryResponse.newBuilder()
                .setAddress(fees.treasury().toString())
                .addAllBalances(bank.balances(context, fees.treasury()).toProto())
                .build();
    }

    private void load(GenesisState genesis, Context context) {
        params.set(context, genesis.getParams());
    }

    private GenesisState save(Context context) {
        return GenesisState.newBuilder().setParams(params.get(context)).build();
    }
}
