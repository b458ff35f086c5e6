package network.millrace.proof.operators;

import java.util.ArrayList;
import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;

/**
 * Attention without a softmax, written out step by step: a matrix for each head of the keys, which fades ({@code gated}), takes the key
 * times the value, or times what the value differs from what the matrix has for the key ({@code delta}), and is then read with the
 * queries. Computed in float32, or float64 where the queries are.
 */
final class LinearAttention implements Composite {
    private static final int STATE = 3;
    private static final int DECAY = 4;
    private static final int BETA = 5;

    @Override
    public String name() {
        return "LinearAttention";
    }

    /** Sizes: of a key and a value, and how many there are of the rest. */
    private record Sizes(int batch, int steps, int heads, int group, int key, int value, DataType type) {
        Shape state() {
            return Shape.of(batch, heads, key, value);
        }
    }

    /** What a step takes, each the slice of one step; absent where the rule has none. */
    private record Slices(
            List<Value> queries, List<Value> keys, List<Value> values, List<Value> fading, List<Value> rate) {}

    @Override
    public List<Value> expand(Expansion e) {
        String rule = e.attributes().text("update_rule", "gated_delta");
        boolean gated = rule.equals("gated") || rule.equals("gated_delta");
        boolean delta = rule.equals("delta") || rule.equals("gated_delta");
        if (!(gated || delta || rule.equals("linear")) || gated != e.has(DECAY) || delta != e.has(BETA)) {
            throw RefusedException.malformed(
                    "the rules of LinearAttention are linear, gated (with decay), delta (with beta) "
                            + "and gated_delta (with both); it is \"" + rule + "\" with" + (e.has(DECAY) ? "" : "out")
                            + " decay and with" + (e.has(BETA) ? "" : "out") + " beta");
        }
        Sizes sizes = sizes(e);
        Slices slices = slices(e, sizes);
        Value state = e.has(STATE)
                ? Formulas.cast(e, e.input(STATE), sizes.type())
                : Fill.like(e, slices.values().getFirst(), 0, sizes.state());
        if (!state.shape().equals(sizes.state())) {
            throw RefusedException.malformed(
                    "the state of LinearAttention must be " + sizes.state() + "; it is " + state.shape());
        }
        List<Value> outputs = new ArrayList<>();
        Shape row = Shape.of(sizes.batch(), 1, sizes.heads() * sizes.group() * sizes.value());
        for (int t = 0; t < sizes.steps(); t++) {
            state = next(e, slices, t, state);
            outputs.add(e.reshape(e.emit("MatMul", slices.queries().get(t), state), row));
        }
        Value read = Steps.joined(e, outputs, 1);
        float given = e.attributes().number("scale", 0);
        Value scaled = e.emit("Mul", read, e.scalarLike(read, given == 0 ? 1 / Math.sqrt(sizes.key()) : given));
        DataType outer = e.input(0).type().type();
        DataType kept = e.has(STATE) ? e.input(STATE).type().type() : outer;
        return List.of(Formulas.cast(e, scaled, outer), Formulas.cast(e, state, kept));
    }

    private static Sizes sizes(Expansion e) {
        Shape q = e.input(0).shape();
        Shape k = e.input(1).shape();
        Shape v = e.input(2).shape();
        long queryHeads = e.attributes().integer("q_num_heads");
        long heads = e.attributes().integer("kv_num_heads");
        boolean fit = q.rank() == 3
                && k.rank() == 3
                && v.rank() == 3
                && q.with(2, 0).equals(k.with(2, 0))
                && q.with(2, 0).equals(v.with(2, 0))
                && q.dimension(1) > 0
                && heads > 0
                && queryHeads > 0
                && queryHeads % heads == 0
                && q.dimension(2) % queryHeads == 0
                && v.dimension(2) % heads == 0
                && k.dimension(2) == q.dimension(2) / queryHeads * heads;
        if (!fit) {
            throw RefusedException.malformed(
                    "queries, keys and values of LinearAttention are [batch, steps, heads * size]; " + q + ", " + k
                            + " and " + v + " do not fit with " + queryHeads + " and " + heads + " heads");
        }
        return new Sizes(
                q.dimension(0),
                q.dimension(1),
                (int) heads,
                (int) (queryHeads / heads),
                (int) (q.dimension(2) / queryHeads),
                (int) (v.dimension(2) / heads),
                e.input(0).type().type() == DataType.FLOAT64 ? DataType.FLOAT64 : DataType.FLOAT32);
    }

