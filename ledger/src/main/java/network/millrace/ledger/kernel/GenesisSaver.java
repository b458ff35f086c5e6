package network.millrace.ledger.kernel;

import com.google.protobuf.Message;

/** Writes down a module's whole state, so that loading it gives the same state back. */
@FunctionalInterface
public interface GenesisSaver<G extends Message> {
    G save(Context context);
}
