package network.millrace.ledger;

import com.google.protobuf.Message;
import java.util.List;
import network.millrace.ledger.kernel.Kernel;
import network.millrace.ledger.kernel.Rejection;
import network.millrace.ledger.kernel.SignatureCheck;
import network.millrace.ledger.state.StateReader;
import network.millrace.protocol.ledger.v1.Clock;
import network.millrace.protocol.ledger.v1.Genesis;
import network.millrace.protocol.ledger.v1.TxResult;

/**
 * One committed state to look at: a snapshot that stays as it is while the {@link Ledger} goes on. Views are cheap; each
 * is used by one thread at a time, and many may be used beside each other and beside the ledger.
 */
public final class LedgerView {
    private final Kernel kernel;
    private final StateReader snapshot;
    private final Clock clock;

    LedgerView(Kernel kernel, StateReader snapshot) {
        this.kernel = kernel;
        this.snapshot = snapshot;
        this.clock = kernel.clock(snapshot);
    }

    /** Height, times and app hash of this state. */
    public Clock clock() {
        return clock;
    }

    /**
     * Answers a query.
     *
     * @param method a method of the module's {@code service Query}
     * @throws Rejection when there is no such query or the module refuses
     */
    public Message query(String module, String method, Message request) {
        return kernel.query(snapshot, clock, module, method, request);
    }

    /** An empty request of a query. Throws {@link Rejection} when there is no such query. */
    public Message queryPrototype(String module, String method) {
        return kernel.registry().queryPrototype(module, method);
    }

    /** What a transaction would do and use; signature, sequence and fee are not asked for. */
    public TxResult simulate(byte[] transaction) {
        return kernel.simulate(transaction, snapshot, clock);
    }

    /**
     * The signatures that the ledger will ask its verifier about when it meets this transaction, so that they can be
     * verified ahead. Empty when the transaction cannot be read or a signer has no account.
     */
    public List<SignatureCheck> signatureChecks(byte[] transaction) {
        return kernel.signatureChecks(transaction, snapshot, clock);
    }

    /** This state as the genesis of a network that goes on from it. */
    public Genesis export() {
        return kernel.export(snapshot, clock);
    }

    /** Every law of a module that does not hold; for tests and audits, reads everything. */
    public List<String> violations() {
        return kernel.violations(snapshot, clock);
    }
}
