package network.millrace.proof.operators;

import java.util.ArrayList;
import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;

/** Regions of images in bins, each the mean or the largest of samples that are interpolated between four elements. */
final class RoiAlign {
    private static final int SAMPLES_MAX = 1 << 12;

    private final Expansion e;
    private final boolean halfPixel;
    private final Shape image;
    private final int rows;
    private final int columns;

    private RoiAlign(Expansion e, boolean halfPixel) {
        this.e = e;
        this.halfPixel = halfPixel;
        this.image = e.input(0).shape();
        Shape regions = e.input(1).shape();
        if (image.rank() != 4 || regions.rank() != 2 || regions.dimension(1) != 4) {
            throw RefusedException.malformed(
                    "RoiAlign takes images of rank 4 and regions of 4 numbers, not " + image + " and " + regions);
        }
        this.rows = size("output_height");
        this.columns = size("output_width");
    }

    /** Before opset 16 nothing was shifted by half a pixel. */
    static Value old(Expansion e) {
        return new RoiAlign(e, false).result();
    }

    static Value expand(Expansion e) {
        String mode = e.attributes().text("coordinate_transformation_mode", "half_pixel");
        return new RoiAlign(e, mode.equals("half_pixel")).result();
    }

    private int size(String name) {
        long size = e.attributes().integer(name, 1);
        if (size < 1 || size > SAMPLES_MAX) {
            throw RefusedException.malformed(name + " must be from 1 to " + SAMPLES_MAX + "; it is " + size);
        }
        return (int) size;
    }

    private Value result() {
        long ratio = e.attributes().integer("sampling_ratio", 0);
        if (ratio > 0) {
            return pooled(e.input(1), e.input(2), samples((double) ratio), samples((double) ratio));
        }
        List<Value> results = new ArrayList<>();
        for (int region = 0; region < e.input(1).shape().dimension(0); region++) {
            Value index = e.integers(region);
            Value one = e.emit("Gather", e.input(1), index);
            Value batch = e.emit("Gather", e.input(2), index);
            results.add(pooled(one, batch, perBin(one, 1, rows), perBin(one, 0, columns)));
        }
        return results.isEmpty()
                ? Fill.like(e, e.input(0), 0, Shape.of(0, image.dimension(1), rows, columns))
                : e.emit("Concat", 1, Attributes.NONE.with("axis", 0), results).getFirst();
    }

    private static int samples(double samples) {
        if (!(samples <= SAMPLES_MAX)) {
            throw RefusedException.overLimit("samples of RoiAlign along an axis", (long) samples, SAMPLES_MAX);
        }
        return (int) Math.max(0, samples);
    }

    /** As many samples as elements of the image that a bin is long. */
    private int perBin(Value region, int axis, int bins) {
        Value ceiling = e.emit("Ceil", bin(start(region, axis), end(region, axis), bins));
        return samples(ceiling.known("the regions of RoiAlign without a sampling_ratio")
                .real(0));
    }

    private Value start(Value regions, int axis) {
        return edge(regions, axis);
    }

    private Value end(Value regions, int axis) {
        return edge(regions, axis + 2);
    }

    /** One of the four numbers of each region, in elements of the image. */
    private Value edge(Value regions, int number) {
        Value column = e.emit("Gather", Attributes.NONE.with("axis", 1), regions, e.integers(number));
        Value scaled = e.emit("Mul", column, e.scalarLike(column, e.attributes().number("spatial_scale", 1)));
        return halfPixel ? e.emit("Sub", scaled, e.scalarLike(scaled, 0.5)) : scaled;
    }

    private Value bin(Value start, Value end, int bins) {
        Value size = e.emit("Sub", end, start);
        Value whole = halfPixel ? size : e.emit("Max", size, e.scalarLike(size, 1));
        return e.emit("Div", whole, e.scalarLike(whole, bins));
    }

