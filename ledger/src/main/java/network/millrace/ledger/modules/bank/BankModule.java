package network.millrace.ledger.modules.bank;

import network.millrace.ledger.kernel.LedgerModule;
import network.millrace.ledger.kernel.ModuleParams;
import network.millrace.ledger.kernel.ModuleRegistry;
import network.millrace.ledger.modules.accounts.Accounts;
import network.millrace.protocol.bank.v1.Params;
import network.millrace.protocol.bank.v1.QueryBalancesRequest;
import network.millrace.protocol.bank.v1.QuerySupplyRequest;
import network.millrace.protocol.cosmos.bank.v1beta1.MsgSend;

/** Money: see the package's description. */
public final class BankModule implements LedgerModule {
    static final String NAME = "bank";
    static final long SEND_GAS = 20_000;

    private final BankState state = new BankState();
    private final ModuleParams<Params> params =
            new ModuleParams<>(state.keys, BankParams.DEFAULTS, BankParams.bounds());
    private final Bank bank;
    private final BankHandler handler;
    private final BankQueries queries;
    private final BankGenesis genesis;
    private final BankInvariants invariants;

    public BankModule(Accounts accounts) {
        bank = new Bank(state, params, accounts);
        handler = new BankHandler(bank, accounts);
        queries = new BankQueries(bank, state);
        genesis = new BankGenesis(state, bank, params);
        invariants = new BankInvariants(state, accounts);
    }

    /** What other modules may ask. */
    public Bank bank() {
        return bank;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void register(ModuleRegistry registry) {
        registry.keys(state.keys);
        registry.errors(BankError.values());
        registry.params(params);
        registry.message(MsgSend.getDefaultInstance(), SEND_GAS, handler::send);
        registry.query(QueryBalancesRequest.getDefaultInstance(), queries::balances);
        registry.query(QuerySupplyRequest.getDefaultInstance(), queries::supply);
        registry.genesis(BankGenesis.DEFAULTS, genesis::load, genesis::save);
        registry.invariant("supply is the sum of balances", invariants::supply);
        registry.invariant("every balance has an owner", invariants::owners);
    }
}
