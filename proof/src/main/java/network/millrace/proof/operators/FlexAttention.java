package network.millrace.proof.operators;

import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.DataType;

/**
 * Attention whose products and weights pass through graphs of the file. These compute in {@code softmax_precision}, which is float32
 * unless the queries are float64; the weights meet the values in it too.
 */
final class FlexAttention implements Composite {
    @Override
    public String name() {
        return "FlexAttention";
    }

    @Override
    public List<Value> expand(Expansion e) {
        Value q = e.input(0);
        Heads heads = Heads.of(q.shape(), e.input(1).shape(), e.input(2).shape());
        DataType usual = q.type().type() == DataType.FLOAT64 ? DataType.FLOAT64 : DataType.FLOAT32;
        DataType precision = DataType.of((int) e.attributes().integer("softmax_precision", usual.code()));
        Value root =
                e.scalarLike(q, Attention.rootOfScale(e.attributes(), q.shape().dimension(3)));
        Value scores = heads.scores(e, e.emit("Mul", q, root), e.emit("Mul", e.input(1), root));
        Value changed = through(e, "score_mod", Formulas.cast(e, scores, precision));
        Value weights = e.emit("Softmax", Attributes.NONE.with("axis", -1), changed);
        Value sums = heads.sums(e, through(e, "prob_mod", weights), Formulas.cast(e, e.input(2), precision));
        return List.of(Formulas.cast(e, sums, e.input(2).type().type()));
    }

    private static Value through(Expansion e, String graph, Value value) {
        if (!e.attributes().has(graph)) {
            return value;
        }
        List<Value> results = e.inline(e.attributes().subgraph(graph), List.of(value));
        if (results.size() != 1 || !results.getFirst().type().equals(value.type())) {
            throw RefusedException.malformed(
                    "the graph " + graph + " of FlexAttention must make one " + value.type() + " of one");
        }
        return results.getFirst();
    }
}