    /** Where the samples lie along an axis: start + bin * its size + (sample + 0.5) * its size / samples, bin after bin. */
    private Value places(Value regions, int axis, int bins, int samples) {
        Value start = start(regions, axis);
        Value bin = bin(start, end(regions, axis), bins);
        double[] numbers = new double[bins];
        double[] middles = new double[samples];
        for (int i = 0; i < bins; i++) {
            numbers[i] = i;
        }
        for (int i = 0; i < samples; i++) {
            middles[i] = i + 0.5;
        }
        int count = regions.shape().dimension(0);
        DataType type = regions.type().type();
        Value wide = e.reshape(bin, Shape.of(count, 1, 1));
        Value first = e.emit(
                "Add",
                e.reshape(start, Shape.of(count, 1, 1)),
                e.emit("Mul", Turns.constant(e, type, Shape.of(bins, 1), numbers), wide));
        Value within = e.emit("Mul", Turns.constant(e, type, Shape.of(1, samples), middles), wide);
        Value all = e.emit("Add", first, e.emit("Div", within, e.scalarLike(within, samples)));
        return e.reshape(all, Shape.of(count, bins * samples));
    }

    private Value pooled(Value regions, Value batch, int high, int wide) {
        int count = regions.shape().dimension(0);
        int channels = image.dimension(1);
        int[] sizes = {image.dimension(2), image.dimension(3)};
        Value y = e.reshape(places(regions, 1, rows, high), Shape.of(count, 1, rows * high, 1));
        Value x = e.reshape(places(regions, 0, columns, wide), Shape.of(count, 1, 1, columns * wide));
        Value outside = e.emit("Or", outside(y, sizes[0]), outside(x, sizes[1]));
        Value read = read(batch, channels, sizes, y, x);
        Value inside = e.emit("Where", outside, e.scalarLike(read, 0), read);
        Value bins = e.reshape(inside, Shape.of(count, channels, rows, high, columns, wide));
        Value axes = e.integers(3, 5);
        Attributes drop = Attributes.NONE.with("keepdims", 0);
        if (isMax()) {
            return e.emit("ReduceMax", drop, bins, axes);
        }
        Value sum = e.emit("ReduceSum", drop, bins, axes);
        return e.emit("Div", sum, e.scalarLike(sum, Math.max(1, high * wide)));
    }

    private boolean isMax() {
        return e.attributes().text("mode", "avg").equals("max");
    }

    private Value outside(Value place, int size) {
        return e.emit(
                "Or",
                e.emit("Less", place, e.scalarLike(place, -1)),
                e.emit("Greater", place, e.scalarLike(place, size)));
    }

    /** The weighted elements around each sample: their sum, or, as the operator's mode max has it, the largest of the four. */
    private Value read(Value batch, int channels, int[] sizes, Value y, Value x) {
        Value index = e.emit("Cast", Attributes.NONE.with("to", DataType.INT64.code()), batch);
        Value first = e.emit(
                "Mul",
                e.reshape(index, Shape.of(batch.shape().dimension(0), 1, 1, 1)),
                e.constant(Tensor.scalar((long) channels * sizes[0] * sizes[1])));
        Value planes = e.emit("Add", first, Sampler.multiples(e, Shape.of(channels, 1, 1), (long) sizes[0] * sizes[1]));
        Value flat = e.reshape(e.input(0), Shape.of(new long[] {image.size()}));
        Value result = Value.ABSENT;
        for (int corner = 0; corner < 4; corner++) {
            Tap down = tap(y, sizes[0], corner / 2 == 1);
            Tap across = tap(x, sizes[1], corner % 2 == 1);
            Value row = e.emit("Mul", down.index(), e.constant(Tensor.scalar((long) sizes[1])));
            Value at = e.emit("Add", planes, e.emit("Add", row, across.index()));
            Value term = e.emit("Mul", e.emit("Mul", down.weight(), across.weight()), e.emit("Gather", flat, at));
            result = result.isAbsent() ? term : e.emit(isMax() ? "Max" : "Add", result, term);
        }
        return result;
    }

    private record Tap(Value index, Value weight) {}

    private Tap tap(Value place, int size, boolean upper) {
        Value last = e.scalarLike(place, size - 1.0);
        Value clamped = e.emit("Min", e.emit("Max", place, e.scalarLike(place, 0)), last);
        Value below = e.emit("Floor", clamped);
        Value part = e.emit("Sub", clamped, below);
        Value one = e.scalarLike(place, 1);
        Value index = upper ? e.emit("Min", e.emit("Add", below, one), last) : below;
        return new Tap(
                e.emit("Cast", Attributes.NONE.with("to", DataType.INT64.code()), index),
                upper ? part : e.emit("Sub", one, part));
    }
}
