package network.millrace.proof.operators;

import java.util.List;
import network.millrace.proof.kernels.Kernels;
import network.millrace.proof.kernels.Transcendental;
import network.millrace.proof.tensor.DataType;

/** An elementary function of float32 (and of half precision) by our own polynomials; exp and log of float64 too. */
final class ElementaryFunction extends UnaryElementwise implements Differentiable {
    /** What a function's gradient is. */
    @FunctionalInterface
    interface Slope {
        /** Emits the derivative at the input, without the factor that comes from upstream. */
        Value at(Gradient gradient);
    }

    private final String name;
    private final Kernels.Function function;
    private final Slope slope;

    ElementaryFunction(String name, Kernels.Function function, Slope slope) {
        this.name = name;
        this.function = function;
        this.slope = slope;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    boolean takes(DataType type) {
        boolean wide =
                type == DataType.FLOAT64 && (function == Kernels.Function.EXP || function == Kernels.Function.LOG);
        return wide || type == DataType.FLOAT32 || type.isHalf();
    }

    /** The longest are the arcus functions and those that take an exponential and divide; tan takes 42. */
    @Override
    int operations() {
        return 48;
    }

    @Override
    void loop(Call call, DataType type, Object in, int from, Object out, int to, int count) {
        if (type != DataType.FLOAT64) {
            call.kernels().apply(function, (float[]) in, from, (float[]) out, to, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            double x = ((double[]) in)[from + i];
            ((double[]) out)[to + i] = function == Kernels.Function.EXP ? Transcendental.exp(x) : Transcendental.log(x);
        }
    }

    @Override
    public List<Value> gradient(Gradient gradient) {
        return List.of(gradient.emit("Mul", gradient.upstream(0), slope.at(gradient)));
    }

    static Value exp(Gradient gradient) {
        return gradient.output(0);
    }

    static Value log(Gradient gradient) {
        return gradient.emit("Reciprocal", gradient.input(0));
    }

    static Value sin(Gradient gradient) {
        return gradient.emit("Cos", gradient.input(0));
    }

    static Value cos(Gradient gradient) {
        return gradient.emit("Neg", gradient.emit("Sin", gradient.input(0)));
    }

    /** 1 - y². */
    static Value tanh(Gradient gradient) {
        Value y = gradient.output(0);
        return gradient.emit("Sub", gradient.scalarLike(y, 1), gradient.emit("Mul", y, y));
    }

    /** 1 + y². */
    static Value tan(Gradient gradient) {
        Value y = gradient.output(0);
        return gradient.emit("Add", gradient.scalarLike(y, 1), gradient.emit("Mul", y, y));
    }

    /** y (1 - y). */
    static Value sigmoid(Gradient gradient) {
        Value y = gradient.output(0);
        return gradient.emit("Mul", y, gradient.emit("Sub", gradient.scalarLike(y, 1), y));
    }

    /** exp(-x²) times 2 over the root of pi. */
    static Value erf(Gradient gradient) {
        Value x = gradient.input(0);
        Value bell = gradient.emit("Exp", gradient.emit("Neg", gradient.emit("Mul", x, x)));
        return gradient.emit("Mul", bell, gradient.scalarLike(x, 0x1.20dd75p0));
    }

    static Value sinh(Gradient gradient) {
        return gradient.emit("Cosh", gradient.input(0));
    }

    static Value cosh(Gradient gradient) {
        return gradient.emit("Sinh", gradient.input(0));
    }

    /** 1 over the root of 1 - x². */
    static Value asin(Gradient gradient) {
        return gradient.emit("Reciprocal", gradient.emit("Sqrt", oneMinusSquare(gradient)));
    }

    static Value acos(Gradient gradient) {
        return gradient.emit("Neg", asin(gradient));
    }

    /** 1 over 1 + x². */
    static Value atan(Gradient gradient) {
        return gradient.emit("Reciprocal", onePlusSquare(gradient));
    }

    static Value asinh(Gradient gradient) {
        return gradient.emit("Reciprocal", gradient.emit("Sqrt", onePlusSquare(gradient)));
    }

    static Value acosh(Gradient gradient) {
        return gradient.emit("Reciprocal", gradient.emit("Sqrt", gradient.emit("Neg", oneMinusSquare(gradient))));
    }

    static Value atanh(Gradient gradient) {
        return gradient.emit("Reciprocal", oneMinusSquare(gradient));
    }

    private static Value oneMinusSquare(Gradient gradient) {
        Value x = gradient.input(0);
        return gradient.emit("Sub", gradient.scalarLike(x, 1), gradient.emit("Mul", x, x));
    }

    private static Value onePlusSquare(Gradient gradient) {
        Value x = gradient.input(0);
        return gradient.emit("Add", gradient.scalarLike(x, 1), gradient.emit("Mul", x, x));
    }
}
