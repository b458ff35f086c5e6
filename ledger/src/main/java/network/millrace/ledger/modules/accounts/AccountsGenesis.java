package network.millrace.ledger.modules.accounts;

import java.util.TreeSet;
import network.millrace.ledger.kernel.Context;
import network.millrace.ledger.modules.accounts.AccountsState.Nonce;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.accounts.v1.Account;
import network.millrace.protocol.accounts.v1.GenesisState;
import network.millrace.protocol.accounts.v1.UnorderedNonce;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.crypto.PublicKey;

/** Accounts in genesis: each with its number; the next number is above them all. */
final class AccountsGenesis {
    private final AccountsState state;
    private final Accounts accounts;

    AccountsGenesis(AccountsState state, Accounts accounts) {
        this.state = state;
        this.accounts = accounts;
    }

    void load(GenesisState genesis, Context context) {
        var numbers = new TreeSet<Long>();
        for (Account account : genesis.getAccountsList()) {
            Address address = Address.parse(account.getAddress());
            require(account, address, genesis.getNextNumber(), context);
            if (!numbers.add(account.getNumber())) {
                throw new MalformedException("account numbers are unique; " + account.getNumber() + " occurs twice");
            }
            accounts.save(context, address, account);
        }
        accounts.setNextNumber(context, genesis.getNextNumber());
        for (UnorderedNonce nonce : genesis.getUnorderedList()) {
            if (nonce.getTimeoutNs() < 0) {
                throw new MalformedException("a timeout is at least 0 ns; this is " + nonce.getTimeoutNs());
            }
            accounts.use(context, Address.parse(nonce.getAddress()), nonce.getTimeoutNs());
        }
    }

    private void require(Account account, Address address, long nextNumber, Context context) {
        if (state.accounts.contains(context, address)) {
            throw new MalformedException("an account occurs once; " + address + " occurs twice");
        }
        if (account.getNumber() < 0 || account.getNumber() >= nextNumber || account.getSequence() < 0) {
            throw new MalformedException("account numbers are from 0 to below next_number, sequences from 0; account "
                    + address + " has number " + account.getNumber() + " and sequence " + account.getSequence()
                    + ", next_number is " + nextNumber);
        }
        if (!account.getPublicKey().isEmpty()
                && !PublicKey.of(account.getPublicKey()).address().equals(address)) {
            throw new MalformedException("the key of account " + address + " is that of another");
        }
    }

    GenesisState save(Context context) {
        var genesis = GenesisState.newBuilder().setNextNumber(accounts.nextNumber(context));
        for (var row : state.accounts.scan(context)) {
            genesis.addAccounts(row.value());
        }
        for (var row : state.nonces.scan(context)) {
            Nonce nonce = row.key();
            genesis.addUnordered(UnorderedNonce.newBuilder()
                    .setAddress(nonce.address().toString())
                    .setTimeoutNs(nonce.timeoutNs()));
        }
        return genesis.build();
    }
}
