package network.millrace.proof.operators;

import java.util.Arrays;
import java.util.List;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.HalfPrecision;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;

/** Adds operations to a program that is being made. Operators are those of the standard domain in their newest form. */
public interface Emitter {
    /**
     * Adds an operation.
     *
     * @param outputs how many outputs it has
     * @param inputs its inputs, with {@link Value#ABSENT} for optional ones that are left out
     */
    List<Value> emit(String operator, int outputs, Attributes attributes, List<Value> inputs);

    /** Adds a constant. */
    Value constant(Tensor tensor);

    /** Adds an operation with one output. */
    default Value emit(String operator, Attributes attributes, Value... inputs) {
        return emit(operator, 1, attributes, Arrays.asList(inputs)).getFirst();
    }

    /** Adds an operation with one output and no attributes. */
    default Value emit(String operator, Value... inputs) {
        return emit(operator, Attributes.NONE, inputs);
    }

    /** A vector of int64, the form of axes and shapes. */
    default Value integers(long... elements) {
        return constant(Tensor.vector(elements));
    }

    /** A scalar of the element type of another value, rounded to it. */
    default Value scalarLike(Value other, double number) {
        return constant(scalar(other.type().type(), number));
    }

    /** The value in another shape. */
    default Value reshape(Value value, Shape shape) {
        return value.type().shape().equals(shape)
                ? value
                : emit("Reshape", Reshape.CANONICAL, value, integers(shape.toLongs()));
    }

    private static Tensor scalar(DataType type, double number) {
        Tensor scalar = Tensor.allocate(type, Shape.SCALAR);
        switch (type) {
            case FLOAT32 -> scalar.floats()[0] = (float) number;
            case FLOAT64 -> scalar.doubles()[0] = number;
            case FLOAT16, BFLOAT16 -> scalar.shorts()[0] = HalfPrecision.fromFloat(type, (float) number);
            case INT64, UINT64 -> scalar.longs()[0] = (long) number;
            case INT32, UINT32 -> scalar.ints()[0] = (int) number;
            case INT16, UINT16 -> scalar.shorts()[0] = (short) number;
            case INT8, UINT8, BOOL -> scalar.bytes()[0] = (byte) number;
        }
        return scalar;
    }
}
