package network.millrace.ledger.modules.accounts;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import network.millrace.ledger.kernel.Context;
import network.millrace.ledger.kernel.Signers;
import network.millrace.ledger.modules.accounts.AccountsState.Nonce;
import network.millrace.ledger.state.Stateful;
import network.millrace.protocol.accounts.v1.Account;
import network.millrace.protocol.accounts.v1.GenesisState;
import network.millrace.protocol.address.Address;

/** What other modules and the pipeline may ask of accounts. */
public final class Accounts implements Signers {
    private static final long NS_PER_MS = 1_000_000L;

    private final AccountsState state;
    private final Set<Address> moduleAccounts = new LinkedHashSet<>();

    Accounts(AccountsState state) {
        this.state = state;
    }

    /** Declares an account that holds a module's money; called while the modules are put together. */
    public Address moduleAccount(String name) {
        Address address = Address.module(name);
        moduleAccounts.add(address);
        return address;
    }

    @Override
    public boolean isModuleAccount(Address address) {
        return moduleAccounts.contains(address);
    }

    @Override
    public Optional<Account> find(Stateful at, Address address) {
        return state.accounts.get(at, address);
    }

    @Override
    public void save(Stateful at, Address address, Account account) {
        state.accounts.put(at, address, account);
    }

    /** Makes sure that an address which receives money has an account. Module accounts need none. */
    public void ensure(Stateful at, Address address) {
        if (isModuleAccount(address) || state.accounts.contains(at, address)) {
            return;
        }
        long number = nextNumber(at);
        setNextNumber(at, Math.addExact(number, 1));
        save(
                at,
                address,
                Account.newBuilder()
                        .setAddress(address.toString())
                        .setNumber(number)
                        .build());
    }

    long nextNumber(Stateful at) {
        return state.nextNumber.get(at).map(GenesisState::getNextNumber).orElse(0L);
    }

    void setNextNumber(Stateful at, long number) {
        state.nextNumber.put(at, GenesisState.newBuilder().setNextNumber(number).build());
    }

    @Override
    public boolean hasUsed(Stateful at, Address address, long timeoutNs) {
        return state.nonces.contains(at, new Nonce(timeoutNs, address));
    }

    @Override
    public void use(Stateful at, Address address, long timeoutNs) {
        state.nonces.add(at, new Nonce(timeoutNs, address));
    }

    /** Forgets nonces whose transactions would be refused by their timeout alone. */
    void prune(Context context) {
        long nowNs = context.timeMs() * NS_PER_MS;
        for (var row : state.nonces.scan(context).before(key -> key.u64(nowNs))) {
            state.nonces.remove(context, row.key());
        }
    }
}
