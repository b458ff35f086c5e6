package network.millrace.ledger;

import java.util.List;
import network.millrace.ledger.kernel.LedgerModule;
import network.millrace.ledger.kernel.Registry;
import network.millrace.ledger.modules.accounts.AccountsModule;
import network.millrace.ledger.modules.bank.BankModule;
import network.millrace.ledger.modules.fees.FeesModule;

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
        List<LedgerModule> modules = List.of(accounts, bank, fees);
        return Registry.of(modules);
    }
}
