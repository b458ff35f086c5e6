package network.millrace.proof.operators;

import network.millrace.proof.RefusedException;

/** Activation functions as expressions of other operators. */
final class Activations {
    private Activations() {}

    private static float number(Expansion e, String name, float absent) {
        return e.attributes().number(name, absent);
    }

    private static Value plus(Expansion e, Value x, double number) {
        return e.emit("Add", x, e.scalarLike(x, number));
    }

    private static Value times(Expansion e, double number, Value x) {
        return e.emit("Mul", e.scalarLike(x, number), x);
    }

    private static Value isBelow(Expansion e, Value x, double number) {
        return e.emit("Less", x, e.scalarLike(x, number));
    }

    /** x, or the slope times x where x is negative. */
    static Value prelu(Expansion e) {
        Value x = e.input(0);
        Value scaled = e.emit("Mul", e.input(1), x);
        if (!scaled.shape().equals(x.shape())) {
            throw RefusedException.malformed(
                    "a slope of shape " + e.input(1).shape() + " does not broadcast to " + x.shape());
        }
        return e.emit("Where", isBelow(e, x, 0), scaled, x);
    }

    /** exp(x) - 1 where x is negative; 0 elsewhere, so that no overflow comes in. */
    private static Value expBelow(Expansion e, Value x) {
        Value negative = e.emit("Min", x, e.scalarLike(x, 0));
        return plus(e, e.emit("Exp", negative), -1);
    }

    static Value elu(Expansion e) {
        Value x = e.input(0);
        return e.emit("Where", isBelow(e, x, 0), times(e, number(e, "alpha", 1), expBelow(e, x)), x);
    }

    static Value selu(Expansion e) {
        Value x = e.input(0);
        Value curve = times(e, number(e, "alpha", 0x1.ac5afap0f), expBelow(e, x));
        return times(e, number(e, "gamma", 0x1.0cfabep0f), e.emit("Where", isBelow(e, x, 0), curve, x));
    }

    static Value celu(Expansion e) {
        Value x = e.input(0);
        float alpha = number(e, "alpha", 1);
        Value curve = times(e, alpha, expBelow(e, e.emit("Div", x, e.scalarLike(x, alpha))));
        return e.emit("Where", isBelow(e, x, 0), curve, x);
    }

    private static Value hardSigmoid(Expansion e, Value x, float alpha, float beta) {
        Value line = plus(e, times(e, alpha, x), beta);
        return e.emit("Max", e.emit("Min", line, e.scalarLike(x, 1)), e.scalarLike(x, 0));
    }

    static Value hardSigmoid(Expansion e) {
        return hardSigmoid(e, e.input(0), number(e, "alpha", 0.2f), number(e, "beta", 0.5f));
    }

    static Value hardSwish(Expansion e) {
        Value x = e.input(0);
        return e.emit("Mul", x, hardSigmoid(e, x, 1f / 6, 0.5f));
    }

    /** log(1 + exp(x)), written as the larger of x and 0 plus log(1 + exp(-|x|)), which cannot overflow. */
    private static Value softplus(Expansion e, Value x) {
        Value tail = plus(e, e.emit("Exp", e.emit("Neg", e.emit("Abs", x))), 1);
        return e.emit("Add", e.emit("Max", x, e.scalarLike(x, 0)), e.emit("Log", tail));
    }

    static Value softplus(Expansion e) {
        return softplus(e, e.input(0));
    }

    static Value softsign(Expansion e) {
        Value x = e.input(0);
        return e.emit("Div", x, plus(e, e.emit("Abs", x), 1));
    }

    static Value thresholdedRelu(Expansion e) {
        Value x = e.input(0);
        Value above = e.emit("Greater", x, e.scalarLike(x, number(e, "alpha", 1)));
        return e.emit("Where", above, x, e.scalarLike(x, 0));
    }

    static Value shrink(Expansion e) {
        Value x = e.input(0);
        float lambda = number(e, "lambd", 0.5f);
        float bias = number(e, "bias", 0);
        Value above = e.emit("Greater", x, e.scalarLike(x, lambda));
        Value upper = e.emit("Where", above, plus(e, x, -bias), e.scalarLike(x, 0));
        return e.emit("Where", isBelow(e, x, -lambda), plus(e, x, bias), upper);
    }

    private static Value swish(Expansion e, Value x) {
        float alpha = number(e, "alpha", 1);
        return e.emit("Mul", x, e.emit("Sigmoid", alpha == 1 ? x : times(e, alpha, x)));
    }

    static Value swish(Expansion e) {
        return swish(e, e.input(0));
    }

    static Value swiglu(Expansion e) {
        return e.emit("Mul", swish(e, e.input(0)), e.input(1));
    }

    static Value mish(Expansion e) {
        Value x = e.input(0);
        return e.emit("Mul", x, e.emit("Tanh", softplus(e, x)));
    }

    static Value isNan(Expansion e) {
        return e.emit("Not", e.emit("Equal", e.input(0), e.input(0)));
    }

    static Value isInf(Expansion e) {
        Value x = e.input(0);
        boolean upper = e.attributes().flag("detect_positive", true);
        boolean lower = e.attributes().flag("detect_negative", true);
        Value up = e.emit("Equal", x, e.scalarLike(x, upper ? Double.POSITIVE_INFINITY : Double.NaN));
        Value down = e.emit("Equal", x, e.scalarLike(x, lower ? Double.NEGATIVE_INFINITY : Double.NaN));
        return e.emit("Or", up, down);
    }

    static Value bitwiseNot(Expansion e) {
        return e.emit("BitwiseXor", e.input(0), e.scalarLike(e.input(0), -1));
    }
}
