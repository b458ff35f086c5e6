package network.millrace.proof.operators;

import network.millrace.proof.tensor.Shape;

/** Tensors of one number. */
final class Fill {
    private Fill() {}

    /** A number in the element type of another value, in every place of a shape. */
    static Value like(Emitter emitter, Value value, double number, Shape shape) {
        return emitter.emit("Expand", emitter.scalarLike(value, number), emitter.integers(shape.toLongs()));
    }
}
