package network.millrace.proof.operators;

import java.util.ArrayList;
import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;

/** Tensors one behind the other along an axis. */
final class Concat implements Primitive, Differentiable {
    @Override
    public String name() {
        return "Concat";
    }

    @Override
    public List<TensorType> infer(Inference in) {
        in.requireInputs(1, Integer.MAX_VALUE);
        Shape shape = in.shape(0);
        int axis = shape.axis(in.attributes().integer("axis"));
        int length = 0;
        for (int i = 0; i < in.inputCount(); i++) {
            in.sameElements(0, i);
            if (in.shape(i).rank() != shape.rank() || !in.shape(i).with(axis, 0).equals(shape.with(axis, 0))) {
                throw RefusedException.malformed(
                        "shapes " + shape + " and " + in.shape(i) + " cannot be joined along axis " + axis);
            }
            length = Math.addExact(length, in.shape(i).dimension(axis));
        }
        return List.of(in.type(0).shaped(shape.with(axis, length)));
    }

    @Override
    public void compute(Call call) {
        Tensor output = call.output(0);
        Shape shape = output.shape();
        int axis = shape.axis(call.attributes().integer("axis"));
        int outer = shape.product(0, axis);
        int row = shape.product(axis, shape.rank());
        int place = 0;
        for (int i = 0; i < call.inputCount(); i++) {
            Tensor input = call.input(i);
            int length = input.shape().product(axis, shape.rank());
            for (int o = 0; o < outer; o++) {
                System.arraycopy(input.array(), o * length, output.array(), o * row + place, length);
            }
            place += length;
        }
    }

    @Override
    public TileRule tileRule() {
        return (MovedElement) (signature, inputs, element) -> {
            Shape shape = signature.output(0).shape();
            int axis = shape.axis(signature.attributes().integer("axis"));
            int[] place = Places.of(shape, element);
            int input = 0;
            while (place[axis] >= signature.input(input).shape().dimension(axis)) {
                place[axis] -= signature.input(input).shape().dimension(axis);
                input++;
            }
            Shape source = signature.input(input).shape();
            return inputs.element(signature, input, Places.dot(place, source.strides()));
        };
    }

    @Override
    public List<Value> gradient(Gradient gradient) {
        List<Value> gradients = new ArrayList<>();
        int axis = gradient.output(0).shape().axis(gradient.attributes().integer("axis"));
        long start = 0;
        for (int i = 0; i < gradient.inputCount(); i++) {
            long end = start + gradient.input(i).shape().dimension(axis);
            gradients.add(gradient.emit(
                    "Slice",
                    gradient.upstream(0),
                    gradient.integers(start),
                    gradient.integers(end),
                    gradient.integers(axis)));
            start = end;
        }
        return gradients;
    }
}
