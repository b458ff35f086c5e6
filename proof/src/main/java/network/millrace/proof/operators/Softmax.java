package network.millrace.proof.operators;

import java.util.List;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.Shape;

/** exp(x - max) divided by its sum, along one axis. */
final class Softmax implements Composite {
    /** Before opset 13 the input is seen as a matrix: all axes from the named one on count together. */
    private final boolean flattens;

    Softmax(boolean flattens) {
        this.flattens = flattens;
    }

    @Override
    public String name() {
        return "Softmax";
    }

    @Override
    public List<Value> expand(Expansion expansion) {
        Value x = expansion.input(0);
        Shape shape = x.type().shape();
        if (!flattens) {
            int axis = shape.axis(expansion.attributes().integer("axis", -1));
            return List.of(alongAxis(expansion, x, axis));
        }
        int axis = Flatten.axis(shape, expansion.attributes().integer("axis", 1));
        Value rows = expansion.reshape(x, Flatten.shape(shape, axis));
        return List.of(expansion.reshape(alongAxis(expansion, rows, 1), shape));
    }

    private static Value alongAxis(Expansion expansion, Value x, int axis) {
        Attributes keep = Attributes.NONE.with("keepdims", 1);
        Value axes = expansion.integers(axis);
        Value largest = expansion.emit("ReduceMax", keep, x, axes);
        Value powers = expansion.emit("Exp", expansion.emit("Sub", x, largest));
        return expansion.emit("Div", powers, expansion.emit("ReduceSum", keep, powers, axes));
    }
}
