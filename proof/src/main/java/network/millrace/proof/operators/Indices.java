package network.millrace.proof.operators;

import network.millrace.proof.RefusedException;
import network.millrace.proof.tensor.DataType;

/** Indices that come as data: negative ones count from the end, those outside are refused when they come up. */
final class Indices {
    private Indices() {}

    static int within(String operator, long index, int size) {
        if (index < -size || index >= size) {
            throw RefusedException.malformed(
                    "index " + index + " of " + operator + " lies outside of an axis of " + size);
        }
        return (int) (index < 0 ? index + size : index);
    }

    static void require(Inference in, int input) {
        DataType type = in.elements(input);
        if (type != DataType.INT64 && type != DataType.INT32) {
            throw RefusedException.malformed("indices must be int32 or int64; they are " + type);
        }
    }
}
