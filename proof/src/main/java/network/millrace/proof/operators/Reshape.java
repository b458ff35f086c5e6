package network.millrace.proof.operators;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;

/**
 * The same elements in another shape. The canonical form names every dimension: a 0 (take the input's) or -1 (what is left)
 * is replaced when the program is made.
 */
final class Reshape implements Primitive, Differentiable {
    /** A 0 means 0, since every dimension is named. */
    static final Attributes CANONICAL = Attributes.NONE.with("allowzero", 1);

    @Override
    public String name() {
        return "Reshape";
    }

    @Override
    public Optional<List<Value>> rewrite(Expansion expansion) {
        Value data = expansion.input(0);
        long[] wanted = expansion.input(1).known("the shape of Reshape").toLongs();
        Shape shape =
                resolve(data.type().shape(), wanted, expansion.attributes().flag("allowzero", false));
        if (Arrays.equals(shape.toLongs(), wanted) && expansion.attributes().equals(CANONICAL)) {
            return Optional.empty();
        }
        return Optional.of(List.of(expansion.emit("Reshape", CANONICAL, data, expansion.integers(shape.toLongs()))));
    }

    @Override
    public List<TensorType> infer(Inference in) {
        in.requireInputs(2, 2);
        in.requireRank(1, 1, 1);
        Shape shape =
                resolve(in.shape(0), in.constant(1).toLongs(), in.attributes().flag("allowzero", false));
        return List.of(in.type(0).shaped(shape));
    }

    private static Shape resolve(Shape input, long[] wanted, boolean allowZero) {
        long[] dimensions = wanted.clone();
        int open = -1;
        long known = 1;
        for (int i = 0; i < dimensions.length; i++) {
            if (dimensions[i] == 0 && !allowZero) {
                if (i >= input.rank()) {
                    throw mismatch(input, wanted);
                }
                dimensions[i] = input.dimension(i);
            }
            if (dimensions[i] != -1) {
                known = Shape.of(new long[] {known, dimensions[i]}).size();
            } else if (open >= 0) {
                throw RefusedException.malformed(
                        "only one dimension of a shape may be -1; this is " + Arrays.toString(wanted));
            } else {
                open = i;
            }
        }
        if (open >= 0) {
            if (known == 0 || input.size() % known != 0) {
                throw mismatch(input, wanted);
            }
            dimensions[open] = input.size() / known;
        }
        Shape shape = Shape.of(dimensions);
        if (shape.size() != input.size()) {
            throw mismatch(input, wanted);
        }
        return shape;
    }

    private static RefusedException mismatch(Shape input, long[] wanted) {
        return RefusedException.malformed("shape " + input + " cannot be reshaped to " + Arrays.toString(wanted));
    }

    @Override
    public boolean isView() {
        return true;
    }

    @Override
    public void compute(Call call) {
        Tensor input = call.input(0);
        System.arraycopy(input.array(), 0, call.output(0).array(), 0, input.size());
    }

    @Override
    public long cost(Signature signature) {
        return 0;
    }

    @Override
    public TileRule tileRule() {
        return (MovedElement) (signature, inputs, element) -> inputs.element(signature, 0, element);
    }

    @Override
    public List<Value> gradient(Gradient gradient) {
        Shape shape = gradient.input(0).type().shape();
        return List.of(gradient.reshape(gradient.upstream(0), shape), Value.ABSENT);
    }
}
