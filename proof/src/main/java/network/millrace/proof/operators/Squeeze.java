package network.millrace.proof.operators;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import network.millrace.proof.RefusedException;
import network.millrace.proof.tensor.Shape;

/** Without dimensions of size 1: the named ones, or all. */
final class Squeeze implements Composite {
    @Override
    public String name() {
        return "Squeeze";
    }

    @Override
    public List<Value> expand(Expansion expansion) {
        Value data = expansion.input(0);
        Shape shape = data.type().shape();
        int[] dropped = expansion.has(1)
                ? Arrays.stream(expansion.input(1).known("the axes of Squeeze").toLongs())
                        .mapToInt(shape::axis)
                        .toArray()
                : IntStream.range(0, shape.rank())
                        .filter(axis -> shape.dimension(axis) == 1)
                        .toArray();
        for (int axis : dropped) {
            if (shape.dimension(axis) != 1) {
                throw RefusedException.malformed(
                        "Squeeze drops dimensions of size 1; dimension " + axis + " of " + shape + " is none");
            }
        }
        int[] kept = IntStream.range(0, shape.rank())
                .filter(axis -> IntStream.of(dropped).noneMatch(other -> other == axis))
                .map(shape::dimension)
                .toArray();
        return List.of(expansion.reshape(data, Shape.of(kept)));
    }
}
