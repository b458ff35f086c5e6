package network.millrace.proof.kernels;

/**
 * The elementary functions that need not be fast: float32 in, computed in float64 by Taylor series with fused multiply-add,
 * rounded once. Their errors stay below 0.51 units in the last place. The coefficients of the series are quotients of whole
 * numbers, rounded by the division itself, so that a second implementation needs no list of them.
 */
public final class Transcendental {
    /** Terms of the series of exp, of sine and cosine, of log and of the arc tangent. */
    private static final double[] EXP = new double[14];

    private static final double[] SINE = new double[8];
    private static final double[] COSINE = new double[9];
    private static final double[] LOG = new double[12];
    private static final double[] ARC = new double[16];

    static {
        double factorial = 1;
        for (int k = 0; k < 18; k++) {
            factorial *= Math.max(k, 1);
            double sign = k / 2 % 2 == 0 ? 1 : -1;
            if (k < EXP.length) {
                EXP[k] = 1 / factorial;
            }
            if (k % 2 == 1 && k / 2 < SINE.length) {
                SINE[k / 2] = sign / factorial;
            }
            if (k % 2 == 0 && k / 2 < COSINE.length) {
                COSINE[k / 2] = sign / factorial;
            }
        }
        for (int k = 0; k < ARC.length; k++) {
            ARC[k] = (k % 2 == 0 ? 1.0 : -1.0) / (2 * k + 1);
        }
        for (int k = 0; k < LOG.length; k++) {
            LOG[k] = 1.0 / (2 * k + 1);
        }
    }

    private static final double LN2_HIGH = 0x1.62e42f8p-1;
    private static final double LN2_LOW = 0x1.be8e7bcd5e4f2p-27;
    private static final double LOG2_E = 0x1.71547652b82fep0;
    private static final double HALF_PI = 0x1.921fb54442d18p0;
    private static final double HALF_PI_LOW = 0x1.1a62633145c07p-54;
    private static final double QUARTER_PI = 0x1.921fb54442d18p-1;
    private static final double TWO_OVER_PI = 0x1.45f306dc9c883p-1;

    /** Adding and subtracting it rounds a number below 2^51 in size to a whole one, ties to even. */
    private static final double ROUNDER = 0x1.8p52;

    /** The first 256 bits behind the point of 2/pi, with 64 zeros in front. */
    private static final long[] TWO_OVER_PI_BITS = {
        0, 0xa2f9836e4e441529L, 0xfc2757d1f534ddc0L, 0xdb6295993c439041L, 0xfe5163abdebbc561L
    };

    /** From here on a multiple of pi is taken off by whole-number arithmetic, which is exact. */
    private static final double LARGE_ANGLE = 0x1p16;

    private Transcendental() {}

    public static float sin(float x) {
        return (float) sine(x, 0);
    }

    public static float cos(float x) {
        return (float) sine(x, 1);
    }

    public static float tan(float x) {
        return (float) (sine(x, 0) / sine(x, 1));
    }

    public static float atan(float x) {
        return (float) arcTangent(x);
    }

    public static float asin(float x) {
        double y = x;
        return (float) arcTangent(y / Math.sqrt((1 - y) * (1 + y)));
    }

    public static float acos(float x) {
        double y = x;
        return (float) (2 * arcTangent(Math.sqrt((1 - y) / (1 + y))));
    }

    public static float sinh(float x) {
        double y = x;
        if (Math.abs(y) < 1) {
            double square = y * y;
            double p = EXP[13];
            for (int k = 11; k >= 1; k -= 2) {
                p = Math.fma(p, square, EXP[k]);
            }
            return (float) (p * y);
        }
        double power = exp(Math.abs(y));
        return (float) Math.copySign((power - 1 / power) * 0.5, y);
    }

    public static float cosh(float x) {
        double power = exp(Math.abs((double) x));
        return (float) ((power + 1 / power) * 0.5);
    }

