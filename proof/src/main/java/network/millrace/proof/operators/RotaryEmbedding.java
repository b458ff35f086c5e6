package network.millrace.proof.operators;

import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.Shape;

/**
 * Pairs of numbers of each head turned by an angle that depends on the position: (a, b) becomes (cos a - sin b, sin a + cos b). Pairs are
 * neighbours, or come from two halves. What lies behind {@code rotary_embedding_dim} stays as it is.
 */
final class RotaryEmbedding implements Composite {
    @Override
    public String name() {
        return "RotaryEmbedding";
    }

    @Override
    public List<Value> expand(Expansion e) {
        Shape shape = e.input(0).shape();
        Value x = heads(e, shape);
        boolean positionsFirst = shape.rank() == 3;
        int size = x.shape().dimension(-1);
        long given = e.attributes().integer("rotary_embedding_dim", 0);
        long turned = given == 0 ? size : given;
        if (turned < 2 || turned > size || turned % 2 != 0) {
            throw RefusedException.malformed(
                    turned + " of " + size + " numbers of a head cannot be turned in pairs by RotaryEmbedding");
        }
        Value cos = angles(e, 1, turned / 2, positionsFirst);
        Value sin = angles(e, 2, turned / 2, positionsFirst);
        boolean neighbours = e.attributes().flag("interleaved", false);
        Value a = neighbours ? part(e, x, 0, turned, 2) : part(e, x, 0, turned / 2, 1);
        Value b = neighbours ? part(e, x, 1, turned, 2) : part(e, x, turned / 2, turned, 1);
        Value first = e.emit("Sub", e.emit("Mul", cos, a), e.emit("Mul", sin, b));
        Value second = e.emit("Add", e.emit("Mul", sin, a), e.emit("Mul", cos, b));
        Value pairs = neighbours ? woven(e, first, second) : joined(e, first, second);
        Value result = turned == size ? pairs : joined(e, pairs, part(e, x, turned, size, 1));
        if (!result.shape().equals(x.shape())) {
            throw RefusedException.malformed(
                    "the angles of RotaryEmbedding do not fit the input " + shape + "; they make it " + result.shape());
        }
        return List.of(e.reshape(result, shape));
    }

    /** [batch, heads, positions, size], or [batch, positions, heads, size] where the heads were packed together. */
    private static Value heads(Expansion e, Shape shape) {
        if (shape.rank() == 4) {
            return e.input(0);
        }
        long heads = e.attributes().integer("num_heads", 0);
        if (shape.rank() != 3 || heads < 1 || shape.dimension(2) % heads != 0) {
            throw RefusedException.malformed(
                    "RotaryEmbedding takes four axes, or three with num_heads heads in the last; " + "it has " + heads
                            + " heads in " + shape);
        }
        long size = shape.dimension(2) / heads;
        return e.reshape(e.input(0), Shape.of(new long[] {shape.dimension(0), shape.dimension(1), heads, size}));
    }

    /** Cosines or sines of each position, with an axis of 1 for the heads. */
    private static Value angles(Expansion e, int input, long half, boolean positionsFirst) {
        Value cache = e.input(input);
        Value found = e.has(3) ? e.emit("Gather", Attributes.NONE.with("axis", 0), cache, e.input(3)) : cache;
        Shape shape = found.shape();
        if (shape.rank() != 3 || shape.dimension(2) != half) {
            throw RefusedException.malformed("input " + input + " of RotaryEmbedding must give " + half
                    + " numbers for each position of each batch; it gives " + shape);
        }
        int batch = shape.dimension(0);
        int positions = shape.dimension(1);
        int numbers = shape.dimension(2);
        return e.reshape(
                found,
                positionsFirst ? Shape.of(batch, positions, 1, numbers) : Shape.of(batch, 1, positions, numbers));
    }

    private static Value part(Emitter e, Value x, long from, long to, long step) {
        return e.emit("Slice", x, e.integers(from), e.integers(to), e.integers(-1), e.integers(step));
    }

    private static Value joined(Emitter e, Value first, Value second) {
        return e.emit("Concat", Attributes.NONE.with("axis", -1), first, second);
    }

    /** Elements of two tensors by turns along the last axis. */
    private static Value woven(Emitter e, Value first, Value second) {
        Shape shape = first.shape();
        Shape column = Shape.of(shape.product(0, shape.rank()), 1);
        Value pairs = joined(e, e.reshape(first, column), e.reshape(second, column));
        return e.reshape(pairs, shape.with(shape.rank() - 1, 2 * shape.dimension(-1)));
    }
}
