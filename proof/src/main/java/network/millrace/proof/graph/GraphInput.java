package network.millrace.proof.graph;

import java.util.List;
import java.util.stream.IntStream;
import network.millrace.proof.RefusedException;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.TensorType;

/**
 * What a graph declares of an input.
 *
 * @param typed whether a type is declared at all; the body of a Loop or Scan need not, and then the other components say nothing
 * @param ranked whether the dimensions are declared at all; when not, the list is empty
 */
public record GraphInput(String name, boolean typed, DataType type, boolean ranked, List<Dimension> dimensions) {
    /** A declared dimension. */
    public sealed interface Dimension {
        /** A number that is given. */
        record Fixed(long value) implements Dimension {}

        /** A name, perhaps an empty one, for a number that the caller gives. */
        record Named(String name) implements Dimension {}
    }

    public GraphInput {
        dimensions = List.copyOf(dimensions);
    }

    /** An input of a declared type. */
    public GraphInput(String name, DataType type, boolean ranked, List<Dimension> dimensions) {
        this(name, true, type, ranked, dimensions);
    }

    /** An input of a subgraph that declares its name only. */
    public static GraphInput untyped(String name) {
        return new GraphInput(name, false, DataType.BOOL, false, List.of());
    }

    /** An input whose shape is declared in full. */
    public static GraphInput of(String name, TensorType type) {
        List<Dimension> dimensions = IntStream.of(type.shape().dimensions())
                .<Dimension>mapToObj(Dimension.Fixed::new)
                .toList();
        return new GraphInput(name, type.type(), true, dimensions);
    }

    /**
     * The declared type when every dimension is a number.
     *
     * @throws RefusedException when one is open, so that the caller must give the shape
     */
    public TensorType declared() {
        if (!typed || !ranked || !dimensions.stream().allMatch(Dimension.Fixed.class::isInstance)) {
            throw RefusedException.malformed(
                    "input " + name + " is declared with an open shape (" + shown() + "); give its shape");
        }
        long[] sizes = dimensions.stream()
                .mapToLong(dimension -> ((Dimension.Fixed) dimension).value())
                .toArray();
        return new TensorType(type, Shape.of(sizes));
    }

    /**
     * Checks a given type against the declaration: equal element type, and equal dimensions where they are numbers.
     *
     * @throws RefusedException when they differ
     */
    public void check(TensorType given) {
        boolean fits = (!typed || type == given.type())
                && (!ranked || dimensions.size() == given.shape().rank());
        for (int i = 0; fits && i < dimensions.size(); i++) {
            fits = !(dimensions.get(i) instanceof Dimension.Fixed(long value))
                    || value == given.shape().dimension(i);
        }
        if (!fits) {
            throw RefusedException.malformed(
                    "input " + name + " is declared as " + type + " " + shown() + "; " + given + " was given");
        }
    }

    private String shown() {
        if (!ranked) {
            return "of any rank";
        }
        return dimensions.stream()
                .map(dimension -> switch (dimension) {
                    case Dimension.Fixed(long value) -> Long.toString(value);
                    case Dimension.Named(String open) -> open.isEmpty() ? "?" : open;
                })
                .toList()
                .toString();
    }
}
