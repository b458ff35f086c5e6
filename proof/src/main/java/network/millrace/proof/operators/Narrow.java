package network.millrace.proof.operators;

import network.millrace.proof.tensor.DataType;

/** Integers of 8 and 16 bits as those of 32, and back by cutting off. */
final class Narrow {
    private Narrow() {}

    static int[] widen(DataType type, Object array, int from, int count) {
        int[] wide = new int[count];
        for (int i = 0; i < count; i++) {
            wide[i] = switch (type) {
                case INT8 -> ((byte[]) array)[from + i];
                case UINT8, BOOL -> ((byte[]) array)[from + i] & 0xff;
                case INT16 -> ((short[]) array)[from + i];
                case UINT16 -> ((short[]) array)[from + i] & 0xffff;
                case FLOAT16, BFLOAT16, FLOAT32, FLOAT64, INT32, UINT32, INT64, UINT64 ->
                    throw new IllegalStateException(type + " is not narrow");
            };
        }
        return wide;
    }

    static void narrow(DataType type, int[] wide, Object array, int from, int count) {
        for (int i = 0; i < count; i++) {
            if (type.bytes() == 1) {
                ((byte[]) array)[from + i] = (byte) wide[i];
            } else {
                ((short[]) array)[from + i] = (short) wide[i];
            }
        }
    }
}
