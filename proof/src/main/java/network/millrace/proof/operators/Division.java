package network.millrace.proof.operators;

import network.millrace.proof.tensor.DataType;

/**
 * Integer division as we define it: towards zero; a divisor of 0 gives 0, which ONNX leaves open; the smallest number by -1
 * wraps to itself.
 */
final class Division {
    private Division() {}

    static long of(DataType type, long dividend, long divisor) {
        if (divisor == 0) {
            return 0;
        }
        return type == DataType.UINT64 ? Long.divideUnsigned(dividend, divisor) : dividend / divisor;
    }

    static int of(DataType type, int dividend, int divisor) {
        if (divisor == 0) {
            return 0;
        }
        return type == DataType.UINT32 ? Integer.divideUnsigned(dividend, divisor) : dividend / divisor;
    }
}
