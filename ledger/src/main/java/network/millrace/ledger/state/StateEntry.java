package network.millrace.ledger.state;

/** One key of the committed state with its value. Both arrays are shared, and nobody may change them. */
public final class StateEntry {
    private final byte[] key;
    private final byte[] value;

    public StateEntry(byte[] key, byte[] value) {
        this.key = key;
        this.value = value;
    }

    public byte[] key() {
        return key;
    }

    public byte[] value() {
        return value;
    }
}