    public static float asinh(float x) {
        double size = Math.abs((double) x);
        double root = Math.sqrt(Math.fma(size, size, 1));
        double result = size < 0.5 ? log1p(size + size * size / (1 + root)) : log(size + root);
        return (float) Math.copySign(result, x);
    }

    public static float acosh(float x) {
        double y = x;
        return (float) (y < 1 ? Double.NaN : log(y + Math.sqrt((y - 1) * (y + 1))));
    }

    public static float atanh(float x) {
        double y = x;
        if (Math.abs(y) < 0.25) {
            return (float) logSeries(y);
        }
        return (float) (0.5 * log((1 + y) / (1 - y)));
    }

    /** The natural logarithm of 1 + x, exact for small x too. */
    public static float log1p(float x) {
        double y = x;
        return (float) (Math.abs(y) < 0.5 ? log1p(y) : log(1 + y));
    }

    /** e to the x, minus 1, exact for small x too. */
    public static float expm1(float x) {
        double y = x;
        if (Math.abs(y) < 0.5) {
            double p = EXP[13];
            for (int k = 12; k >= 1; k--) {
                p = Math.fma(p, y, EXP[k]);
            }
            return (float) (p * y);
        }
        return (float) (exp(y) - 1);
    }

    /** x to the y, with the special cases of C's pow: 1 when y is 0 or x is 1, the sign of x kept for odd y. */
    public static float pow(float x, float y) {
        if (y == 0 || x == 1) {
            return 1f;
        }
        if (Float.isNaN(x) || Float.isNaN(y)) {
            return Float.NaN;
        }
        double size = Math.abs((double) x);
        if (Float.isInfinite(y)) {
            if (size == 1) {
                return 1f;
            }
            return size > 1 == y > 0 ? Float.POSITIVE_INFINITY : 0f;
        }
        boolean whole = Math.rint(y) == y;
        boolean odd = whole && Math.abs(y) < 0x1p24f && ((int) y & 1) != 0;
        boolean negative = Float.floatToRawIntBits(x) < 0;
        if (negative && !whole && size != 0 && size != Double.POSITIVE_INFINITY) {
            return Float.NaN;
        }
        double power = size == 0 || size == Double.POSITIVE_INFINITY
                ? (size == 0 == y > 0 ? 0 : Double.POSITIVE_INFINITY)
                : exp(y * log(size));
        return (float) (negative && odd ? -power : power);
    }

