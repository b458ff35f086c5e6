package network.millrace.proof.operators;

import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Tensor;

/** What becomes of an element when an update of a scatter operator meets it. */
enum Meeting {
    NONE,
    ADD,
    MUL,
    MAX,
    MIN;

    static Meeting of(Attributes attributes) {
        String name = attributes.text("reduction", "none");
        return switch (name) {
            case "none" -> NONE;
            case "add" -> ADD;
            case "mul" -> MUL;
            case "max" -> MAX;
            case "min" -> MIN;
            default ->
                throw RefusedException.malformed(
                        "a reduction is none, add, mul, max or min; this one is \"" + name + "\"");
        };
    }

    /** Refuses types that cannot meet so. */
    void require(DataType type) {
        if (this != NONE && type == DataType.BOOL) {
            throw RefusedException.unsupported("bools cannot be reduced in a scatter operator");
        }
    }

    /** Lets element {@code from} of the updates meet element {@code at} of the target. */
    void apply(Tensor target, int at, Tensor updates, int from) {
        DataType type = target.type();
        if (this == NONE) {
            System.arraycopy(updates.array(), from, target.array(), at, 1);
        } else if (type == DataType.FLOAT32) {
            // A sum or product of two float32 that is rounded to float64 and then to float32 is correctly rounded.
            target.floats()[at] = (float) real(target.real(at), updates.real(from));
        } else if (type == DataType.FLOAT64) {
            target.doubles()[at] = real(target.real(at), updates.real(from));
        } else {
            Whole.set(type, target.array(), at, whole(type, target.integer(at), updates.integer(from)));
        }
    }

    private double real(double x, double y) {
        return switch (this) {
            case NONE -> y;
            case ADD -> x + y;
            case MUL -> x * y;
            case MAX -> Math.max(x, y);
            case MIN -> Math.min(x, y);
        };
    }

    private long whole(DataType type, long x, long y) {
        long flip = type == DataType.UINT64 ? Long.MIN_VALUE : 0;
        return switch (this) {
            case NONE -> y;
            case ADD -> x + y;
            case MUL -> x * y;
            case MAX -> Math.max(x ^ flip, y ^ flip) ^ flip;
            case MIN -> Math.min(x ^ flip, y ^ flip) ^ flip;
        };
    }

    RefusedException noGradient(String operator) {
        return RefusedException.unsupported("the gradient of " + operator + " is known for the reductions none and "
                + "add only; this one is " + name());
    }
}
