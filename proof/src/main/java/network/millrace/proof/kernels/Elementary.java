package network.millrace.proof.kernels;

/**
 * The elementary functions of float32 that are worth being fast, defined by our own polynomials: no two machines, compilers or
 * libraries agree on any others. Each is written with fused multiply-add, multiply, add, divide and bit operations only, here
 * for one number and in {@link VectorElementary} for several, with equal bits. The coefficients are minimax fits of ours; their
 * exact values stand in {@code docs/spec/tensor.md}. The largest errors, over a sample of all floats: exp 0.88, log 1.39,
 * tanh 1.35, sigmoid 2.4, erf 1.2 units in the last place.
 */
public final class Elementary {
    /** Adding and subtracting it rounds a number below 2^22 in size to a whole one, ties to even. */
    static final float ROUNDER = 0x1.8p23f;

    /** The bits of {@link #ROUNDER}, from which those of a rounded number differ by that number. */
    static final int ROUNDER_BITS = 0x4b400000;

    /** Above it exp overflows. */
    static final float EXP_MAX = 0x1.62e42ep6f;

    /** Below it exp is 0, subnormal results included. */
    static final float EXP_MIN = -0x1.9fe368p6f;

    static final float LOG2_E = 0x1.715476p0f;
    static final float LN2_HIGH = 0x1.62e4p-1f;
    static final float LN2_LOW = 0x1.7f7d1cp-20f;

    /** exp(r) = 1 + r + r² (EXP_2 + EXP_3 r + …). */
    static final float EXP_2 = 0x1.fffffcp-2f;

    static final float EXP_3 = 0x1.55549p-3f;
    static final float EXP_4 = 0x1.5558f4p-5f;
    static final float EXP_5 = 0x1.123a6ap-7f;
    static final float EXP_6 = 0x1.6a2356p-10f;

    /** The bits of the square root of 1/2, from which on mantissas are taken. */
    static final int SQRT_HALF_BITS = 0x3f3504f3;

    /** log(1 + f) = f - f²/2 + f³ (LOG_3 + LOG_4 f + …). */
    static final float LOG_3 = 0x1.555544p-2f;

    static final float LOG_4 = -0x1.0003f8p-2f;
    static final float LOG_5 = 0x1.99a964p-3f;
    static final float LOG_6 = -0x1.5432f4p-3f;
    static final float LOG_7 = 0x1.2211f4p-3f;
    static final float LOG_8 = -0x1.0e7fa2p-3f;
    static final float LOG_9 = 0x1.0a5242p-3f;
    static final float LOG_10 = -0x1.407c2p-4f;

    /** Below it tanh(x) = x + x³ (TANH_3 + TANH_5 x² + …). */
    static final float TANH_SMALL = 0.625f;

    static final float TANH_3 = -0x1.555542p-2f;
    static final float TANH_5 = 0x1.1109ccp-3f;
    static final float TANH_7 = -0x1.b887fcp-5f;
    static final float TANH_9 = 0x1.53dadcp-6f;
    static final float TANH_11 = -0x1.7cc1acp-8f;

    /** Below 1 erf(x) = x + x (ERF_1 + ERF_3 x² + …). */
    static final float ERF_1 = 0x1.06eba8p-3f;

    static final float ERF_3 = -0x1.81273ep-2f;
    static final float ERF_5 = 0x1.ce2d2p-4f;
    static final float ERF_7 = -0x1.b7fbb4p-6f;
    static final float ERF_9 = 0x1.5419f6p-8f;
    static final float ERF_11 = -0x1.a485ecp-11f;
    static final float ERF_13 = 0x1.4ae4dp-14f;

    /** Above it erf is 1. */
    static final float ERF_MAX = 3.95f;

    /** From 1 on erf(x) = 1 - exp(-(ERFC_0 + ERFC_1 x + …)). */
    static final float ERFC_0 = -0x1.8b3f3ap-13f;

    static final float ERFC_1 = 0x1.212c2cp0f;
    static final float ERFC_2 = 0x1.4434fp-1f;
    static final float ERFC_3 = 0x1.bc18dp-4f;
    static final float ERFC_4 = -0x1.9d0bd6p-6f;
    static final float ERFC_5 = 0x1.1398fcp-8f;
    static final float ERFC_6 = -0x1.ceeaf2p-12f;
    static final float ERFC_7 = 0x1.6c0696p-16f;

