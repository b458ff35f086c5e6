package network.millrace.proof.operators;

import java.util.List;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;

/** One number, 0 by default, in every place of a shape. */
final class ConstantOfShape implements Composite {
    @Override
    public String name() {
        return "ConstantOfShape";
    }

    @Override
    public List<Value> expand(Expansion expansion) {
        Tensor number = expansion.attributes().has("value")
                ? expansion.attributes().tensor("value").reshaped(Shape.SCALAR)
                : Tensor.scalar(0f);
        Value shape = expansion.input(0);
        return List.of(expansion.emit("Expand", expansion.constant(number), shape));
    }
}
