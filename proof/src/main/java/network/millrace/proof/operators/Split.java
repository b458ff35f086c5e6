package network.millrace.proof.operators;

import java.util.ArrayList;
import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.proof.tensor.Shape;

/** Consecutive pieces along an axis: of the named sizes, or as many of equal size as there are outputs, the last one smaller. */
final class Split implements Composite {
    @Override
    public String name() {
        return "Split";
    }

    @Override
    public List<Value> expand(Expansion expansion) {
        Shape shape = expansion.input(0).shape();
        int axis = shape.axis(expansion.attributes().integer("axis", 0));
        long[] sizes = expansion.has(1)
                ? expansion.input(1).known("the sizes of Split").toLongs()
                : equal(shape.dimension(axis), count(expansion));
        if (sizes.length != expansion.outputCount()) {
            throw RefusedException.malformed(
                    "Split makes " + sizes.length + " pieces; the node names " + expansion.outputCount());
        }
        List<Value> pieces = new ArrayList<>();
        long start = 0;
        for (long size : sizes) {
            if (size < 0 || size > shape.dimension(axis) - start) {
                throw RefusedException.malformed("pieces of Split must make up the " + shape.dimension(axis)
                        + " elements of axis " + axis + "; one of " + size + " begins at " + start);
            }
            pieces.add(expansion.emit(
                    "Slice",
                    expansion.input(0),
                    expansion.integers(start),
                    expansion.integers(start + size),
                    expansion.integers(axis)));
            start += size;
        }
        if (start != shape.dimension(axis)) {
            throw RefusedException.malformed("pieces of Split must make up the " + shape.dimension(axis)
                    + " elements of axis " + axis + "; they make " + start);
        }
        return pieces;
    }

    private static long count(Expansion expansion) {
        long count = expansion.attributes().integer("num_outputs", expansion.outputCount());
        if (count != expansion.outputCount()) {
            throw RefusedException.malformed(
                    "num_outputs of Split is " + count + "; the node names " + expansion.outputCount());
        }
        return count;
    }

    private static long[] equal(int length, long count) {
        long[] sizes = new long[(int) count];
        long size = Math.ceilDiv(length, count);
        long left = length;
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = Math.min(size, left);
            left -= sizes[i];
        }
        return sizes;
    }
}
