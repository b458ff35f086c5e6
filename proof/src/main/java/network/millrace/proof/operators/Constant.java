package network.millrace.proof.operators;

import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;

/** A tensor that stands in the file as an attribute. */
final class Constant implements Composite {
    @Override
    public String name() {
        return "Constant";
    }

    @Override
    public List<Value> expand(Expansion expansion) {
        return List.of(expansion.constant(tensor(expansion.attributes())));
    }

    private static Tensor tensor(Attributes attributes) {
        if (attributes.has("value")) {
            return attributes.tensor("value");
        }
        if (attributes.has("value_int")) {
            return Tensor.scalar(attributes.integer("value_int"));
        }
        if (attributes.has("value_float")) {
            return Tensor.scalar(attributes.number("value_float"));
        }
        if (attributes.has("value_ints")) {
            return Tensor.vector(attributes.integers("value_ints").orElseThrow());
        }
        if (attributes.has("value_floats")) {
            float[] numbers = attributes.numbers("value_floats").orElseThrow();
            return Tensor.of(Shape.of(numbers.length), numbers);
        }
        throw RefusedException.unsupported("a Constant must be a tensor or numbers; its attributes are "
                + attributes.byName().keySet());
    }
}
