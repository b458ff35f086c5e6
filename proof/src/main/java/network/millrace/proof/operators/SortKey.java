package network.millrace.proof.operators;

import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Tensor;

/** Elements as longs that are ordered as the elements are: -0 equals +0, and a NaN is larger than every number. */
final class SortKey {
    private SortKey() {}

    static long of(Tensor tensor, int i) {
        if (!tensor.type().isFloating()) {
            return tensor.type() == DataType.UINT64 ? tensor.integer(i) ^ Long.MIN_VALUE : tensor.integer(i);
        }
        double element = tensor.real(i);
        if (Double.isNaN(element)) {
            return Long.MAX_VALUE;
        }
        long bits = Double.doubleToLongBits(element == 0 ? 0 : element);
        return bits < 0 ? bits ^ Long.MAX_VALUE : bits;
    }
}
