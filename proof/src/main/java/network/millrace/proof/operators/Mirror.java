package network.millrace.proof.operators;

import network.millrace.proof.tensor.DataType;

/** Values in the opposite order, so that the smallest becomes the largest; a second time gives them back. A NaN stays one. */
final class Mirror {
    private Mirror() {}

    static Value of(Emitter emitter, Value value) {
        DataType type = value.type().type();
        if (type == DataType.BOOL) {
            return emitter.emit("Not", value);
        }
        return emitter.emit(type.isFloating() ? "Neg" : "BitwiseNot", value);
    }

    static Value reduceMin(Expansion e) {
        Value axes = e.has(1) ? e.input(1) : Value.ABSENT;
        return of(e, e.emit("ReduceMax", e.attributes(), of(e, e.input(0)), axes));
    }

    static Value argMin(Expansion e) {
        return e.emit("ArgMax", e.attributes(), of(e, e.input(0)));
    }
}
