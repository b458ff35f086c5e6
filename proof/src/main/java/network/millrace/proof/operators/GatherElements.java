package network.millrace.proof.operators;

import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;

/** For each index, the element of the data at the index's own place, but with the index as the place along one axis. */
final class GatherElements implements Primitive, Differentiable {
    @Override
    public String name() {
        return "GatherElements";
    }

    @Override
    public List<TensorType> infer(Inference in) {
        in.requireInputs(2, 2);
        Indices.require(in, 1);
        requireInside(in.shape(0), in.shape(1), axis(in.attributes(), in.shape(0)));
        return List.of(in.type(0).shaped(in.shape(1)));
    }

    static int axis(Attributes attributes, Shape data) {
        return data.axis(attributes.integer("axis", 0));
    }

    /** Indices must have the data's rank, and along the other axes be no longer than the data. */
    static void requireInside(Shape data, Shape indices, int axis) {
        boolean inside = data.rank() == indices.rank();
        for (int d = 0; inside && d < data.rank(); d++) {
            inside = d == axis || indices.dimension(d) <= data.dimension(d);
        }
        if (!inside) {
            throw RefusedException.malformed(
                    "indices of shape " + indices + " do not lie within data of shape " + data + " along axis " + axis);
        }
    }

    /** The flat index in the data that element i of the indices stands for. */
    static int target(String operator, Shape data, Shape indices, int axis, long i, long index) {
        int[] place = Places.of(indices, i);
        place[axis] = Indices.within(operator, index, data.dimension(axis));
        return Places.dot(place, data.strides());
    }

    @Override
    public void compute(Call call) {
        Tensor data = call.input(0);
        Tensor indices = call.input(1);
        int axis = axis(call.attributes(), data.shape());
        for (int i = 0; i < indices.size(); i++) {
            int source = target(name(), data.shape(), indices.shape(), axis, i, indices.integer(i));
            System.arraycopy(data.array(), source, call.output(0).array(), i, 1);
        }
    }

    @Override
    public TileRule tileRule() {
        return (MovedElement) (signature, inputs, element) -> {
            Shape data = signature.input(0).shape();
            int axis = axis(signature.attributes(), data);
            long index = inputs.element(signature, 1, element).integer(0);
            int source = target(name(), data, signature.input(1).shape(), axis, element, index);
            return inputs.element(signature, 0, source);
        };
    }

    @Override
    public List<Value> gradient(Gradient gradient) {
        Value data = gradient.input(0);
        Attributes attributes = gradient.attributes().with("reduction", "add");
        Value zeros = Fill.like(gradient, data, 0, data.shape());
        return List.of(
                gradient.emit("ScatterElements", attributes, zeros, gradient.input(1), gradient.upstream(0)),
                Value.ABSENT);
    }
}
