package network.millrace.proof.operators;

import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.proof.tensor.Shape;

/** A tensor as a matrix: the axes before one are its rows, the others its columns. */
final class Flatten implements Composite {
    @Override
    public String name() {
        return "Flatten";
    }

    @Override
    public List<Value> expand(Expansion expansion) {
        Value data = expansion.input(0);
        Shape shape = data.type().shape();
        return List.of(expansion.reshape(
                data, shape(shape, axis(shape, expansion.attributes().integer("axis", 1)))));
    }

    /** An axis that may also stand behind the last. */
    static int axis(Shape shape, long axis) {
        if (axis < -shape.rank() || axis > shape.rank()) {
            throw RefusedException.malformed("axis " + axis + " does not exist in shape " + shape);
        }
        return (int) (axis < 0 ? axis + shape.rank() : axis);
    }

    static Shape shape(Shape shape, int axis) {
        return Shape.of(shape.product(0, axis), shape.product(axis, shape.rank()));
    }
}
