package network.millrace.proof.operators;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;

/**
 * MaxRoiPool of regions that are known only when the program runs: what lies outside of a bin is hidden, first along the rows and
 * then along the columns, and the largest of the rest is taken. A maximum does not depend on the order, so these are the bits of
 * {@link MaxRoiPool}, which cuts out what it needs and is cheaper.
 */
final class RegionMaximum {
    private final Expansion e;
    private final Value regions;
    private final int count;
    private final Shape image;

    RegionMaximum(Expansion e) {
        this.e = e;
        this.regions = cast(e.input(1), DataType.FLOAT32);
        this.count = regions.shape().dimension(0);
        this.image = e.input(0).shape();
    }

    Value result(int rows, int columns) {
        int channels = image.dimension(1);
        int high = image.dimension(2);
        int wide = image.dimension(3);
        Value batch = e.reshape(cast(number(0), DataType.INT64), Shape.of(count));
        Value images = e.emit("Gather", e.input(0), batch);
        Value rowMask = inside(1, rows, high);
        Value columnMask = inside(0, columns, wide);
        Value byRows = largest(
                e.reshape(images, Shape.of(count, channels, 1, high, wide)),
                e.reshape(rowMask, Shape.of(count, 1, rows, high, 1)),
                3);
        Value bins = largest(
                e.reshape(byRows, Shape.of(count, channels, rows, 1, wide)),
                e.reshape(columnMask, Shape.of(count, 1, 1, columns, wide)),
                4);
        Value some = e.emit(
                "And",
                e.reshape(any(rowMask), Shape.of(count, 1, rows, 1)),
                e.reshape(any(columnMask), Shape.of(count, 1, 1, columns)));
        return e.emit("Where", some, bins, e.scalarLike(bins, 0));
    }

    private Value largest(Value elements, Value mask, int axis) {
        Value hidden = e.emit("Where", mask, elements, e.scalarLike(elements, Double.NEGATIVE_INFINITY));
        return e.emit("ReduceMax", Attributes.NONE.with("keepdims", 0), hidden, e.integers(axis));
    }

    private Value any(Value mask) {
        return e.emit("ReduceMax", Attributes.NONE.with("keepdims", 0), mask, e.integers(2));
    }

    /** For each region, bin and place along an axis, whether the place belongs to the bin. */
    private Value inside(int axis, int bins, int size) {
        Value start = rounded(number(1 + axis));
        Value end = rounded(number(3 + axis));
        Value whole = e.emit("Add", e.emit("Sub", end, start), e.scalarLike(start, 1));
        Value length = e.emit("Div", e.emit("Max", whole, e.scalarLike(whole, 1)), e.scalarLike(whole, bins));
        Value from = edge("Floor", IntStream.range(0, bins), length, start);
        Value to = edge("Ceil", IntStream.rangeClosed(1, bins), length, start);
        Value places = e.constant(Tensor.of(
                Shape.of(1, 1, size), LongStream.range(0, size).asDoubleStream().toArray()));
        Value before = e.emit("Less", places, e.reshape(from, Shape.of(count, bins, 1)));
        Value within = e.emit("Less", places, e.reshape(to, Shape.of(count, bins, 1)));
        return e.emit("And", e.emit("Not", before), within);
    }

    /** The lengths so far, rounded to whole elements, behind the start; in float64, where no such sum is rounded. */
    private Value edge(String rounding, IntStream bins, Value length, Value start) {
        double[] numbers = bins.asDoubleStream().toArray();
        Value multiples = cast(e.constant(Tensor.of(Shape.of(1, numbers.length), numbers)), DataType.FLOAT32);
        Value lengths = e.emit(rounding, e.emit("Mul", multiples, length));
        return e.emit("Add", cast(lengths, DataType.FLOAT64), cast(start, DataType.FLOAT64));
    }

    /** Half away from 0; the sum with a half is exact in float64. */
    private Value rounded(Value edge) {
        Value scaled = e.emit("Mul", edge, e.scalarLike(edge, e.attributes().number("spatial_scale", 1)));
        Value wide = cast(scaled, DataType.FLOAT64);
        Value half = e.scalarLike(wide, 0.5);
        Value up = e.emit("Floor", e.emit("Add", wide, half));
        Value down = e.emit("Ceil", e.emit("Sub", wide, half));
        return cast(e.emit("Where", e.emit("Less", wide, e.scalarLike(wide, 0)), down, up), DataType.FLOAT32);
    }

    /** One of the five numbers of each region. */
    private Value number(int i) {
        return e.emit("Gather", Attributes.NONE.with("axis", 1), regions, e.integers(i));
    }

    private Value cast(Value value, DataType type) {
        return e.emit("Cast", Attributes.NONE.with("to", type.code()), value);
    }
}
