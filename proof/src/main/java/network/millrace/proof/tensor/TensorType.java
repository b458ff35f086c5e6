package network.millrace.proof.tensor;

/** What is known of a tensor before it is computed. */
public record TensorType(DataType type, Shape shape) {
    /** Bytes of all elements. */
    public long bytes() {
        return shape.size() * type.bytes();
    }

    /** The same shape with another element type. */
    public TensorType as(DataType other) {
        return new TensorType(other, shape);
    }

    /** The same element type with another shape. */
    public TensorType shaped(Shape other) {
        return new TensorType(type, other);
    }

    @Override
    public String toString() {
        return type + " " + shape;
    }
}
