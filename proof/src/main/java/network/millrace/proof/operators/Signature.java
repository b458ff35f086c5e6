package network.millrace.proof.operators;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/**
 * What a program says of one of its operations: its attributes, the types of what goes in and comes out, and the elements
 * of inputs that are small constants (axes, shapes, paddings), which stand in the program itself.
 */
public final class Signature {
    /** Constants up to so many elements stand in the program by value; larger ones by their digest. */
    public static final int SMALL_CONSTANT_MAX = 64;

    private final Attributes attributes;
    private final List<@Nullable TensorType> inputs;
    private final List<@Nullable Tensor> constants;
    private final List<TensorType> outputs;

    /**
     * The types around one operation.
     *
     * @param inputs null for one that is absent
     * @param constants for each input its elements, or null when it is no small constant
     */
    public Signature(
            Attributes attributes,
            List<@Nullable TensorType> inputs,
            List<@Nullable Tensor> constants,
            List<TensorType> outputs) {
        this.attributes = attributes;
        this.inputs = Collections.unmodifiableList(new ArrayList<>(inputs));
        this.constants = Collections.unmodifiableList(new ArrayList<>(constants));
        this.outputs = List.copyOf(outputs);
    }

    /** The same with float32 in place of every 16-bit floating type: what kernels and tile rules compute with. */
    public Signature widened() {
        List<@Nullable TensorType> wideInputs = new ArrayList<>();
        for (TensorType input : inputs) {
            wideInputs.add(input == null ? null : widened(input));
        }
        return new Signature(
                attributes,
                wideInputs,
                constants,
                outputs.stream().map(Signature::widened).toList());
    }

    private static TensorType widened(TensorType type) {
        return type.type().isHalf() ? type.as(DataType.FLOAT32) : type;
    }

    /** Equal for operations of an operator that differ in nothing but their inputs' data. */
    public String kind(Primitive operator) {
        StringBuilder kind = new StringBuilder(operator.name());
        kind.append(attributes).append(inputs).append(outputs);
        for (Tensor constant : constants) {
            kind.append(constant == null ? "-" : HexFormat.of().formatHex(constant.toLittleEndian()))
                    .append(',');
        }
        return kind.toString();
    }

    public Attributes attributes() {
        return attributes;
    }

    public int inputCount() {
        return inputs.size();
    }

    public boolean has(int i) {
        return i < inputs.size() && inputs.get(i) != null;
    }

    /** The type of input i, which must be there. */
    public TensorType input(int i) {
        TensorType type = i < inputs.size() ? inputs.get(i) : null;
        if (type == null) {
            throw new IllegalStateException("input " + i + " is absent");
        }
        return type;
    }

    /** The elements of input i, which must be a small constant in every canonical form of the operator. */
    public Tensor constant(int i) {
        Tensor constant = i < constants.size() ? constants.get(i) : null;
        if (constant == null) {
            throw new IllegalStateException("input " + i + " is no small constant");
        }
        return constant;
    }

    public List<TensorType> outputs() {
        return outputs;
    }

    public TensorType output(int i) {
        return outputs.get(i);
    }
}
