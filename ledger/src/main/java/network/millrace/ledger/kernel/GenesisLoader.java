package network.millrace.ledger.kernel;

import com.google.protobuf.Message;

/** Puts a module's genesis into an empty state. Throws {@link Rejection} or MalformedException with what is wrong. */
@FunctionalInterface
public interface GenesisLoader<G extends Message> {
    void load(G genesis, Context context);
}
