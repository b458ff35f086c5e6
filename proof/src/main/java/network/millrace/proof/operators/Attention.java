package network.millrace.proof.operators;

import java.util.ArrayList;
import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;

/**
 * Softmax of scaled products of queries and keys, as weights of the values. Queries and keys are both multiplied by the root of the scale;
 * the products are capped, then take the bias that masks them, then become weights. A query that may see no key gives zeros. The fused
 * kernel takes one head after another.
 */
final class Attention implements Fused {
    /** Which of the values on the way to the weights is output 3. */
    private static final int MODES = 4;

    @Override
    public String name() {
        return "Attention";
    }

    @Override
    public List<Value> expand(Expansion e) {
        boolean packed = e.input(0).shape().rank() == 3;
        if (e.has(4) != e.has(5)) {
            throw RefusedException.malformed("past keys and values of Attention come together");
        }
        if (e.has(4) && e.has(6)) {
            throw RefusedException.malformed("Attention takes past keys or lengths of a cache, not both");
        }
        Value q = unpacked(e, 0, "q_num_heads");
        Value newKeys = unpacked(e, 1, "kv_num_heads");
        Value newValues = unpacked(e, 2, "kv_num_heads");
        Value k = e.has(4) ? joined(e, e.input(4), newKeys) : newKeys;
        Value v = e.has(5) ? joined(e, e.input(5), newValues) : newValues;
        AttentionBias.Window window = AttentionBias.Window.of(
                e.attributes(), k.shape().dimension(2) - newKeys.shape().dimension(2));
        boolean caches = e.has(4) || e.wants(1) || e.wants(2);
        if (caches && !e.wants(3) && !e.has(6) && window.holdsWithoutPast()) {
            Value result = withoutCache(e, window, List.of(q, k, v));
            return List.of(packed ? packed(e, result) : result, k, v);
        }
        Heads heads = Heads.of(q.shape(), k.shape(), v.shape());
        DataType type = q.type().type();
        List<Value> stages = stages(e, heads, q, k);
        Value weights = stages.getLast();
        Value sums = heads.sums(e, weights, Formulas.cast(e, v, type));
        Value result = packed ? packed(e, sums) : sums;
        return caches || e.wants(3) ? List.of(result, k, v, stages.get(mode(e))) : List.of(result);
    }

    /** The same of all keys, so that it can be fused although the node has further outputs. */
    private Value withoutCache(Expansion e, AttentionBias.Window window, List<Value> inputs) {
        Attributes attributes =
                window.withoutPast(e.attributes()).without("q_num_heads").without("kv_num_heads");
        List<Value> all = new ArrayList<>(inputs);
        if (e.has(3)) {
            all.add(e.input(3));
        }
        return e.emit(name(), 1, attributes, all).getFirst();
    }

    @Override
    public boolean fuses(Signature signature) {
        return AttentionKernel.takes(signature);
    }

    @Override
    public void computeFused(Call call) {
        AttentionKernel.compute(call);
    }

    private static int mode(Expansion e) {
        long mode = e.attributes().integer("qk_matmul_output_mode", 0);
        if (mode < 0 || mode >= MODES) {
            throw RefusedException.malformed("qk_matmul_output_mode is 0 to " + (MODES - 1) + ", not " + mode);
        }
        return (int) mode;
    }

    /** Products; capped; with bias; as weights. */
    private static List<Value> stages(Expansion e, Heads heads, Value q, Value k) {
        Value root = e.scalarLike(q, rootOfScale(e.attributes(), q.shape().dimension(3)));
        Value scores = heads.scores(e, e.emit("Mul", q, root), e.emit("Mul", k, root));
        Value capped = capped(e, scores);
        AttentionBias bias = AttentionBias.of(e, heads, q.type().type());
        Value biased = bias.value().isAbsent() ? capped : e.emit("Add", capped, bias.value());
        if (!biased.shape().equals(scores.shape())) {
            throw RefusedException.malformed("the mask of Attention does not broadcast to " + scores.shape()
                    + "; with it that becomes " + biased.shape());
        }
        Value weights = bias.mayHideAll() ? guarded(e, capped, bias) : weights(e, biased);
        return List.of(scores, capped, biased, weights);
    }

    /** A query that sees no key has no bias, so that nothing becomes NaN, forwards or backwards; its weights are 0. */
    private static Value guarded(Expansion e, Value scores, AttentionBias bias) {
        Value hidden = bias.hidesAll(e);
        Value lifted = e.emit("Where", hidden, e.scalarLike(bias.value(), 0), bias.value());
        Value weights = weights(e, e.emit("Add", scores, lifted));
        return e.emit("Where", hidden, e.scalarLike(weights, 0), weights);
    }

    /** Both factors get the root, so that a product in half precision does not overflow. */
    static double rootOfScale(Attributes attributes, int size) {
        double scale = attributes.has("scale") ? attributes.number("scale") : 1 / Math.sqrt(size);
        if (!(scale >= 0)) {
            throw RefusedException.malformed("the scale of Attention must be 0 or more; it is " + scale);
        }
        return Math.sqrt(scale);
    }

    private static Value capped(Expansion e, Value scores) {
        float cap = e.attributes().number("softcap", 0);
        if (cap <= 0) {
            return scores;
        }
        Value limit = e.scalarLike(scores, cap);
        return e.emit("Mul", e.emit("Tanh", e.emit("Div", scores, limit)), limit);
    }

    private static Value weights(Expansion e, Value scores) {
        DataType type = scores.type().type();
        DataType precision = DataType.of((int) e.attributes().integer("softmax_precision", type.code()));
        Value weights = e.emit("Softmax", Attributes.NONE.with("axis", -1), Formulas.cast(e, scores, precision));
        return Formulas.cast(e, weights, type);
    }

    private static Value joined(Expansion e, Value past, Value now) {
        return e.emit("Concat", Attributes.NONE.with("axis", 2), past, now);
    }

    /** [batch, positions, heads of some size] as [batch, heads, positions, size]. */
    private static Value unpacked(Expansion e, int input, String headCount) {
        Shape shape = e.input(input).shape();
        if (shape.rank() != 3) {
            return e.input(input);
        }
        long heads = e.attributes().integer(headCount, 0);
        if (heads < 1 || shape.dimension(2) % heads != 0) {
            throw RefusedException.malformed("Attention of three axes needs " + headCount + " that divides the last of "
                    + shape + "; it is " + heads);
        }
        long[] apart = {shape.dimension(0), shape.dimension(1), heads, shape.dimension(2) / heads};
        return exchanged(e, e.reshape(e.input(input), Shape.of(apart)));
    }

    private static Value packed(Expansion e, Value sums) {
        Value exchanged = exchanged(e, sums);
        Shape shape = exchanged.shape();
        return e.reshape(exchanged, Shape.of(shape.dimension(0), shape.dimension(1), shape.product(2, 4)));
    }

    private static Value exchanged(Expansion e, Value value) {
        return e.emit("Transpose", Attributes.NONE.with("perm", new long[] {0, 2, 1, 3}), value);
    }
}
