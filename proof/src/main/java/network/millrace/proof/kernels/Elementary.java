package network.millrace.proof.kernels;

/**
 * The elementary functions of float32, defined by our own polynomials: no two machines, compilers or libraries agree on
 * any others. Each is written with fused multiply-add, multiply, add, divide, floor and bit operations only, here for one
 * number and in the vector kernels for several, with equal bits. Coefficients are the exact hexadecimal floats that
 * {@code docs/spec/tensor.md} lists.
 */
public final class Elementary {
    /** Above it exp overflows: the largest float whose exp is finite. */
    static final float EXP_MAX = 0x1.62e42ep6f;

    /** Below it exp underflows to 0, subnormal results included. */
    static final float EXP_MIN = -0x1.9fe368p6f;

    static final float LOG2_E = 0x1.715476p0f;
    static final float LN2_HIGH = 0x1.62e4p-1f;
    static final float LN2_LOW = 0x1.7f7d1cp-20f;

    private Elementary() {}

    /** e to the x: reduced by multiples of ln 2, a polynomial of degree 6, then two exact scalings by powers of two. */
    public static float exp(float x) {
        if (Float.isNaN(x)) {
            return Float.NaN;
        }
        if (x > EXP_MAX) {
            return Float.POSITIVE_INFINITY;
        }
        if (x < EXP_MIN) {
            return 0f;
        }
        float n = roundToEven(x * LOG2_E);
        float r = Math.fma(n, -LN2_HIGH, x);
        r = Math.fma(n, -LN2_LOW, r);
        float p = expPolynomial(r);
        int whole = (int) n;
        int half = whole >> 1;
        return p * powerOfTwo(half) * powerOfTwo(whole - half);
    }

    private static float expPolynomial(float r) {
        float p = 0x1.6c16c2p-10f;
        p = Math.fma(p, r, 0x1.111112p-7f);
        p = Math.fma(p, r, 0x1.555556p-5f);
        p = Math.fma(p, r, 0x1.555556p-3f);
        p = Math.fma(p, r, 0x1p-1f);
        p = Math.fma(p, r, 0x1p0f);
        return Math.fma(p, r, 0x1p0f);
    }

    /** The nearest whole number, ties to even, of a number below 2^22 in size. */
    static float roundToEven(float x) {
        return (x + 0x1.8p23f) - 0x1.8p23f;
    }

    /** 2 to the n for n in the range of normal floats. */
    static float powerOfTwo(int n) {
        return Float.intBitsToFloat((n + 127) << 23);
    }
}
