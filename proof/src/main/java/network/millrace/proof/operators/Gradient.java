package network.millrace.proof.operators;

import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.Shape;

/** One operation of a forward program whose gradient is asked for, and where the operations of the gradient go. */
public interface Gradient extends Emitter {
    Attributes attributes();

    int inputCount();

    /** Input i of the forward operation; absent when it was left out. */
    Value input(int i);

    default boolean has(int i) {
        return !input(i).isAbsent();
    }

    /** Output i of the forward operation. */
    Value output(int i);

    /** The gradient of the loss by output i; absent when the loss does not depend on it. */
    Value upstream(int i);

    /**
     * Sums a gradient over the axes along which an input of the given shape was broadcast, so that it has that shape.
     */
    default Value unbroadcast(Value gradient, Shape shape) {
        Shape wide = gradient.type().shape();
        if (wide.equals(shape)) {
            return gradient;
        }
        int added = wide.rank() - shape.rank();
        long[] axes = java.util.stream.IntStream.range(0, wide.rank())
                .filter(axis -> axis < added || (shape.dimension(axis - added) == 1 && wide.dimension(axis) != 1))
                .asLongStream()
                .toArray();
        Value summed = axes.length == 0
                ? gradient
                : emit("ReduceSum", Attributes.NONE.with("keepdims", 1), gradient, integers(axes));
        return reshape(summed, shape);
    }
}
