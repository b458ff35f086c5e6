package network.millrace.proof.operators;

import network.millrace.proof.tensor.Tensor;

/** Matrix products of the types that are not worth a fast kernel: float64 and integers, in the same fixed order. */
final class PlainProduct {
    private PlainProduct() {}

    static void multiply(
            Tensor a, int fromA, Tensor b, int fromB, Tensor c, int fromC, int rows, int columns, int depth) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                int row = fromA + i * depth;
                int column = fromB + j;
                int target = fromC + i * columns + j;
                switch (c.type().storage()) {
                    case DOUBLES -> {
                        double sum = 0;
                        for (int k = 0; k < depth; k++) {
                            sum = Math.fma(a.doubles()[row + k], b.doubles()[column + k * columns], sum);
                        }
                        c.doubles()[target] = sum;
                    }
                    case LONGS -> {
                        long sum = 0;
                        for (int k = 0; k < depth; k++) {
                            sum += a.longs()[row + k] * b.longs()[column + k * columns];
                        }
                        c.longs()[target] = sum;
                    }
                    case INTS -> {
                        int sum = 0;
                        for (int k = 0; k < depth; k++) {
                            sum += a.ints()[row + k] * b.ints()[column + k * columns];
                        }
                        c.ints()[target] = sum;
                    }
                    case FLOATS, SHORTS, BYTES -> throw new IllegalStateException("no plain product of " + c.type());
                }
            }
        }
    }
}
