package network.millrace.ledger.modules.escrow;

import java.util.OptionalLong;
import network.millrace.ledger.kernel.Context;
import network.millrace.ledger.kernel.LedgerModule;
import network.millrace.ledger.kernel.ModuleRegistry;
import network.millrace.ledger.modules.accounts.Accounts;
import network.millrace.ledger.modules.bank.Bank;
import network.millrace.ledger.modules.fees.Fees;
import network.millrace.protocol.escrow.v1.MsgDeposit;
import network.millrace.protocol.escrow.v1.QueryAccountRequest;
import network.millrace.protocol.escrow.v1.QueryAccountsRequest;

/** Table of contents of escrow. */
public final class EscrowModule implements LedgerModule {
    static final String NAME = "escrow";

    private static final long GAS_DEPOSIT = 40_000;

    private final EscrowState state = new EscrowState();
    private final Bank bank;
    private final Escrow escrow;

    public EscrowModule(Accounts accounts, Bank bank, Fees fees) {
        accounts.moduleAccount(NAME);
        this.bank = bank;
        this.escrow = new Escrow(state, bank, fees);
    }

    /** What other modules use. */
    public Escrow escrow() {
        return escrow;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void register(ModuleRegistry registry) {
        var handler = new EscrowHandler(escrow);
        var queries = new EscrowQueries(state);
        var invariants = new EscrowInvariants(state, bank);
        var genesis = new EscrowGenesis(state, invariants);

        registry.keys(state.keys);
        registry.errors(EscrowError.values());
        registry.params(state.params);
        registry.message(MsgDeposit.getDefaultInstance(), GAS_DEPOSIT, handler::deposit);
        registry.query(QueryAccountRequest.getDefaultInstance(), queries::account);
        registry.query(QueryAccountsRequest.getDefaultInstance(), queries::accounts);
        registry.beginBlock(escrow::closeDepleted);
        registry.deadline(this::nextDepletionMs);
        registry.genesis(genesis.defaults(), genesis::load, genesis::save);
        registry.invariant("the books of every account add up", invariants::books);
        registry.invariant("the bank balance is the sum of the accounts", invariants::bankBalance);
        registry.invariant("no account is open after it ran dry", invariants::depletion);
    }

    private OptionalLong nextDepletionMs(Context context) {
        OptionalLong billedMs = state.nextDepletionMs(context);
        return billedMs.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(context.timeOfBilledMs(billedMs.getAsLong()));
    }
}
