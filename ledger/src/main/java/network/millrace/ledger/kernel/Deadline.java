package network.millrace.ledger.kernel;

import java.util.OptionalLong;

/** Says when a module next needs a block though nobody sends a transaction. */
@FunctionalInterface
public interface Deadline {
    /** Earliest block time in ms since 1970; see {@link Context#timeOfBilledMs} for deadlines in billed time. */
    OptionalLong nextMs(Context context);
}
