package network.millrace.proof.operators;

import network.millrace.proof.tensor.DataType;

/** Elements of arrays of any integer type as longs, widened by their own sign, and back by cutting off. */
final class Whole {
    private Whole() {}

    static long get(DataType type, Object array, int i) {
        return switch (type) {
            case INT64, UINT64 -> ((long[]) array)[i];
            case INT32 -> ((int[]) array)[i];
            case UINT32 -> Integer.toUnsignedLong(((int[]) array)[i]);
            case INT16 -> ((short[]) array)[i];
            case UINT16 -> Short.toUnsignedLong(((short[]) array)[i]);
            case INT8 -> ((byte[]) array)[i];
            case UINT8, BOOL -> Byte.toUnsignedLong(((byte[]) array)[i]);
            case FLOAT16, BFLOAT16, FLOAT32, FLOAT64 ->
                throw new IllegalStateException("an element of " + type + " was read as an integer");
        };
    }

    static void set(DataType type, Object array, int i, long element) {
        switch (type.storage()) {
            case LONGS -> ((long[]) array)[i] = element;
            case INTS -> ((int[]) array)[i] = (int) element;
            case SHORTS -> ((short[]) array)[i] = (short) element;
            case BYTES -> ((byte[]) array)[i] = (byte) element;
            case FLOATS, DOUBLES ->
                throw new IllegalStateException("an element of " + type + " was written as an integer");
        }
    }
}
