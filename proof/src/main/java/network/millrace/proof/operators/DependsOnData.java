package network.millrace.proof.operators;

/**
 * Thrown when something that must be known while a program is made (a shape, an axis, a condition) depends on data. Operators
 * let it pass. Whoever makes the program may bind the input that it comes from to a value and try again.
 */
public final class DependsOnData extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Value value;
    private final String what;

    /**
     * What must be known.
     *
     * @param what for a message, e.g. "the axes of Squeeze"
     */
    public DependsOnData(Value value, String what) {
        super(what + " must be known before the program runs", null, false, false);
        this.value = value;
        this.what = what;
    }

    /** The same, at a node. */
    public DependsOnData at(String place) {
        return new DependsOnData(value, place + ": " + what);
    }

    public Value value() {
        return value;
    }

    public String what() {
        return what;
    }
}
