package network.millrace.proof.graph;

import java.util.List;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Tensor;

/** The value of a node's attribute. */
public sealed interface Attribute {
    record Real(float value) implements Attribute {}

    record Whole(long value) implements Attribute {}

    record Text(String value) implements Attribute {}

    record Constant(Tensor value) implements Attribute {}

    record Subgraph(Graph value) implements Attribute {}

    record Reals(List<Float> values) implements Attribute {
        public Reals {
            values = List.copyOf(values);
        }
    }

    record Wholes(List<Long> values) implements Attribute {
        public Wholes {
            values = List.copyOf(values);
        }
    }

    record Texts(List<String> values) implements Attribute {
        public Texts {
            values = List.copyOf(values);
        }
    }

    /** The element type of a tensor type, e.g. of {@code Optional}; the shape is of no use to an operator. */
    record ElementType(DataType value) implements Attribute {}

    /** In the body of a function: the attribute of the calling node that stands here. */
    record Reference(String name) implements Attribute {}
}
