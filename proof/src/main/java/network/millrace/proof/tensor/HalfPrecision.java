package network.millrace.proof.tensor;

/** The two 16-bit floating types: exact widening, and rounding to nearest even. */
public final class HalfPrecision {
    private static final short NAN_FLOAT16 = 0x7e00;
    private static final short NAN_BFLOAT16 = 0x7fc0;

    private HalfPrecision() {}

    /** The float with the value of these bits. */
    public static float toFloat(DataType type, short bits) {
        if (type == DataType.FLOAT16) {
            return Float.float16ToFloat(bits);
        }
        return Float.intBitsToFloat(bits << 16);
    }

    /** The nearest number of the type, ties to even; too large ones become infinite, every NaN the canonical one. */
    public static short fromFloat(DataType type, float value) {
        if (Float.isNaN(value)) {
            return type == DataType.FLOAT16 ? NAN_FLOAT16 : NAN_BFLOAT16;
        }
        if (type == DataType.FLOAT16) {
            return Float.floatToFloat16(value);
        }
        int bits = Float.floatToRawIntBits(value);
        int roundUpAboveHalfOrOdd = 0x7fff + ((bits >>> 16) & 1);
        return (short) ((bits + roundUpAboveHalfOrOdd) >>> 16);
    }

    /** Widens a whole tensor. */
    public static Tensor widen(Tensor half) {
        Tensor wide = Tensor.allocate(DataType.FLOAT32, half.shape());
        for (int i = 0; i < half.size(); i++) {
            wide.floats()[i] = toFloat(half.type(), half.shorts()[i]);
        }
        return wide;
    }

    /** Rounds a whole float32 tensor into one of a 16-bit floating type and the same size. */
    public static void round(Tensor wide, Tensor half) {
        for (int i = 0; i < wide.size(); i++) {
            half.shorts()[i] = fromFloat(half.type(), wide.floats()[i]);
        }
    }

    /** The bits with a canonical NaN; those of 16-bit integers as they are. */
    static short canonical(DataType type, short bits) {
        return type.isHalf() && Float.isNaN(toFloat(type, bits)) ? fromFloat(type, Float.NaN) : bits;
    }
}