    /** e to the x in float64. */
    public static double exp(double x) {
        if (Double.isNaN(x)) {
            return Double.NaN;
        }
        if (x > 0x1.62e42fefa39efp9) {
            return Double.POSITIVE_INFINITY;
        }
        if (x < -0x1.74910d52d3052p9) {
            return 0;
        }
        double n = Math.fma(x, LOG2_E, ROUNDER) - ROUNDER;
        double r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x));
        double p = EXP[13];
        for (int k = 12; k >= 0; k--) {
            p = Math.fma(p, r, EXP[k]);
        }
        long whole = (long) n;
        long half = whole >> 1;
        return p * powerOfTwo(half) * powerOfTwo(whole - half);
    }

    private static double powerOfTwo(long n) {
        return Double.longBitsToDouble((n + 1023) << 52);
    }

    /** The natural logarithm in float64. */
    public static double log(double x) {
        if (Double.isNaN(x) || x < 0) {
            return Double.NaN;
        }
        if (x == 0) {
            return Double.NEGATIVE_INFINITY;
        }
        if (x == Double.POSITIVE_INFINITY) {
            return x;
        }
        boolean subnormal = x < Double.MIN_NORMAL;
        long bits = Double.doubleToRawLongBits(subnormal ? x * 0x1p54 : x);
        long shifted = (bits - 0x3fe6a09e667f3bcdL) >> 52;
        double mantissa = Double.longBitsToDouble(bits - (shifted << 52));
        long exponent = subnormal ? shifted - 54 : shifted;
        double small = 2 * logSeries((mantissa - 1) / (mantissa + 1));
        return Math.fma((double) exponent, LN2_HIGH, Math.fma((double) exponent, LN2_LOW, small));
    }

    private static double log1p(double x) {
        return 2 * logSeries(x / (2 + x));
    }

    /** The area tangent of z, half the logarithm of (1 + z) / (1 - z); for |z| up to 0.27. */
    private static double logSeries(double z) {
        double square = z * z;
        double p = LOG[LOG.length - 1];
        for (int k = LOG.length - 2; k >= 0; k--) {
            p = Math.fma(p, square, LOG[k]);
        }
        return p * z;
    }

    private static double arcTangent(double x) {
        if (Double.isNaN(x)) {
            return Double.NaN;
        }
        double size = Math.abs(x);
        boolean steep = size > 1;
        double reduced = steep ? 1 / size : size;
        boolean high = reduced > 0x1.a827999fcef32p-2;
        double z = high ? (reduced - 1) / (reduced + 1) : reduced;
        double square = z * z;
        double p = ARC[ARC.length - 1];
        for (int k = ARC.length - 2; k >= 0; k--) {
            p = Math.fma(p, square, ARC[k]);
        }
        double angle = high ? Math.fma(p, z, QUARTER_PI) : p * z;
        return Math.copySign(steep ? HALF_PI - angle : angle, x);
    }

    /** The sine of x plus so many quarters of a turn. */
    public static double sine(double x, int quarters) {
        if (Double.isNaN(x) || Double.isInfinite(x)) {
            return Double.NaN;
        }
        double r;
        int turn;
        if (Math.abs(x) < LARGE_ANGLE) {
            double n = Math.fma(x, TWO_OVER_PI, ROUNDER) - ROUNDER;
            r = Math.fma(n, -HALF_PI_LOW, Math.fma(n, -HALF_PI, x));
            turn = (int) n + quarters;
        } else {
            LargeAngle angle = LargeAngle.of(x);
            r = angle.rest() * 0x1p-64 * HALF_PI;
            turn = angle.quarters() + quarters;
        }
        double square = r * r;
        boolean cosine = (turn & 1) != 0;
        double[] series = cosine ? COSINE : SINE;
        double p = series[series.length - 1];
        for (int k = series.length - 2; k >= 0; k--) {
            p = Math.fma(p, square, series[k]);
        }
        double result = cosine ? p : p * r;
        return (turn & 2) != 0 ? -result : result;
    }

    /**
     * An angle of any size as quarters of a turn, of which all but two bits are dropped, and a rest between minus and plus half
     * a quarter, in units of 2^-64 quarters. After Payne and Hanek: only the bits of 2/pi that matter are multiplied.
     */
    private record LargeAngle(int quarters, long rest) {
        static LargeAngle of(double x) {
            int bits = Float.floatToRawIntBits((float) Math.abs(x));
            long mantissa = (bits & 0x7fffff) | 0x800000;
            int exponent = (bits >>> 23) - 150;
            // Times 2^exponent, the first bit of the window weighs two quarters; what is before it is whole turns.
            int first = 62 + exponent;
            long low = window(first + 64);
            long high = mantissa * window(first) + Math.unsignedMultiplyHigh(mantissa, low);
            long rest = (high << 2) | ((mantissa * low) >>> 62);
            int quarters = (int) (high >>> 62) + (rest < 0 ? 1 : 0);
            return x < 0 ? new LargeAngle(-quarters, -rest) : new LargeAngle(quarters, rest);
        }

        /** 64 bits of 2/pi from a place on. */
        private static long window(int first) {
            int word = first >>> 6;
            int shift = first & 63;
            long high = TWO_OVER_PI_BITS[word] << shift;
            return shift == 0 ? high : high | (TWO_OVER_PI_BITS[word + 1] >>> (64 - shift));
        }
    }
}
