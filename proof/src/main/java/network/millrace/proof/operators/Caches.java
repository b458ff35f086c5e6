package network.millrace.proof.operators;

import java.util.Arrays;
import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;

/** Operators that carry a part of a sequence from one call to the next. */
final class Caches {
    private Caches() {}

    /** A cache in which an update has its place along an axis, for each batch from an index on; circular ones begin again at their end. */
    static Value tensorScatter(Expansion e) {
        Shape cache = e.input(0).shape();
        Shape update = e.input(1).shape();
        int axis = cache.axis(e.attributes().integer("axis", -2));
        if (axis == 0 || update.rank() != cache.rank() || !update.with(axis, 0).equals(cache.with(axis, 0))) {
            throw RefusedException.malformed(
                    "an update " + update + " does not fit axis " + axis + " of the cache " + cache);
        }
        int length = update.dimension(axis);
        Value place = Layouts.numbers(e, length, Layouts.only(cache.rank(), axis, length));
        if (e.has(2)) {
            Shape batches = Layouts.only(cache.rank(), 0, cache.dimension(0));
            place = e.emit("Add", place, e.reshape(e.input(2), batches));
        }
        String mode = e.attributes().text("mode", "linear");
        if (mode.equals("circular")) {
            place = e.emit("Mod", place, e.constant(Tensor.scalar((long) cache.dimension(axis))));
        } else if (!mode.equals("linear")) {
            throw RefusedException.malformed("a cache is linear or circular, not \"" + mode + "\"");
        }
        Value places = e.emit("Expand", place, e.integers(update.toLongs()));
        return e.emit("ScatterElements", Attributes.NONE.with("axis", axis), e.input(0), places, e.input(1));
    }

    /** Each channel convolved by itself with what came before: the past, or zeros. */
    static List<Value> causalConv(Expansion e) {
        Value x = e.input(0);
        Shape shape = x.shape();
        Shape weights = e.input(1).shape();
        if (shape.rank() != 3 || !weights.equals(Shape.of(shape.dimension(1), 1, weights.dimension(-1)))) {
            throw RefusedException.malformed(
                    "CausalConvWithState takes [batch, channels, length] and weights of [channels, "
                            + "1, length]; the shapes are " + shape + " and " + weights);
        }
        int past = weights.dimension(2) - 1;
        Value before = e.has(3) ? e.input(3) : Fill.like(e, x, 0, shape.with(2, past));
        Value all = Steps.joined(e, List.of(before, x), 2);
        Attributes group = Attributes.NONE.with("group", shape.dimension(1));
        Value result = e.emit("Conv", 1, group, Arrays.asList(all, e.input(1), e.input(2)))
                .getFirst();
        String activation = e.attributes().text("activation", "none");
        Value active =
                switch (activation) {
                    case "none" -> result;
                    case "silu", "swish" -> e.emit("Swish", result);
                    default ->
                        throw RefusedException.malformed(
                                "the activations of CausalConvWithState are none, silu and swish; " + "it is \""
                                        + activation + "\"");
                };
        int length = all.shape().dimension(2);
        return List.of(active, Steps.slice(e, all, 2, (long) length - past, length));
    }
}
