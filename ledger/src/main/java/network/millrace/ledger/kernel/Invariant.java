package network.millrace.ledger.kernel;

import java.util.Optional;

/** A law that must hold after every block; run by tests and by the simulation's auditor, not by a node. */
public interface Invariant {
    String module();

    String name();

    /** What is wrong, as a sentence; empty when the law holds. */
    Optional<String> violation(Context context);

    /** The check alone, as modules register it. */
    @FunctionalInterface
    interface Check {
        Optional<String> violation(Context context);
    }
}
