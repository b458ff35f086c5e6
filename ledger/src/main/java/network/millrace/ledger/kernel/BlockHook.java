package network.millrace.ledger.kernel;

/** Work a module does at the begin or end of each block. It must not refuse: an exception stops the node. */
@FunctionalInterface
public interface BlockHook {
    void run(Context context);
}
