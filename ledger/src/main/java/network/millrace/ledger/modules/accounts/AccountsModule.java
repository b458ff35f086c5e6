package network.millrace.ledger.modules.accounts;

import network.millrace.ledger.kernel.LedgerModule;
import network.millrace.ledger.kernel.ModuleRegistry;
import network.millrace.protocol.accounts.v1.GenesisState;
import network.millrace.protocol.accounts.v1.QueryAccountRequest;

/** Accounts: see the package's description. */
public final class AccountsModule implements LedgerModule {
    static final String NAME = "accounts";

    private final AccountsState state = new AccountsState();
    private final Accounts accounts = new Accounts(state);
    private final AccountsQueries queries = new AccountsQueries(accounts);
    private final AccountsGenesis genesis = new AccountsGenesis(state, accounts);
    private final AccountsInvariants invariants = new AccountsInvariants(state, accounts);

    /** What other modules may ask. */
    public Accounts accounts() {
        return accounts;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void register(ModuleRegistry registry) {
        registry.keys(state.keys);
        registry.errors(AccountsError.values());
        registry.signers(accounts);
        registry.beginBlock(accounts::prune);
        registry.query(QueryAccountRequest.getDefaultInstance(), queries::account);
        registry.genesis(GenesisState.getDefaultInstance(), genesis::load, genesis::save);
        registry.invariant("account numbers are unique and below the next", invariants::numbers);
    }
}
