package network.millrace.ledger.kernel;

import java.util.Optional;
import network.millrace.ledger.state.Stateful;
import network.millrace.protocol.accounts.v1.Account;
import network.millrace.protocol.address.Address;

/** What the pipeline needs to know of the accounts that sign; the accounts module implements it. */
public interface Signers {
    Optional<Account> find(Stateful at, Address address);

    void save(Stateful at, Address address, Account account);

    /** Whether the account belongs to a module, for which nobody holds a key. */
    boolean isModuleAccount(Address address);

    /** Whether the account has used this timeout (ns since 1970) for an unordered transaction. */
    boolean hasUsed(Stateful at, Address address, long timeoutNs);

    /** Remembers the timeout until it has passed. */
    void use(Stateful at, Address address, long timeoutNs);
}
