package network.millrace.ledger;

import java.util.List;
import network.millrace.ledger.kernel.LedgerModule;
import network.millrace.ledger.kernel.Registry;
import network.millrace.ledger.modules.accounts.AccountsModule;
import network.millrace.ledger.modules.bank.BankModule;
import network.millrace.ledger.modules.escrow.EscrowModule;
import network.millrace.ledger.modules.fees.FeesModule;
import network.millrace.ledger.modules.market.MarketModule;
import network.millrace.ledger.modules.provider.ProviderModule;
import network.millrace.ledger.modules.reputation.ReputationModule;

/**
 * The ledger's modules, each with what it needs of those before it. Their order here is the order of block hooks and of
 * genesis, and no module knows one that comes later.
 */
public final class Modules {
    private Modules() {}

    /** A new set of all modules, put together. */
    public static Registry all() {
        var accounts = new AccountsModule();
        var bank = new BankModule(accounts.accounts());
        var fees = new FeesModule(accounts.accounts(), bank.bank());
        var provider = new ProviderModule();
        var reputation = new ReputationModule();
        var escrow = new EscrowModule(accounts.accounts(), bank.bank(), fees.fees());
        var market = new MarketModule(fees.fees(), provider.providers(), reputation.reputation(), escrow.escrow());
        List<LedgerModule> modules = List.of(accounts, bank, fees, provider, reputation, escrow, market);
        return Registry.of(modules);
    }
}
