package network.millrace.ledger.kernel;

import com.google.protobuf.Message;

/** Executes messages of one type. The signer's signature has been checked. */
@FunctionalInterface
public interface MessageHandler<M extends Message, R extends Message> {
    /** Refuses with a {@link Rejection}. */
    R handle(M message, Context context);
}
