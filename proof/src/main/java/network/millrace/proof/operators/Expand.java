package network.millrace.proof.operators;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import network.millrace.proof.kernels.StridedCopy;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.TensorType;

/** Repeated along dimensions of size 1. The canonical form names the shape of the result. */
final class Expand implements Primitive, Differentiable {
    @Override
    public String name() {
        return "Expand";
    }

    @Override
    public Optional<List<Value>> rewrite(Expansion expansion) {
        Shape input = expansion.input(0).shape();
        long[] wanted = expansion.input(1).known("the shape of Expand").toLongs();
        Shape result = input.broadcast(Shape.of(wanted));
        if (result.equals(input)) {
            return Optional.of(List.of(expansion.input(0)));
        }
        if (Arrays.equals(result.toLongs(), wanted)) {
            return Optional.empty();
        }
        return Optional.of(List.of(expansion.emit("Expand", expansion.input(0), expansion.integers(result.toLongs()))));
    }

    @Override
    public List<TensorType> infer(Inference in) {
        in.requireInputs(2, 2);
        return List.of(
                in.type(0).shaped(in.shape(0).broadcast(Shape.of(in.constant(1).toLongs()))));
    }

    @Override
    public void compute(Call call) {
        Shape shape = call.output(0).shape();
        StridedCopy.copy(
                call.input(0).array(),
                0,
                call.input(0).shape().broadcastStrides(shape),
                call.output(0).array(),
                0,
                shape.strides(),
                shape.dimensions());
    }

    @Override
    public TileRule tileRule() {
        return (MovedElement) (signature, inputs, element) -> {
            Shape shape = signature.output(0).shape();
            int[] strides = signature.input(0).shape().broadcastStrides(shape);
            return inputs.element(signature, 0, Places.dot(Places.of(shape, element), strides));
        };
    }

    @Override
    public List<Value> gradient(Gradient gradient) {
        return List.of(
                gradient.unbroadcast(gradient.upstream(0), gradient.input(0).shape()), Value.ABSENT);
    }
}
