package network.millrace.proof.operators;

import java.util.Optional;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.DataType;

/**
 * Products whose operands are transposed only to be multiplied, as all products in a backward pass are: the kernel can read them
 * where they lie instead. These attributes stand in schedules only.
 */
public final class TransposedOperands {
    static final String LEFT = "left operand lies transposed";
    static final String RIGHT = "right operand lies transposed";

    private TransposedOperands() {}

    /** The attributes for a product that reads what one of its inputs is the transpose of; nothing if it cannot. */
    public static Optional<Attributes> reading(
            Primitive operator, Attributes attributes, Signature signature, int input) {
        return operator instanceof MatMul && signature.output(0).type() == DataType.FLOAT32
                ? Optional.of(attributes.with(input == 0 ? LEFT : RIGHT, 1))
                : Optional.empty();
    }

    /** Whether an operation exchanges the last two axes and nothing else. */
    public static boolean isTranspose(Primitive operator, Signature signature) {
        return operator instanceof Transpose && Transpose.swapsLastTwo(signature);
    }
}
