package network.millrace.proof.operators;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.Shape;

/**
 * Einstein's sum: products of the operands over all labels, summed over those that the result does not name. Operands are taken from the
 * left, two at a time, each pair as one matrix product; a label that nobody needs any more is summed away first.
 */
final class Einsum implements Composite {
    @Override
    public String name() {
        return "Einsum";
    }

    /** A value and a label for each of its axes. */
    private record Operand(Value value, String labels) {
        int size(char label) {
            return value.shape().dimension(labels.indexOf(label));
        }

        boolean has(char label) {
            return labels.indexOf(label) >= 0;
        }
    }

    @Override
    public List<Value> expand(Expansion expansion) {
        EinsumEquation equation = EinsumEquation.parse(expansion.attributes().text("equation"), shapes(expansion));
        List<Operand> operands = new ArrayList<>();
        NavigableMap<Character, Integer> sizes = new TreeMap<>();
        for (int i = 0; i < equation.operands().size(); i++) {
            Operand operand =
                    diagonal(expansion, expansion.input(i), equation.operands().get(i));
            operands.add(operand);
            for (int axis = 0; axis < operand.labels().length(); axis++) {
                char label = operand.labels().charAt(axis);
                sizes.merge(label, operand.size(label), Einsum::common);
            }
        }
        Operand result = operands.getFirst();
        for (int i = 1; i < operands.size(); i++) {
            String needed = equation.result()
                    + operands.stream().skip(i + 1L).map(Operand::labels).collect(Collectors.joining());
            result = product(expansion, result, operands.get(i), needed, sizes);
        }
        result = without(expansion, result, equation.result(), "");
        return List.of(ordered(expansion, result, equation.result()).value());
    }

    private static List<Shape> shapes(Expansion expansion) {
        List<Shape> shapes = new ArrayList<>();
        for (int i = 0; i < expansion.inputCount(); i++) {
            shapes.add(expansion.input(i).shape());
        }
        return shapes;
    }

    private static int common(int size, int other) {
        if (size != other && size != 1 && other != 1) {
            throw RefusedException.malformed("one label of Einsum stands for axes of " + size + " and of " + other);
        }
        return size == 1 ? other : size;
    }

    /** Axes that bear the same label become their diagonal: of the joined axes, every (n + 1)th element. */
    private static Operand diagonal(Expansion e, Value value, String labels) {
        for (int second = 0; second < labels.length(); second++) {
            int first = labels.indexOf(labels.charAt(second));
            if (first == second) {
                continue;
            }
            int n = value.shape().dimension(first);
            if (value.shape().dimension(second) != n) {
                throw RefusedException.malformed("label " + labels.charAt(second) + " of Einsum stands for axes of " + n
                        + " and of " + value.shape().dimension(second));
            }
            StringBuilder rest = new StringBuilder(labels).deleteCharAt(second).deleteCharAt(first);
            String joined = "" + labels.charAt(first) + labels.charAt(second) + rest;
            Value front = transposed(e, value, moved(labels.length(), first, second));
            long[] flat = joinedShape(front.shape(), n);
            Value line = e.reshape(front, Shape.of(flat));
            Value picked = e.emit("Slice", line, e.integers(0), e.integers(flat[0]), e.integers(0), e.integers(n + 1L));
            return diagonal(e, picked, joined.substring(1));
        }
        return new Operand(value, labels);
    }

    private static long[] joinedShape(Shape shape, int n) {
        long[] joined = new long[shape.rank() - 1];
        joined[0] = (long) n * n;
        for (int d = 1; d < joined.length; d++) {
            joined[d] = shape.dimension(d + 1);
        }
        return joined;
    }

    private static long[] moved(int rank, int first, int second) {
        List<Long> order = new ArrayList<>(List.of((long) first, (long) second));
        for (long axis = 0; axis < rank; axis++) {
            if (axis != first && axis != second) {
                order.add(axis);
            }
        }
        return order.stream().mapToLong(Long::longValue).toArray();
    }

