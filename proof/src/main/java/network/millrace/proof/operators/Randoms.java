package network.millrace.proof.operators;

import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;

/** Random operators as expressions of uniform numbers. */
final class Randoms {
    private static final double TWO_PI = 0x1.921fb54442d18p2;

    private Randoms() {}

    private static Value cast(Expansion e, Value value, long type) {
        return value.type().type().code() == type ? value : e.emit("Cast", Attributes.NONE.with("to", type), value);
    }

    /** From low to high, in the wanted type. */
    static Value spread(Expansion e, Value unit, long type) {
        float low = e.attributes().number("low", 0);
        float high = e.attributes().number("high", 1);
        Value wide = e.emit("Mul", unit, e.scalarLike(unit, high - low));
        return cast(
                e, e.emit("Add", wide, e.scalarLike(unit, low)), e.attributes().integer("dtype", type));
    }

    private static long type(Expansion e) {
        return e.input(0).type().type().code();
    }

    static Value uniformLike(Expansion e) {
        long key = RandomUniform.key(e.attributes());
        return spread(e, RandomUniform.unit(e, key, 0, e.input(0).shape()), type(e));
    }

    static Value normal(Expansion e) {
        long[] shape =
                e.attributes().integers("shape").orElseThrow(() -> RefusedException.malformed("shape is missing"));
        return normal(e, Shape.of(shape), DataType.FLOAT32.code());
    }

    static Value normalLike(Expansion e) {
        return normal(e, e.input(0).shape(), type(e));
    }

    /** By Box and Muller: the root of -2 log(1 - u) times the cosine of 2 pi v, with u and v from two streams. */
    private static Value normal(Expansion e, Shape shape, long type) {
        long key = RandomUniform.key(e.attributes());
        Value u = RandomUniform.unit(e, key, 0, shape);
        Value v = RandomUniform.unit(e, key, 1, shape);
        Value log = e.emit("Log", e.emit("Sub", e.scalarLike(u, 1), u));
        Value radius = e.emit("Sqrt", e.emit("Mul", e.scalarLike(u, -2), log));
        Value wave = e.emit("Cos", e.emit("Mul", e.scalarLike(v, TWO_PI), v));
        Value standard = e.emit("Mul", radius, wave);
        Value scaled = e.emit("Mul", standard, e.scalarLike(u, e.attributes().number("scale", 1)));
        Value moved = e.emit("Add", scaled, e.scalarLike(u, e.attributes().number("mean", 0)));
        return cast(e, moved, e.attributes().integer("dtype", type));
    }

    /** 1 with the probability that the input says. */
    static Value bernoulli(Expansion e) {
        Value unit = RandomUniform.unit(
                e, RandomUniform.key(e.attributes()), 0, e.input(0).shape());
        Value hit = e.emit("Less", unit, cast(e, e.input(0), DataType.FLOAT32.code()));
        return cast(e, hit, e.attributes().integer("dtype", type(e)));
    }

    /** The input unchanged; in training, zeros where a random number lies below the ratio, and the rest scaled up. */
    static List<Value> dropout(Expansion e) {
        Value x = e.input(0);
        boolean training =
                e.has(2) && e.input(2).known("training_mode of Dropout").integer(0) != 0;
        double ratio =
                e.has(1) && training ? e.input(1).known("the ratio of Dropout").real(0) : 0.5;
        if (!training || ratio == 0) {
            return unchanged(e);
        }
        if (!(ratio > 0 && ratio < 1)) {
            throw RefusedException.malformed("the ratio of Dropout must be from 0 to less than 1; it is " + ratio);
        }
        Value unit = RandomUniform.unit(e, RandomUniform.key(e.attributes()), 0, x.shape());
        Value kept = e.emit("GreaterOrEqual", unit, e.scalarLike(unit, ratio));
        Value scaled = e.emit("Mul", x, e.scalarLike(x, 1 / (1 - ratio)));
        Value result = e.emit("Where", kept, scaled, e.scalarLike(x, 0));
        return List.of(result, kept).subList(0, e.outputCount());
    }

    /** Also the form of earlier opsets, which is for inference only. */
    static List<Value> unchanged(Expansion e) {
        if (e.outputCount() == 1) {
            return List.of(e.input(0));
        }
        Value all = e.constant(Tensor.of(Shape.SCALAR, true));
        return List.of(
                e.input(0), e.emit("Expand", all, e.integers(e.input(0).shape().toLongs())));
    }
}
