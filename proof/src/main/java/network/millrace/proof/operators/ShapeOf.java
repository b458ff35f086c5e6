package network.millrace.proof.operators;

import java.util.Arrays;
import java.util.List;
import network.millrace.proof.tensor.Shape;

/** The dimensions of a tensor, or some of them; since shapes are known, a constant. */
final class ShapeOf implements Composite {
    @Override
    public String name() {
        return "Shape";
    }

    @Override
    public List<Value> expand(Expansion expansion) {
        Shape shape = expansion.input(0).shape();
        int start = clamped(expansion.attributes().integer("start", 0), shape.rank());
        int end = clamped(expansion.attributes().integer("end", shape.rank()), shape.rank());
        return List.of(expansion.integers(Arrays.copyOfRange(shape.toLongs(), start, Math.max(start, end))));
    }

    private static int clamped(long place, int rank) {
        return (int) Math.clamp(place < 0 ? place + rank : place, 0L, (long) rank);
    }
}
