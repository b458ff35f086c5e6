package network.millrace.proof.operators;

import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.Shape;

/** Expressions along one axis. */
final class Norms {
    private static final Attributes KEEP = Attributes.NONE.with("keepdims", 1);

    private Norms() {}

    /** Divided by the sum of sizes or the root of the sum of squares along an axis; what is all 0 stays 0. */
    static Value lpNormalization(Expansion e) {
        Value x = e.input(0);
        long p = e.attributes().integer("p", 2);
        if (p != 1 && p != 2) {
            throw RefusedException.malformed("p of LpNormalization is 1 or 2, not " + p);
        }
        Value axes = e.integers(x.shape().axis(e.attributes().integer("axis", -1)));
        Value norm = e.emit(p == 1 ? "ReduceL1" : "ReduceL2", KEEP, x, axes);
        Value isZero = e.emit("Equal", norm, e.scalarLike(norm, 0));
        return e.emit("Div", x, e.emit("Where", isZero, e.scalarLike(norm, 1), norm));
    }

    /** 1 at the first largest element along an axis, 0 elsewhere. */
    static Value hardmax(Expansion e) {
        return hardmax(e, e.input(0), e.attributes().integer("axis", -1));
    }

    /** Before opset 13 all axes from the named one on count together. */
    static Value oldHardmax(Expansion e) {
        Shape shape = e.input(0).shape();
        int axis = Flatten.axis(shape, e.attributes().integer("axis", 1));
        Value rows = e.reshape(e.input(0), Flatten.shape(shape, axis));
        return e.reshape(hardmax(e, rows, 1), shape);
    }

    private static Value hardmax(Expansion e, Value x, long axis) {
        Shape shape = x.shape();
        int along = shape.axis(axis);
        Value place = e.emit("ArgMax", KEEP.with("axis", along), x);
        Value depth = e.integers(shape.dimension(along));
        int[] dropped = new int[shape.rank() - 1];
        for (int d = 0; d < dropped.length; d++) {
            dropped[d] = shape.dimension(d < along ? d : d + 1);
        }
        Value values = e.emit("Concat", KEEP.without("keepdims").with("axis", 0), one(e, x, 0), one(e, x, 1));
        return e.emit(
                "OneHot", Attributes.NONE.with("axis", along), e.reshape(place, Shape.of(dropped)), depth, values);
    }

    private static Value one(Expansion e, Value like, double number) {
        return e.reshape(e.scalarLike(like, number), Shape.of(1));
    }

    static Value oldLogSoftmax(Expansion e) {
        Shape shape = e.input(0).shape();
        int axis = Flatten.axis(shape, e.attributes().integer("axis", 1));
        Value rows = e.reshape(e.input(0), Flatten.shape(shape, axis));
        return e.reshape(e.emit("LogSoftmax", Attributes.NONE.with("axis", 1), rows), shape);
    }

    static Value globalMaxPool(Expansion e) {
        int rank = e.input(0).shape().rank();
        long[] axes = java.util.stream.LongStream.range(2, rank).toArray();
        return e.emit("ReduceMax", KEEP, e.input(0), e.integers(axes));
    }
}
