package network.millrace.ledger.kernel;

import com.google.protobuf.Message;

/** Answers queries of one type. What it writes to the context's state is thrown away afterwards. */
@FunctionalInterface
public interface QueryHandler<Q extends Message, R extends Message> {
    /** Refuses with a {@link Rejection}. */
    R answer(Q request, Context context);
}
