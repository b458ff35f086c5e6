package network.millrace.proof.operators;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;

/**
 * Reads planes of numbers between their elements, at places that data says. For each axis there are taps, an index and a weight of
 * each; the last axis is interpolated first.
 */
final class Sampler {
    /** What stands outside of a plane. */
    enum Outside {
        ZERO,
        NEAREST,
        MIRRORED
    }

    /**
     * One tap along an axis.
     *
     * @param index of the element, within the axis
     * @param inside whether the element is there; absent when what stands outside is an element too
     * @param weight absent for 1
     */
    private record Tap(Value index, Value inside, Value weight) {}

    private final Emitter e;
    private final Value flat;
    private final Value planes;
    private final int[] sizes;
    private final Outside outside;
    private final boolean aligned;

    /**
     * A reader.
     *
     * @param data of any shape
     * @param planes flat indices of the planes' first elements, in a shape that broadcasts with places
     * @param sizes of a plane's axes
     * @param aligned for mirrors: whether they stand at the middle of the outermost elements, or at their edges
     */
    Sampler(Emitter e, Value data, Value planes, int[] sizes, Outside outside, boolean aligned) {
        this.e = e;
        this.flat = e.reshape(data, Shape.of(new long[] {data.shape().size()}));
        this.planes = planes;
        this.sizes = sizes.clone();
        this.outside = outside;
        this.aligned = aligned;
    }

    /** 0, 1, 2 … times a factor, in a shape. */
    static Value multiples(Emitter e, Shape shape, long factor) {
        long[] numbers = new long[shape.arraySize()];
        Arrays.setAll(numbers, i -> i * factor);
        return e.constant(Tensor.of(shape, numbers));
    }

    private Value number(Value like, double number) {
        return e.scalarLike(like, number);
    }

    /** At the elements that the places name, which are whole numbers; one value of places for each axis. */
    Value nearest(List<Value> places) {
        List<List<Tap>> taps = new ArrayList<>();
        for (int axis = 0; axis < sizes.length; axis++) {
            taps.add(List.of(tap(axis, places.get(axis), Value.ABSENT)));
        }
        return sum(taps, 0, planes, Value.ABSENT);
    }

    /** Between the two elements around each place along each axis. */
    Value linear(List<Value> places) {
        List<List<Tap>> taps = new ArrayList<>();
        for (int axis = 0; axis < sizes.length; axis++) {
            Value place = places.get(axis);
            Value below = e.emit("Floor", place);
            Value part = e.emit("Sub", place, below);
            taps.add(List.of(
                    tap(axis, below, e.emit("Sub", number(part, 1), part)),
                    tap(axis, e.emit("Add", below, number(below, 1)), part)));
        }
        return sum(taps, 0, planes, Value.ABSENT);
    }

    /** Between four elements along each axis, by the cubic convolution of Keys with a = -0.75. */
    Value cubic(List<Value> places) {
        List<List<Tap>> taps = new ArrayList<>();
        for (int axis = 0; axis < sizes.length; axis++) {
            Value place = places.get(axis);
            Value below = e.emit("Floor", place);
            Value part = e.emit("Sub", place, below);
            Value rest = e.emit("Sub", number(part, 1), part);
            taps.add(List.of(
                    tap(axis, e.emit("Sub", below, number(below, 1)), far(e.emit("Add", part, number(part, 1)))),
                    tap(axis, below, near(part)),
                    tap(axis, e.emit("Add", below, number(below, 1)), near(rest)),
                    tap(axis, e.emit("Add", below, number(below, 2)), far(e.emit("Add", rest, number(rest, 1))))));
        }
        return sum(taps, 0, planes, Value.ABSENT);
    }

    /** ((a + 2) d - (a + 3)) d d + 1. */
    private Value near(Value d) {
        Value inner = e.emit("Sub", e.emit("Mul", number(d, 1.25), d), number(d, 2.25));
        return e.emit("Add", e.emit("Mul", e.emit("Mul", inner, d), d), number(d, 1));
    }

    /** ((a d - 5 a) d + 8 a) d - 4 a. */
    private Value far(Value d) {
        Value inner = e.emit("Add", e.emit("Mul", number(d, -0.75), d), number(d, 3.75));
        Value middle = e.emit("Sub", e.emit("Mul", inner, d), number(d, 6));
        return e.emit("Add", e.emit("Mul", middle, d), number(d, 3));
    }

    private Tap tap(int axis, Value place, Value weight) {
        Value last = number(place, sizes[axis] - 1.0);
        Value zero = number(place, 0);
        Value inside = Value.ABSENT;
        Value moved = place;
        if (outside == Outside.ZERO) {
            inside = e.emit("And", e.emit("GreaterOrEqual", place, zero), e.emit("LessOrEqual", place, last));
        } else if (outside == Outside.MIRRORED) {
            moved = mirrored(axis, place);
        }
        Value clamped = e.emit("Min", e.emit("Max", moved, zero), last);
        Value index = e.emit("Cast", Attributes.NONE.with("to", DataType.INT64.code()), clamped);
        return new Tap(index, inside, weight);
    }

    /** Places outside thrown back at the borders of an axis as often as needed. */
    Value mirrored(int axis, Value place) {
        double min = aligned ? 0 : -0.5;
        double max = aligned ? sizes[axis] - 1.0 : sizes[axis] - 0.5;
        if (min == max) {
            return e.emit("Mul", place, number(place, 0));
        }
        Value low = number(place, min);
        Value high = number(place, max);
        Value below = e.emit("Less", place, low);
        Value above = e.emit("Greater", place, high);
        Value beyond = e.emit("Where", below, e.emit("Sub", low, place), e.emit("Sub", place, high));
        Value range = number(place, max - min);
        Value times = e.emit("Floor", e.emit("Div", beyond, range));
        Value rest = e.emit("Sub", beyond, e.emit("Mul", times, range));
        Value half = e.emit("Floor", e.emit("Mul", times, number(place, 0.5)));
        Value odd = e.emit("Greater", e.emit("Sub", times, e.emit("Add", half, half)), number(place, 0.5));
        Value fromLow = e.emit("Xor", below, odd);
        Value thrown = e.emit("Where", fromLow, e.emit("Add", low, rest), e.emit("Sub", high, rest));
        return e.emit("Where", e.emit("Or", below, above), thrown, place);
    }

    /** The weighted sum over the taps of an axis and those behind it, in order. */
    private Value sum(List<List<Tap>> taps, int axis, Value index, Value inside) {
        if (axis == sizes.length) {
            Value element = e.emit("Gather", flat, index);
            return inside.isAbsent() ? element : e.emit("Where", inside, element, number(element, 0));
        }
        long stride = 1;
        for (int behind = axis + 1; behind < sizes.length; behind++) {
            stride *= sizes[behind];
        }
        Value sum = Value.ABSENT;
        for (Tap tap : taps.get(axis)) {
            Value step = stride == 1 ? tap.index() : e.emit("Mul", tap.index(), number(tap.index(), (double) stride));
            Value all =
                    inside.isAbsent() || tap.inside().isAbsent() ? tap.inside() : e.emit("And", inside, tap.inside());
            Value read = sum(taps, axis + 1, e.emit("Add", index, step), all);
            Value term = tap.weight().isAbsent() ? read : e.emit("Mul", tap.weight(), read);
            sum = sum.isAbsent() ? term : e.emit("Add", sum, term);
        }
        return sum;
    }
}
