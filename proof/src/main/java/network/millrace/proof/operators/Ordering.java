package network.millrace.proof.operators;

import network.millrace.proof.tensor.DataType;

/** How elements of two arrays compare. */
final class Ordering {
    static final int BELOW = -1;
    static final int SAME = 0;
    static final int ABOVE = 1;

    /** One of them is a NaN. */
    static final int NONE = 2;

    /** The order of two elements at the same distance from where the arrays are looked at. */
    @FunctionalInterface
    interface Order {
        int at(int i);
    }

    private Ordering() {}

    static Order order(DataType type, Object a, int i, Object b, int j) {
        return switch (type) {
            case FLOAT32 -> n -> of(((float[]) a)[i + n], ((float[]) b)[j + n]);
            case FLOAT64 -> n -> of(((double[]) a)[i + n], ((double[]) b)[j + n]);
            case INT64 -> n -> Long.compare(((long[]) a)[i + n], ((long[]) b)[j + n]);
            case UINT64 -> n -> Long.compareUnsigned(((long[]) a)[i + n], ((long[]) b)[j + n]);
            case INT32 -> n -> Integer.compare(((int[]) a)[i + n], ((int[]) b)[j + n]);
            case UINT32 -> n -> Integer.compareUnsigned(((int[]) a)[i + n], ((int[]) b)[j + n]);
            case INT16 -> n -> Integer.signum(Short.compare(((short[]) a)[i + n], ((short[]) b)[j + n]));
            case UINT16 -> n -> Integer.signum(Short.compareUnsigned(((short[]) a)[i + n], ((short[]) b)[j + n]));
            case INT8 -> n -> Integer.signum(Byte.compare(((byte[]) a)[i + n], ((byte[]) b)[j + n]));
            case UINT8, BOOL -> n -> Integer.signum(Byte.compareUnsigned(((byte[]) a)[i + n], ((byte[]) b)[j + n]));
            case FLOAT16, BFLOAT16 -> throw new IllegalStateException(type + " must be widened before a kernel runs");
        };
    }

    /** By the operators of the language, for which -0 equals +0. */
    private static int of(double a, double b) {
        if (a < b) {
            return BELOW;
        }
        if (a > b) {
            return ABOVE;
        }
        return a == b ? SAME : NONE;
    }
}
