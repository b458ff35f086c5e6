package network.millrace.proof.operators;

import java.util.Optional;
import network.millrace.proof.RefusedException;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/**
 * A value of a program that is being made.
 *
 * @param id its number, in order of creation
 * @param type its type
 * @param constant its elements; null when they are not known before the program runs
 */
public record Value(int id, TensorType type, @Nullable Tensor constant) {
    /** An optional input or output that is not there. */
    public static final Value ABSENT = new Value(-1, new TensorType(DataType.BOOL, Shape.of(0)), null);

    public boolean isAbsent() {
        return id < 0;
    }

    /**
     * The type.
     *
     * @throws RefusedException when the value is absent: an input that is needed was left out
     */
    @Override
    public TensorType type() {
        if (isAbsent()) {
            throw RefusedException.malformed("an input that is needed here is missing");
        }
        return type;
    }

    public Shape shape() {
        return type().shape();
    }

    /** The elements, when they are known. */
    public Optional<Tensor> known() {
        return Optional.ofNullable(constant);
    }

    /**
     * The elements of a value that must be known while the program is made.
     *
     * @param what for the message: what the value is used for
     * @throws DependsOnData when they are not; let it pass, the program's maker may know more
     */
    public Tensor known(String what) {
        type();
        if (constant == null) {
            throw new DependsOnData(this, what);
        }
        return constant;
    }
}
