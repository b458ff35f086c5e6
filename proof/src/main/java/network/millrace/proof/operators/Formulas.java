package network.millrace.proof.operators;

import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;

/** The expressions of composites that are no more than that. */
final class Formulas {
    private Formulas() {}

    static Value reciprocal(Expansion e) {
        return e.emit("Div", e.scalarLike(e.input(0), 1), e.input(0));
    }

    static Value castLike(Expansion e) {
        return e.emit(
                "Cast", Attributes.NONE.with("to", e.input(1).type().type().code()), e.input(0));
    }

    /** The value in another element type; itself if it has it already. */
    static Value cast(Emitter e, Value value, DataType type) {
        return value.type().type() == type ? value : e.emit("Cast", Attributes.NONE.with("to", type.code()), value);
    }

    static Value sum(Expansion e) {
        Value sum = e.input(0);
        for (int i = 1; i < e.inputCount(); i++) {
            sum = e.emit("Add", sum, e.input(i));
        }
        return sum;
    }

    static Value mean(Expansion e) {
        return e.emit("Div", sum(e), e.scalarLike(e.input(0), e.inputCount()));
    }

    /** The sum divided by how many were summed. */
    static Value reduceMean(Expansion e) {
        Value sum = reduceSum(e, e.input(0));
        double count = sum.shape().size() == 0
                ? 1
                : (double) e.input(0).shape().size() / sum.shape().size();
        return e.emit("Div", sum, e.scalarLike(sum, count));
    }

    static Value reduceSumSquare(Expansion e) {
        return reduceSum(e, e.emit("Mul", e.input(0), e.input(0)));
    }

    static Value reduceL1(Expansion e) {
        return reduceSum(e, e.emit("Abs", e.input(0)));
    }

    static Value reduceL2(Expansion e) {
        return e.emit("Sqrt", reduceSumSquare(e));
    }

    static Value reduceLogSum(Expansion e) {
        return e.emit("Log", reduceSum(e, e.input(0)));
    }

    static Value reduceLogSumExp(Expansion e) {
        return e.emit("Log", reduceSum(e, e.emit("Exp", e.input(0))));
    }

    private static Value reduceSum(Expansion e, Value value) {
        return e.emit("ReduceSum", e.attributes(), value, e.has(1) ? e.input(1) : Value.ABSENT);
    }

    /** x - max - log of the sum of exp(x - max), along one axis. */
    static Value logSoftmax(Expansion e) {
        Value x = e.input(0);
        Attributes keep = Attributes.NONE.with("keepdims", 1);
        Value axes = e.integers(x.shape().axis(e.attributes().integer("axis", -1)));
        Value centred = e.emit("Sub", x, e.emit("ReduceMax", keep, x, axes));
        Value sum = e.emit("ReduceSum", keep, e.emit("Exp", centred), axes);
        return e.emit("Sub", centred, e.emit("Log", sum));
    }

    /** x between two bounds, of which either may be missing: the smaller of the upper bound and the larger of the lower and x. */
    static Value clip(Expansion e) {
        Value x = e.input(0);
        Value raised = e.has(1) ? e.emit("Max", x, e.input(1)) : x;
        return e.has(2) ? e.emit("Min", raised, e.input(2)) : raised;
    }

    static Value oldClip(Expansion e) {
        Value x = e.input(0);
        Value min = e.scalarLike(x, e.attributes().number("min", -Float.MAX_VALUE));
        Value max = e.scalarLike(x, e.attributes().number("max", Float.MAX_VALUE));
        return e.emit("Min", e.emit("Max", x, min), max);
    }

    static Value leakyRelu(Expansion e) {
        Value x = e.input(0);
        Value scaled = e.emit("Mul", x, e.scalarLike(x, e.attributes().number("alpha", 0.01f)));
        return e.emit("Where", e.emit("Less", x, e.scalarLike(x, 0)), scaled, x);
    }

    static Value globalAveragePool(Expansion e) {
        Shape shape = e.input(0).shape();
        long[] axes = java.util.stream.LongStream.range(2, shape.rank()).toArray();
        return e.emit("ReduceMean", Attributes.NONE.with("keepdims", 1), e.input(0), e.integers(axes));
    }
}
