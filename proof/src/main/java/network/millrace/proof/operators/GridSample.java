package network.millrace.proof.operators;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;

/** Images read at the places of a grid, whose coordinates go from -1 to 1. */
final class GridSample {
    private GridSample() {}

    static Value expand(Expansion e) {
        Value x = e.input(0);
        Shape shape = x.shape();
        Shape grid = e.input(1).shape();
        int axes = shape.rank() - 2;
        boolean fits = axes >= 1
                && grid.rank() == shape.rank()
                && grid.dimension(-1) == axes
                && grid.dimension(0) == shape.dimension(0);
        if (!fits) {
            throw RefusedException.malformed("a grid of shape " + grid + " does not fit images of shape " + shape);
        }
        int images = shape.dimension(0);
        int channels = shape.dimension(1);
        int points = grid.product(1, grid.rank() - 1);
        boolean aligned = e.attributes().flag("align_corners", false);
        Sampler.Outside outside = outside(e.attributes().text("padding_mode", "zeros"));
        int[] sizes = Arrays.copyOfRange(shape.dimensions(), 2, shape.rank());
        Value planes = Sampler.multiples(e, Shape.of(images, channels, 1), shape.product(2, shape.rank()));
        Sampler sampler = new Sampler(e, x, planes, sizes, outside, aligned);
        String mode = e.attributes().text("mode", "linear");
        List<Value> places = new ArrayList<>();
        for (int axis = 0; axis < axes; axis++) {
            Value coordinate = e.emit(
                    "Gather",
                    Attributes.NONE.with("axis", -1),
                    e.input(1),
                    e.constant(Tensor.scalar((long) axes - 1 - axis)));
            Value place = place(e, e.reshape(coordinate, Shape.of(images, 1, points)), sizes[axis], aligned);
            places.add(
                    switch (mode) {
                        case "nearest" ->
                            brought(e, sampler, axis, e.emit("Round", place), sizes[axis], outside, aligned);
                        case "cubic", "bicubic" -> place;
                        default -> brought(e, sampler, axis, place, sizes[axis], outside, aligned);
                    });
        }
        Value read =
                switch (mode) {
                    case "nearest" -> sampler.nearest(places);
                    case "linear", "bilinear" -> sampler.linear(places);
                    case "cubic", "bicubic" -> sampler.cubic(places);
                    default -> throw RefusedException.unsupported("GridSample has no mode \"" + mode + "\"");
                };
        int[] result = grid.dimensions();
        System.arraycopy(grid.dimensions(), 1, result, 2, axes);
        result[1] = channels;
        return e.reshape(read, Shape.of(result));
    }

    private static Sampler.Outside outside(String padding) {
        return switch (padding) {
            case "zeros" -> Sampler.Outside.ZERO;
            case "border" -> Sampler.Outside.NEAREST;
            case "reflection" -> Sampler.Outside.MIRRORED;
            default -> throw RefusedException.unsupported("GridSample has no padding_mode \"" + padding + "\"");
        };
    }

    /** (n + 1) / 2 * (size - 1), or ((n + 1) * size - 1) / 2. */
    private static Value place(Expansion e, Value n, int size, boolean aligned) {
        Value from = e.emit("Add", n, e.scalarLike(n, 1));
        if (aligned) {
            return e.emit("Mul", e.emit("Div", from, e.scalarLike(n, 2)), e.scalarLike(n, size - 1.0));
        }
        Value edge = e.emit("Sub", e.emit("Mul", from, e.scalarLike(n, size)), e.scalarLike(n, 1));
        return e.emit("Div", edge, e.scalarLike(n, 2));
    }

    /**
     * What lies beyond the borders is put on the outermost element or thrown back, where that is asked for. Cubic interpolation does so
     * with each of its elements instead.
     */
    private static Value brought(
            Expansion e, Sampler sampler, int axis, Value place, int size, Sampler.Outside outside, boolean aligned) {
        if (outside == Sampler.Outside.MIRRORED) {
            return sampler.mirrored(axis, place);
        }
        if (outside == Sampler.Outside.ZERO) {
            return place;
        }
        Value below = e.emit("Less", place, e.scalarLike(place, aligned ? 0 : -0.5));
        Value above = e.emit("Greater", place, e.scalarLike(place, aligned ? size - 1.0 : size - 0.5));
        Value clamped = e.emit("Min", e.emit("Max", place, e.scalarLike(place, 0)), e.scalarLike(place, size - 1.0));
        return e.emit("Where", e.emit("Or", below, above), clamped, place);
    }
}
