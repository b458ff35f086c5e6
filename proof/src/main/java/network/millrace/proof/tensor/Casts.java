package network.millrace.proof.tensor;

/**
 * The cast of every type to every other.
 *
 * <ul>
 *   <li>Floating to integer: towards zero, saturated at the ends of the target type; NaN becomes 0. ONNX leaves
 *       out-of-range values open.
 *   <li>Integer to integer: the low bits, in two's complement.
 *   <li>To bool: whether the value differs from zero; NaN is true. From bool: 0 or 1.
 *   <li>To floating: nearest even, in one step from the source type. float64 to 16 bits goes over float32, and so does
 *       every integer.
 * </ul>
 */
public final class Casts {
    private Casts() {}

    /** Fills the target, which has as many elements as the source. */
    public static void cast(Tensor source, Tensor target) {
        if (source.type() == target.type()) {
            System.arraycopy(source.array(), 0, target.array(), 0, source.size());
            return;
        }
        if (source.type().isFloating()) {
            castFloating(source, target);
        } else {
            castInteger(source, target);
        }
    }

    /** A uint64 as the nearest double. */
    static double unsignedToDouble(long bits) {
        if (bits >= 0) {
            return bits;
        }
        // Halving with the lost bit kept as a sticky bit rounds once, and doubling is exact.
        return (double) ((bits >>> 1) | (bits & 1)) * 2;
    }

    private static float unsignedToFloat(long bits) {
        return bits >= 0 ? bits : (float) ((bits >>> 1) | (bits & 1)) * 2;
    }

    private static void castFloating(Tensor source, Tensor target) {
        for (int i = 0; i < source.size(); i++) {
            double value = source.real(i);
            switch (target.type()) {
                case FLOAT64 -> target.doubles()[i] = value;
                case FLOAT32 -> target.floats()[i] = (float) value;
                case FLOAT16, BFLOAT16 -> target.shorts()[i] = HalfPrecision.fromFloat(target.type(), (float) value);
                case BOOL -> target.bytes()[i] = (byte) (value != 0 ? 1 : 0);
                case INT64 -> target.longs()[i] = (long) value;
                case UINT64 -> target.longs()[i] = toUnsignedLong(value);
                case INT32 -> target.ints()[i] = (int) value;
                case UINT32 -> target.ints()[i] = (int) clamp((long) value, 0, 0xffff_ffffL);
                case INT16 -> target.shorts()[i] = (short) clamp((long) value, Short.MIN_VALUE, Short.MAX_VALUE);
                case UINT16 -> target.shorts()[i] = (short) clamp((long) value, 0, 0xffff);
                case INT8 -> target.bytes()[i] = (byte) clamp((long) value, Byte.MIN_VALUE, Byte.MAX_VALUE);
                case UINT8 -> target.bytes()[i] = (byte) clamp((long) value, 0, 0xff);
            }
        }
    }

    private static void castInteger(Tensor source, Tensor target) {
        boolean large = source.type() == DataType.UINT64;
        for (int i = 0; i < source.size(); i++) {
            long value = source.integer(i);
            switch (target.type()) {
                case FLOAT64 -> target.doubles()[i] = large ? unsignedToDouble(value) : value;
                case FLOAT32 -> target.floats()[i] = large ? unsignedToFloat(value) : value;
                case FLOAT16, BFLOAT16 ->
                    target.shorts()[i] =
                            HalfPrecision.fromFloat(target.type(), large ? unsignedToFloat(value) : (float) value);
                case BOOL -> target.bytes()[i] = (byte) (value != 0 ? 1 : 0);
                case INT64, UINT64 -> target.longs()[i] = value;
                case INT32, UINT32 -> target.ints()[i] = (int) value;
                case INT16, UINT16 -> target.shorts()[i] = (short) value;
                case INT8, UINT8 -> target.bytes()[i] = (byte) value;
            }
        }
    }

    private static long toUnsignedLong(double value) {
        if (!(value > 0)) {
            return 0;
        }
        if (value < 0x1p63) {
            return (long) value;
        }
        return value < 0x1p64 ? (long) (value - 0x1p63) + Long.MIN_VALUE : -1L;
    }

    private static long clamp(long value, long min, long max) {
        return Math.clamp(value, min, max);
    }
}