    private Elementary() {}

    /** e to the x: reduced by multiples of ln 2, a polynomial, then two scalings by powers of two. */
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
        float rounded = Math.fma(x, LOG2_E, ROUNDER);
        int whole = Float.floatToRawIntBits(rounded) - ROUNDER_BITS;
        float n = rounded - ROUNDER;
        float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x));
        float p = Math.fma(EXP_6, r, EXP_5);
        p = Math.fma(p, r, EXP_4);
        p = Math.fma(p, r, EXP_3);
        p = Math.fma(p, r, EXP_2);
        p = Math.fma(p, r, 1f);
        p = Math.fma(p, r, 1f);
        int half = whole >> 1;
        return p * powerOfTwo(half) * powerOfTwo(whole - half);
    }

    /** The natural logarithm; -infinity of 0, NaN of negative numbers. */
    public static float log(float x) {
        if (Float.isNaN(x) || x < 0) {
            return Float.NaN;
        }
        if (x == 0) {
            return Float.NEGATIVE_INFINITY;
        }
        if (x == Float.POSITIVE_INFINITY) {
            return x;
        }
        boolean subnormal = x < Float.MIN_NORMAL;
        float normal = subnormal ? x * 0x1p23f : x;
        int bits = Float.floatToRawIntBits(normal);
        int exponent = (bits - SQRT_HALF_BITS) >> 23;
        float f = Float.intBitsToFloat(bits - (exponent << 23)) - 1f;
        float e = exponent - (subnormal ? 23 : 0);
        float p = Math.fma(LOG_10, f, LOG_9);
        p = Math.fma(p, f, LOG_8);
        p = Math.fma(p, f, LOG_7);
        p = Math.fma(p, f, LOG_6);
        p = Math.fma(p, f, LOG_5);
        p = Math.fma(p, f, LOG_4);
        p = Math.fma(p, f, LOG_3);
        float square = f * f;
        float low = Math.fma(square * f, p, e * LN2_LOW);
        low = Math.fma(square, -0.5f, low);
        return Math.fma(e, LN2_HIGH, f + low);
    }

    /** The hyperbolic tangent. */
    public static float tanh(float x) {
        if (Float.isNaN(x)) {
            return Float.NaN;
        }
        float size = Math.abs(x);
        if (size < TANH_SMALL) {
            float square = x * x;
            float p = Math.fma(TANH_11, square, TANH_9);
            p = Math.fma(p, square, TANH_7);
            p = Math.fma(p, square, TANH_5);
            p = Math.fma(p, square, TANH_3);
            return Math.fma(p * square, x, x);
        }
        return Math.copySign(1f - 2f / (exp(size + size) + 1f), x);
    }

    /** 1 / (1 + exp(-x)). */
    public static float sigmoid(float x) {
        return 1f / (1f + exp(-x));
    }

    /** The error function. */
    public static float erf(float x) {
        if (Float.isNaN(x)) {
            return Float.NaN;
        }
        float size = Math.abs(x);
        if (size < 1f) {
            float square = x * x;
            float p = Math.fma(ERF_13, square, ERF_11);
            p = Math.fma(p, square, ERF_9);
            p = Math.fma(p, square, ERF_7);
            p = Math.fma(p, square, ERF_5);
            p = Math.fma(p, square, ERF_3);
            p = Math.fma(p, square, ERF_1);
            return Math.fma(p, x, x);
        }
        float clamped = Math.min(size, ERF_MAX);
        float p = Math.fma(ERFC_7, clamped, ERFC_6);
        p = Math.fma(p, clamped, ERFC_5);
        p = Math.fma(p, clamped, ERFC_4);
        p = Math.fma(p, clamped, ERFC_3);
        p = Math.fma(p, clamped, ERFC_2);
        p = Math.fma(p, clamped, ERFC_1);
        p = Math.fma(p, clamped, ERFC_0);
        return Math.copySign(1f - exp(-p), x);
    }

    /** 2 to the n for n in the range of normal floats. */
    static float powerOfTwo(int n) {
        return Float.intBitsToFloat((n + 127) << 23);
    }
}
