package network.millrace.proof.operators;

import network.millrace.proof.tensor.DataType;

/** The other truth value. */
final class Not extends UnaryElementwise {
    @Override
    public String name() {
        return "Not";
    }

    @Override
    boolean takes(DataType type) {
        return type == DataType.BOOL;
    }

    @Override
    void loop(Call call, DataType type, Object in, int from, Object out, int to, int count) {
        for (int i = 0; i < count; i++) {
            ((byte[]) out)[to + i] = (byte) (1 - ((byte[]) in)[from + i]);
        }
    }
}
