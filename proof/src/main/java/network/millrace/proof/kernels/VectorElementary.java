package network.millrace.proof.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The functions of {@link Elementary} for several numbers at once: the same operations in the same order, so the same bits. */
final class VectorElementary {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;

    private VectorElementary() {}

    static FloatVector exp(FloatVector x) {
        FloatVector rounded = x.fma(broadcast(Elementary.LOG2_E), broadcast(Elementary.ROUNDER));
        IntVector whole = rounded.reinterpretAsInts().sub(Elementary.ROUNDER_BITS);
        FloatVector n = rounded.sub(Elementary.ROUNDER);
        FloatVector r = n.fma(broadcast(-Elementary.LN2_HIGH), x);
        r = n.fma(broadcast(-Elementary.LN2_LOW), r);
        FloatVector p = broadcast(Elementary.EXP_6).fma(r, broadcast(Elementary.EXP_5));
        p = p.fma(r, broadcast(Elementary.EXP_4));
        p = p.fma(r, broadcast(Elementary.EXP_3));
        p = p.fma(r, broadcast(Elementary.EXP_2));
        p = p.fma(r, broadcast(1f));
        p = p.fma(r, broadcast(1f));
        IntVector half = whole.lanewise(VectorOperators.ASHR, 1);
        FloatVector result = p.mul(powerOfTwo(half)).mul(powerOfTwo(whole.sub(half)));
        result = result.blend(Float.POSITIVE_INFINITY, x.compare(VectorOperators.GT, Elementary.EXP_MAX));
        result = result.blend(0f, x.compare(VectorOperators.LT, Elementary.EXP_MIN));
        return result.blend(Float.NaN, x.test(VectorOperators.IS_NAN));
    }

    static FloatVector log(FloatVector x) {
        VectorMask<Float> subnormal = x.compare(VectorOperators.LT, Float.MIN_NORMAL);
        FloatVector normal = x.blend(x.mul(0x1p23f), subnormal);
        IntVector bits = normal.reinterpretAsInts();
        IntVector exponent = bits.sub(Elementary.SQRT_HALF_BITS).lanewise(VectorOperators.ASHR, 23);
        FloatVector f = bits.sub(exponent.lanewise(VectorOperators.LSHL, 23))
                .reinterpretAsFloats()
                .sub(1f);
        IntVector shift = IntVector.zero(INTS).blend(23, subnormal.cast(INTS));
        FloatVector e = (FloatVector) exponent.sub(shift).convert(VectorOperators.I2F, 0);
        FloatVector p = broadcast(Elementary.LOG_10).fma(f, broadcast(Elementary.LOG_9));
        p = p.fma(f, broadcast(Elementary.LOG_8));
        p = p.fma(f, broadcast(Elementary.LOG_7));
        p = p.fma(f, broadcast(Elementary.LOG_6));
        p = p.fma(f, broadcast(Elementary.LOG_5));
        p = p.fma(f, broadcast(Elementary.LOG_4));
        p = p.fma(f, broadcast(Elementary.LOG_3));
        FloatVector square = f.mul(f);
        FloatVector low = square.mul(f).fma(p, e.mul(Elementary.LN2_LOW));
        low = square.fma(broadcast(-0.5f), low);
        FloatVector result = e.fma(broadcast(Elementary.LN2_HIGH), f.add(low));
        result = result.blend(x, x.compare(VectorOperators.EQ, Float.POSITIVE_INFINITY));
        result = result.blend(Float.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0f));
        VectorMask<Float> none = x.compare(VectorOperators.LT, 0f).or(x.test(VectorOperators.IS_NAN));
        return result.blend(Float.NaN, none);
    }

    static FloatVector tanh(FloatVector x) {
        FloatVector size = x.abs();
        FloatVector square = x.mul(x);
        FloatVector p = broadcast(Elementary.TANH_11).fma(square, broadcast(Elementary.TANH_9));
        p = p.fma(square, broadcast(Elementary.TANH_7));
        p = p.fma(square, broadcast(Elementary.TANH_5));
        p = p.fma(square, broadcast(Elementary.TANH_3));
        FloatVector small = p.mul(square).fma(x, x);
        FloatVector large =
                broadcast(1f).sub(broadcast(2f).div(exp(size.add(size)).add(1f)));
        FloatVector result = withSignOf(large, x).blend(small, size.compare(VectorOperators.LT, Elementary.TANH_SMALL));
        return result.blend(Float.NaN, x.test(VectorOperators.IS_NAN));
    }

    static FloatVector sigmoid(FloatVector x) {
        return broadcast(1f).div(exp(x.neg()).add(1f));
    }

    static FloatVector erf(FloatVector x) {
        FloatVector size = x.abs();
        FloatVector square = x.mul(x);
        FloatVector p = broadcast(Elementary.ERF_13).fma(square, broadcast(Elementary.ERF_11));
        p = p.fma(square, broadcast(Elementary.ERF_9));
        p = p.fma(square, broadcast(Elementary.ERF_7));
        p = p.fma(square, broadcast(Elementary.ERF_5));
        p = p.fma(square, broadcast(Elementary.ERF_3));
        p = p.fma(square, broadcast(Elementary.ERF_1));
        FloatVector small = p.fma(x, x);
        FloatVector clamped = size.min(Elementary.ERF_MAX);
        FloatVector q = broadcast(Elementary.ERFC_7).fma(clamped, broadcast(Elementary.ERFC_6));
        q = q.fma(clamped, broadcast(Elementary.ERFC_5));
        q = q.fma(clamped, broadcast(Elementary.ERFC_4));
        q = q.fma(clamped, broadcast(Elementary.ERFC_3));
        q = q.fma(clamped, broadcast(Elementary.ERFC_2));
        q = q.fma(clamped, broadcast(Elementary.ERFC_1));
        q = q.fma(clamped, broadcast(Elementary.ERFC_0));
        FloatVector large = broadcast(1f).sub(exp(q.neg()));
        FloatVector result = withSignOf(large, x).blend(small, size.compare(VectorOperators.LT, 1f));
        return result.blend(Float.NaN, x.test(VectorOperators.IS_NAN));
    }

    private static FloatVector withSignOf(FloatVector size, FloatVector sign) {
        IntVector bit = sign.reinterpretAsInts().and(0x80000000);
        return size.reinterpretAsInts().or(bit).reinterpretAsFloats();
    }

    private static FloatVector powerOfTwo(IntVector n) {
        return n.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
    }

    private static FloatVector broadcast(float number) {
        return FloatVector.broadcast(FLOATS, number);
    }
}
