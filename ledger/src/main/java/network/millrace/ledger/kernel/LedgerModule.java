package network.millrace.ledger.kernel;

/** One part of the ledger: its messages, queries, state, parameters and hooks. */
public interface LedgerModule {
    /** Short and lower case; the codespace of its errors, its name in genesis and in queries. */
    String name();

    /** Says what the module has; called once. */
    void register(ModuleRegistry registry);
}
