package network.millrace.proof.operators;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;

/** The different elements, or slices along an axis, of data that is known: in ascending order, or as they first come up. */
final class Unique implements Composite {
    @Override
    public String name() {
        return "Unique";
    }

    @Override
    public List<Value> expand(Expansion expansion) {
        Tensor known = expansion.input(0).known("the elements of Unique");
        Shape whole = known.shape();
        boolean flat = !expansion.attributes().has("axis");
        Shape shape = flat ? Shape.of(known.size()) : whole;
        int axis = flat ? 0 : whole.axis(expansion.attributes().integer("axis"));
        Slices slices = new Slices(known, shape, axis);
        TreeMap<Integer, List<Integer>> groups = new TreeMap<>(slices);
        for (int i = 0; i < shape.dimension(axis); i++) {
            groups.computeIfAbsent(i, first -> new ArrayList<>()).add(i);
        }
        List<List<Integer>> ordered = new ArrayList<>(groups.values());
        if (!expansion.attributes().flag("sorted", true)) {
            ordered.sort(Comparator.comparing(List::getFirst));
        }
        long[] inverse = new long[shape.dimension(axis)];
        for (int group = 0; group < ordered.size(); group++) {
            for (int member : ordered.get(group)) {
                inverse[member] = group;
            }
        }
        Value first =
                expansion.integers(ordered.stream().mapToLong(List::getFirst).toArray());
        Value data = expansion.reshape(expansion.input(0), shape);
        List<Value> outputs = List.of(
                expansion.emit("Gather", Attributes.NONE.with("axis", axis), data, first),
                first,
                expansion.integers(inverse),
                expansion.integers(ordered.stream().mapToLong(List::size).toArray()));
        return outputs.subList(0, expansion.outputCount());
    }

    /** Compares slices by their elements, the first difference deciding. */
    private record Slices(Tensor data, Shape shape, int axis) implements Comparator<Integer> {
        @Override
        public int compare(Integer a, Integer b) {
            int inner = shape.product(axis + 1, shape.rank());
            int row = shape.dimension(axis) * inner;
            return IntStream.range(0, shape.product(0, axis) * inner)
                    .map(i -> i / inner * row + i % inner)
                    .map(i -> Long.compare(SortKey.of(data, i + a * inner), SortKey.of(data, i + b * inner)))
                    .filter(order -> order != 0)
                    .findFirst()
                    .orElse(0);
        }
    }
}