    private static Value transposed(Expansion e, Value value, long[] order) {
        return e.emit("Transpose", Attributes.NONE.with("perm", order), value);
    }

    private static Operand ordered(Expansion e, Operand operand, String labels) {
        if (operand.labels().equals(labels)) {
            return operand;
        }
        long[] order = labels.chars().mapToLong(operand.labels()::indexOf).toArray();
        return new Operand(transposed(e, operand.value(), order), labels);
    }

    /** Sums away the labels that stand in neither text. */
    private static Operand without(Expansion e, Operand operand, String needed, String other) {
        StringBuilder kept = new StringBuilder();
        List<Integer> axes = new ArrayList<>();
        for (int axis = 0; axis < operand.labels().length(); axis++) {
            char label = operand.labels().charAt(axis);
            if (needed.indexOf(label) >= 0 || other.indexOf(label) >= 0) {
                kept.append(label);
            } else {
                axes.add(axis);
            }
        }
        if (axes.isEmpty()) {
            return operand;
        }
        long[] summed = axes.stream().mapToLong(Integer::longValue).toArray();
        Value sum = e.emit("ReduceSum", Attributes.NONE.with("keepdims", 0), operand.value(), e.integers(summed));
        return new Operand(sum, kept.toString());
    }

    private static Operand product(
            Expansion e, Operand a, Operand b, String needed, NavigableMap<Character, Integer> sizes) {
        Operand left = without(e, a, needed, b.labels());
        Operand right = without(e, b, needed, a.labels());
        String batch = labels(left, label -> right.has(label) && needed.indexOf(label) >= 0);
        String summed = labels(left, label -> right.has(label) && needed.indexOf(label) < 0);
        String rows = labels(left, label -> !right.has(label));
        String columns = labels(right, label -> !left.has(label));
        Value x = ordered(e, widened(e, left, batch + summed, sizes), batch + rows + summed)
                .value();
        Value y = ordered(e, widened(e, right, batch + summed, sizes), batch + summed + columns)
                .value();
        long count = size(batch, sizes);
        Value product = e.emit(
                "MatMul",
                e.reshape(x, Shape.of(new long[] {count, size(rows, sizes), size(summed, sizes)})),
                e.reshape(y, Shape.of(new long[] {count, size(summed, sizes), size(columns, sizes)})));
        String result = batch + rows + columns;
        long[] shape = result.chars()
                .mapToLong(label -> sizes.getOrDefault((char) label, 1))
                .toArray();
        return new Operand(e.reshape(product, Shape.of(shape)), result);
    }

    @FunctionalInterface
    private interface Choice {
        boolean takes(char label);
    }

    private static String labels(Operand operand, Choice choice) {
        return operand.labels()
                .chars()
                .mapToObj(label -> (char) label)
                .filter(choice::takes)
                .map(String::valueOf)
                .collect(Collectors.joining());
    }

    private static long size(String labels, NavigableMap<Character, Integer> sizes) {
        long size = 1;
        for (int i = 0; i < labels.length(); i++) {
            size = Math.multiplyExact(size, sizes.getOrDefault(labels.charAt(i), 1));
        }
        return size;
    }

    /** Repeats axes of 1 whose label has more elements elsewhere, which only an ellipsis allows. */
    private static Operand widened(
            Expansion e, Operand operand, String labels, NavigableMap<Character, Integer> sizes) {
        long[] wide = operand.value().shape().toLongs();
        for (int i = 0; i < labels.length(); i++) {
            char label = labels.charAt(i);
            wide[operand.labels().indexOf(label)] = sizes.getOrDefault(label, 1);
        }
        return Arrays.equals(wide, operand.value().shape().toLongs())
                ? operand
                : new Operand(e.emit("Expand", operand.value(), e.integers(wide)), operand.labels());
    }
}
