package network.millrace.proof.operators;

import java.util.List;
import java.util.Optional;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.kernels.Kernels;
import network.millrace.proof.kernels.Transcendental;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Tensor;

/**
 * The first input to the power of the second. The constant exponents 2, 3 and 1/2 become products and a root. The result has the type
 * of the base: an exponent of another type is cast to it, but an integer base with a floating exponent is computed in float32.
 */
final class Pow extends BinaryElementwise implements Differentiable {
    @Override
    public String name() {
        return "Pow";
    }

    @Override
    public Optional<List<Value>> rewrite(Expansion expansion) {
        Value base = expansion.input(0);
        Value exponent = expansion.input(1);
        DataType type = base.type().type();
        DataType other = exponent.type().type();
        if (type != other && type.isInteger() && other.isFloating()) {
            Value power = expansion.emit("Pow", cast(expansion, base, DataType.FLOAT32), exponent);
            return Optional.of(List.of(cast(expansion, power, type)));
        }
        if (type != other) {
            return Optional.of(List.of(expansion.emit("Pow", base, cast(expansion, exponent, type))));
        }
        boolean single = exponent.shape().size() == 1
                && exponent.shape().rank() <= base.shape().rank();
        if (!type.isFloating() || !single || exponent.known().isEmpty()) {
            return Optional.empty();
        }
        Tensor constant = exponent.known("the exponent");
        double number = constant.real(0);
        if (number == 2) {
            return Optional.of(List.of(expansion.emit("Mul", base, base)));
        }
        if (number == 3) {
            return Optional.of(List.of(expansion.emit("Mul", expansion.emit("Mul", base, base), base)));
        }
        return number == 0.5 ? Optional.of(List.of(expansion.emit("Sqrt", base))) : Optional.empty();
    }

    private static Value cast(Expansion expansion, Value value, DataType type) {
        return expansion.emit("Cast", Attributes.NONE.with("to", type.code()), value);
    }

    /** A logarithm and an exponential in two parts each. */
    @Override
    int operations() {
        return 72;
    }

    /** A full tile of whole numbers would take 126 multiplications for each element: 63 squares, and as many of them multiplied. */
    @Override
    public TileRule tileRule() {
        TileRule wholes = new SingleElementRule(this, 126);
        TileRule floats = super.tileRule();
        return new ChosenRule(signature -> signature.output(0).type().isInteger() ? wholes : floats);
    }

    @Override
    boolean takes(DataType type) {
        return type != DataType.BOOL && type != DataType.FLOAT64;
    }

    @Override
    void floats(Kernels kernels, float[] a, int i, float[] b, int j, float[] out, int o, int count) {
        for (int n = 0; n < count; n++) {
            out[o + n] = Transcendental.pow(a[i + n], b[j + n]);
        }
    }

    @Override
    void doubles(double[] a, int i, double[] b, int j, double[] out, int o, int count) {
        throw new IllegalStateException("no powers of float64");
    }

    @Override
    void longs(DataType type, long[] a, int i, long[] b, int j, long[] out, int o, int count) {
        for (int n = 0; n < count; n++) {
            out[o + n] = power(a[i + n], b[j + n]);
        }
    }

    @Override
    void ints(DataType type, int[] a, int i, int[] b, int j, int[] out, int o, int count) {
        for (int n = 0; n < count; n++) {
            out[o + n] = (int) power(a[i + n], b[j + n]);
        }
    }

    /** By squaring, wrapping; a negative exponent gives the quotient 1 / power, which is 0 except for 1 and -1. */
    private static long power(long base, long exponent) {
        if (exponent < 0) {
            return base == 1 ? 1 : base == -1 ? ((exponent & 1) == 0 ? 1 : -1) : 0;
        }
        long result = 1;
        long square = base;
        for (long rest = exponent; rest > 0; rest >>= 1) {
            if ((rest & 1) != 0) {
                result *= square;
            }
            square *= square;
        }
        return result;
    }

    /** y x^(y-1) for the base, x^y log x for the exponent. */
    @Override
    public List<Value> gradient(Gradient gradient) {
        Value x = gradient.input(0);
        Value y = gradient.input(1);
        Value upstream = gradient.upstream(0);
        Value lower = gradient.emit("Pow", x, gradient.emit("Sub", y, gradient.scalarLike(y, 1)));
        Value byBase = gradient.emit("Mul", upstream, gradient.emit("Mul", y, lower));
        Value byExponent =
                gradient.emit("Mul", upstream, gradient.emit("Mul", gradient.output(0), gradient.emit("Log", x)));
        return List.of(gradient.unbroadcast(byBase, x.shape()), gradient.unbroadcast(byExponent, y.shape()));
    }
}