    private static Slices slices(Expansion e, Sizes sizes) {
        int b = sizes.batch();
        int h = sizes.heads();
        return new Slices(
                steps(e, sizes, e.input(0), Shape.of(b, h, sizes.group(), sizes.key())),
                steps(e, sizes, e.input(1), Shape.of(b, h, 1, sizes.key())),
                steps(e, sizes, e.input(2), Shape.of(b, h, 1, sizes.value())),
                e.has(DECAY) ? fading(e, sizes) : List.of(),
                e.has(BETA) ? rate(e, sizes) : List.of());
    }

    /** The steps of [batch, steps, ...], each in a shape; the axes of heads and sizes are in their order already. */
    private static List<Value> steps(Expansion e, Sizes sizes, Value sequence, Shape each) {
        List<Value> steps = new ArrayList<>();
        for (Value step : Steps.of(e, Formulas.cast(e, sequence, sizes.type()), 1)) {
            steps.add(e.reshape(step, each));
        }
        return steps;
    }

    /** The factors of the matrix: one for each number of the key, or one for each head. */
    private static List<Value> fading(Expansion e, Sizes sizes) {
        int last = lastAxis(e, DECAY, sizes);
        boolean single = last == sizes.heads();
        if (!single && last != sizes.heads() * sizes.key()) {
            throw RefusedException.malformed("the decay of LinearAttention has a number for each of " + sizes.heads()
                    + " heads, or for each of " + sizes.key() + " numbers of a key; it has " + last);
        }
        Value factors = e.emit("Exp", Formulas.cast(e, e.input(DECAY), sizes.type()));
        return steps(e, sizes, factors, Shape.of(sizes.batch(), sizes.heads(), single ? 1 : sizes.key(), 1));
    }

    private static List<Value> rate(Expansion e, Sizes sizes) {
        int last = lastAxis(e, BETA, sizes);
        if (last != 1 && last != sizes.heads()) {
            throw RefusedException.malformed(
                    "beta of LinearAttention has one number or " + sizes.heads() + " in a step; it has " + last);
        }
        return steps(e, sizes, e.input(BETA), Shape.of(sizes.batch(), last, 1, 1));
    }

    private static int lastAxis(Expansion e, int input, Sizes sizes) {
        Shape shape = e.input(input).shape();
        if (shape.rank() != 3 || shape.dimension(0) != sizes.batch() || shape.dimension(1) != sizes.steps()) {
            throw RefusedException.malformed("input " + input + " of LinearAttention must be [" + sizes.batch() + ", "
                    + sizes.steps() + ", ...]; it is " + shape);
        }
        return shape.dimension(2);
    }

    private static Value next(Expansion e, Slices slices, int t, Value state) {
        Value faded = slices.fading().isEmpty()
                ? state
                : e.emit("Mul", slices.fading().get(t), state);
        Value key = slices.keys().get(t);
        Value added = slices.values().get(t);
        if (!slices.rate().isEmpty()) {
            Value known = e.emit("MatMul", key, faded);
            added = e.emit("Mul", slices.rate().get(t), e.emit("Sub", added, known));
        }
        Shape shape = key.shape();
        Value column = e.reshape(key, Shape.of(shape.dimension(0), shape.dimension(1), shape.dimension(3), 1));
        return e.emit("Add", faded, e.emit("Mul", column, added));
    }
}
