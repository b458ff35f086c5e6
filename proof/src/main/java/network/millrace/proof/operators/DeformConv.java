package network.millrace.proof.operators;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;

/**
 * A convolution whose kernel reads the input at places that data moves, interpolated linearly and 0 outside, times a mask: the numbers
 * that the kernels meet as a matrix, and a matrix product with the weights.
 */
final class DeformConv {
    private final Expansion e;
    private final Shape input;
    private final Shape weights;
    private final Windows windows;
    private final int[] counts;
    private final int images;
    private final int shifts;
    private final int kernel;
    private final int points;
    private final int axes;

    private DeformConv(Expansion e) {
        this.e = e;
        this.input = e.input(0).shape();
        this.weights = e.input(1).shape();
        if (input.rank() < 3 || weights.rank() != input.rank()) {
            throw RefusedException.malformed(
                    "DeformConv takes an input and weights of one rank, not " + input + " and " + weights);
        }
        this.axes = input.rank() - 2;
        this.windows = Windows.of(e.attributes(), input, Arrays.copyOfRange(weights.dimensions(), 2, weights.rank()));
        this.counts = windows.counts(input);
        this.images = input.dimension(0);
        this.shifts = (int) Math.clamp(e.attributes().integer("offset_group", 1), 1L, Integer.MAX_VALUE);
        this.kernel = windows.kernel().arraySize();
        this.points = Shape.of(counts).arraySize();
        long groups = e.attributes().integer("group", 1);
        boolean fits = groups >= 1
                && weights.dimension(1) * groups == input.dimension(1)
                && weights.dimension(0) % groups == 0
                && input.dimension(1) % shifts == 0;
        if (!fits) {
            throw RefusedException.malformed("weights " + weights + " in " + groups + " groups and offsets in " + shifts
                    + " groups do not fit the input " + input);
        }
    }

    static Value expand(Expansion e) {
        return new DeformConv(e).result();
    }

    private Value result() {
        int groups = (int) e.attributes().integer("group", 1);
        int channels = input.dimension(1);
        Value met = met();
        if (e.has(4)) {
            met = e.emit("Mul", met, e.reshape(e.input(4), Shape.of(images, shifts, 1, kernel, points)));
        }
        Value columns = e.reshape(met, Shape.of(images, groups, channels / groups * kernel, points));
        int outputs = weights.dimension(0);
        Value rows = e.reshape(e.input(1), Shape.of(groups, outputs / groups, channels / groups * kernel));
        int[] result = input.dimensions();
        result[1] = outputs;
        System.arraycopy(counts, 0, result, 2, axes);
        Value product = e.reshape(e.emit("MatMul", rows, columns), Shape.of(result));
        if (!e.has(3)) {
            return product;
        }
        int[] bias = new int[axes + 1];
        Arrays.fill(bias, 1);
        bias[0] = outputs;
        return e.emit("Add", product, e.reshape(e.input(3), Shape.of(bias)));
    }

    /** For each image, group of offsets, channel of it and place of the kernel what it meets in each window. */
    private Value met() {
        Value offsets = e.reshape(e.input(2), Shape.of(images, shifts, kernel, axes, points));
        DataType type = input(0);
        List<Value> places = new ArrayList<>();
        for (int axis = 0; axis < axes; axis++) {
            Value moved =
                    e.emit("Gather", Attributes.NONE.with("axis", 3), offsets, e.constant(Tensor.scalar((long) axis)));
            Value regular = Turns.constant(e, type, Shape.of(kernel, points), regular(axis));
            places.add(e.reshape(e.emit("Add", regular, moved), Shape.of(images, shifts, 1, kernel, points)));
        }
        int perShift = input.dimension(1) / shifts;
        Value planes = Sampler.multiples(e, Shape.of(images, shifts, perShift, 1, 1), input.product(2, input.rank()));
        int[] sizes = Arrays.copyOfRange(input.dimensions(), 2, input.rank());
        return new Sampler(e, e.input(0), planes, sizes, Sampler.Outside.ZERO, true).linear(places);
    }

    private DataType input(int i) {
        return e.input(i).type().type();
    }

    /** Where the places of the kernel lie along an axis, for each window, if nothing moves them. */
    private double[] regular(int axis) {
        double[] places = new double[kernel * points];
        for (int i = 0; i < places.length; i++) {
            int place = Places.of(windows.kernel(), i / points)[axis];
            int window = Places.of(Shape.of(counts), i % points)[axis];
            places[i] = windows.source(axis, window, place);
        }
        return places;
    }
}
