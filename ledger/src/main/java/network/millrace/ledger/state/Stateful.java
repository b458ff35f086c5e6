package network.millrace.ledger.state;

/** Whatever stands on a state: the {@link State} itself, or the context a handler is given. */
public interface Stateful {
    State state();
}
