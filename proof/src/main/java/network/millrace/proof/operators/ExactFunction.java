package network.millrace.proof.operators;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import network.millrace.proof.tensor.DataType;

/**
 * A function that is exact, or correctly rounded, in every type: computed in float64 or int64 and rounded to the type. For float32
 * that gives the same bits as computing in float32, for the functions registered here.
 */
final class ExactFunction extends UnaryElementwise implements Differentiable {
    private final String name;
    private final boolean integers;
    private final DoubleUnaryOperator real;
    private final LongUnaryOperator whole;
    private final Function<Gradient, Value> gradient;

    /**
     * A function of floating point numbers, and perhaps of integers.
     *
     * @param integers whether integers are taken too
     * @param gradient emits the gradient of the input
     */
    ExactFunction(
            String name,
            boolean integers,
            DoubleUnaryOperator real,
            LongUnaryOperator whole,
            Function<Gradient, Value> gradient) {
        this.name = name;
        this.integers = integers;
        this.real = real;
        this.whole = whole;
        this.gradient = gradient;
    }

    /** A function of floating point numbers only, whose gradient is 0 wherever it exists. */
    static ExactFunction step(String name, DoubleUnaryOperator real) {
        return new ExactFunction(name, false, real, number -> number, by -> Value.ABSENT);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    boolean takes(DataType type) {
        return type.isFloating() || (integers && type.isInteger());
    }

    @Override
    void loop(Call call, DataType type, Object in, int from, Object out, int to, int count) {
        switch (type.storage()) {
            case FLOATS -> {
                for (int i = 0; i < count; i++) {
                    ((float[]) out)[to + i] = (float) real.applyAsDouble(((float[]) in)[from + i]);
                }
            }
            case DOUBLES -> {
                for (int i = 0; i < count; i++) {
                    ((double[]) out)[to + i] = real.applyAsDouble(((double[]) in)[from + i]);
                }
            }
            case LONGS -> {
                for (int i = 0; i < count; i++) {
                    ((long[]) out)[to + i] = whole.applyAsLong(((long[]) in)[from + i]);
                }
            }
            case INTS -> {
                for (int i = 0; i < count; i++) {
                    int element = ((int[]) in)[from + i];
                    boolean unsigned = type == DataType.UINT32;
                    ((int[]) out)[to + i] =
                            (int) whole.applyAsLong(unsigned ? Integer.toUnsignedLong(element) : element);
                }
            }
            case SHORTS, BYTES -> {
                int[] wide = Narrow.widen(type, in, from, count);
                for (int i = 0; i < count; i++) {
                    wide[i] = (int) whole.applyAsLong(wide[i]);
                }
                Narrow.narrow(type, wide, out, to, count);
            }
        }
    }

    @Override
    public List<Value> gradient(Gradient by) {
        return List.of(gradient.apply(by));
    }

    static Value neg(Gradient by) {
        return by.emit("Neg", by.upstream(0));
    }

    static Value abs(Gradient by) {
        return by.emit("Mul", by.upstream(0), by.emit("Sign", by.input(0)));
    }
}
