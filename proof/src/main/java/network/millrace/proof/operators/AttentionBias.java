package network.millrace.proof.operators;

import java.util.ArrayList;
import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;

/**
 * What is added to the products of queries and keys: 0 or a given number where a query may see a key, and -infinity where it may not.
 * Whether it may is decided by the place of the query (causal, or within a window), by the length of the cache, and by a given mask.
 *
 * <p>A query has the place of its number plus an offset: how many keys are past, or how many keys the cache holds less the number of
 * queries, or 0.
 *
 * @param value the bias; absent when every query sees every key
 * @param mayHideAll whether a query may be left that sees no key
 */
record AttentionBias(Value value, boolean mayHideAll) {
    private static final Attributes KEEP = Attributes.NONE.with("keepdims", 1);

    /** The bias of an Attention, in the type of its queries. */
    static AttentionBias of(Expansion e, Heads heads, DataType type) {
        Window window = Window.of(e.attributes(), e.has(4) ? e.input(4).shape().dimension(2) : 0);
        List<Value> conditions = new ArrayList<>();
        if (window.isBounded()) {
            conditions.addAll(inside(e, window, heads));
        }
        if (e.has(6)) {
            conditions.add(e.emit("Less", numbers(e, heads.keys()), lengths(e, heads)));
        }
        Value mask = e.has(3) ? padded(e, e.input(3), heads.keys()) : Value.ABSENT;
        boolean choosing = e.has(3) && mask.type().type() == DataType.BOOL;
        if (choosing) {
            conditions.add(mask);
        }
        Value added = e.has(3) && !choosing ? Formulas.cast(e, mask, type) : Value.ABSENT;
        boolean mayHideAll = e.has(3) || e.has(6) || window.hidesAll(heads);
        if (conditions.isEmpty()) {
            return new AttentionBias(added, mayHideAll);
        }
        Value allowed = conditions.getFirst();
        for (Value condition : conditions.subList(1, conditions.size())) {
            allowed = e.emit("And", allowed, condition);
        }
        Value zero = e.constant(Tensor.allocate(type, Shape.SCALAR));
        Value shown = added.isAbsent() ? zero : added;
        Value hidden = e.scalarLike(zero, Double.NEGATIVE_INFINITY);
        return new AttentionBias(e.emit("Where", allowed, shown, hidden), mayHideAll);
    }

    /** For each query whether it sees no key. */
    Value hidesAll(Expansion e) {
        Value largest = e.emit("ReduceMax", KEEP, value, e.integers(-1));
        return e.emit("Equal", largest, e.scalarLike(value, Double.NEGATIVE_INFINITY));
    }

    /**
     * Which keys a query at a place sees: from {@code left} before it to {@code right} behind it, each unbounded when negative.
     *
     * @param past where the first query is, if the cache has no lengths
     */
    record Window(long left, long right, long past) {
        static Window of(Attributes attributes, long past) {
            long left = attributes.integer("left_window_size", -1);
            long right = attributes.integer("right_window_size", -1);
            if (left < -1 || right < -1) {
                throw RefusedException.malformed(
                        "windows of Attention are -1 or more; they are " + left + " and " + right);
            }
            boolean causal = attributes.flag("is_causal", false);
            // No tensor is longer, and nothing that is added to places overflows.
            return new Window(Math.min(left, Integer.MAX_VALUE), causal ? 0 : Math.min(right, Integer.MAX_VALUE), past);
        }

        /** The first key that a query sees, at most as many as there are. */
        int first(int query, int keys) {
            return left < 0 ? 0 : Math.clamp(past + query - left, 0, keys);
        }

        /** The key behind the last that a query sees. */
        int end(int query, int keys) {
            return right < 0 ? keys : Math.clamp(past + query + right + 1, 0, keys);
        }

        /** Whether the keys that a query sees can be told from its number alone, with windows that are no less than 0. */
        boolean holdsWithoutPast() {
            return left < 0 || left >= past;
        }

        /** Attributes that say the same where the past keys are keys like all others. */
        Attributes withoutPast(Attributes attributes) {
            return attributes
                    .without("is_causal")
                    .with("left_window_size", left < 0 ? -1 : left - past)
                    .with("right_window_size", right < 0 ? -1 : right + past);
        }

        boolean isBounded() {
            return left >= 0 || right >= 0;
        }

        /** Whether the window of a query, which must be known, lies beyond the keys; the places ascend, so the last decides. */
        boolean hidesAll(Heads heads) {
            return heads.keys() == 0 || first(heads.queries() - 1, heads.keys()) == heads.keys();
        }
    }

    /** The conditions that a window sets. */
    private static List<Value> inside(Expansion e, Window window, Heads heads) {
        Value query = e.reshape(numbers(e, heads.queries()), Shape.of(heads.queries(), 1));
        Value offset = e.has(6)
                ? e.emit("Sub", lengths(e, heads), e.constant(Tensor.scalar((long) heads.queries())))
                : e.constant(Tensor.scalar(window.past()));
        Value place = e.emit("Add", query, offset);
        Value key = numbers(e, heads.keys());
        List<Value> conditions = new ArrayList<>();
        if (window.right() >= 0) {
            Value last = e.emit("Add", place, e.constant(Tensor.scalar(window.right())));
            conditions.add(e.emit("LessOrEqual", key, last));
        }
        if (window.left() >= 0) {
            Value first = e.emit("Sub", place, e.constant(Tensor.scalar(window.left())));
            conditions.add(e.emit("GreaterOrEqual", key, first));
        }
        return conditions;
    }

    /** How many keys the cache of each batch holds. */
    private static Value lengths(Expansion e, Heads heads) {
        return e.reshape(e.input(6), Shape.of(heads.batch(), 1, 1, 1));
    }

    private static Value numbers(Expansion e, int count) {
        return Layouts.numbers(e, count, Shape.of(count));
    }

    /** A mask of fewer keys than there are hides the others. */
    private static Value padded(Expansion e, Value mask, int keys) {
        Shape shape = mask.shape();
        if (shape.rank() == 0 || shape.dimension(-1) >= keys) {
            return mask;
        }
        Shape missing = shape.with(shape.rank() - 1, keys - shape.dimension(-1));
        double hidden = mask.type().type() == DataType.BOOL ? 0 : Double.NEGATIVE_INFINITY;
        return e.emit("Concat", Attributes.NONE.with("axis", -1), mask, Fill.like(e, mask, hidden, missing));
    }
}
