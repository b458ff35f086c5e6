package network.millrace.proof.operators;

import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.Shape;

/** Losses of classification: what is picked by the labels, weighed, and summed or averaged. */
final class Losses {
    private Losses() {}

    /** Minus the log probability of each label. */
    static List<Value> negativeLogLikelihood(Expansion e) {
        return List.of(loss(e, e.input(0)));
    }

    /** The same of scores, which a softmax along axis 1 makes probabilities. */
    static List<Value> softmaxCrossEntropy(Expansion e) {
        Value probabilities = e.emit("LogSoftmax", Attributes.NONE.with("axis", 1), e.input(0));
        Value loss = loss(e, probabilities);
        return e.outputCount() > 1 ? List.of(loss, probabilities) : List.of(loss);
    }

    private static Value loss(Expansion e, Value probabilities) {
        Value labels = e.input(1);
        Shape shape = labels.shape();
        if (probabilities.shape().rank() < 2) {
            throw RefusedException.malformed("a loss needs batch and classes; the shape is " + probabilities.shape());
        }
        boolean ignores = e.attributes().has("ignore_index");
        Value ignored = ignores
                ? e.emit("Equal", labels, e.scalarLike(labels, (double)
                        e.attributes().integer("ignore_index")))
                : Value.ABSENT;
        Value safe = ignores ? e.emit("Where", ignored, e.scalarLike(labels, 0), labels) : labels;
        Value loss = e.emit("Neg", picked(e, probabilities, safe));
        Value zero = e.scalarLike(loss, 0);
        Value weights = Value.ABSENT;
        if (e.has(2)) {
            weights = e.emit("Gather", e.input(2), safe);
            loss = e.emit("Mul", loss, weights);
        } else if (ignores) {
            weights = Fill.like(e, loss, 1, shape);
        }
        if (ignores) {
            weights = e.emit("Where", ignored, zero, weights);
            loss = e.emit("Where", ignored, zero, loss);
        }
        return reduced(e, loss, weights);
    }

    private static Value picked(Expansion e, Value probabilities, Value labels) {
        int[] column = new int[probabilities.shape().rank()];
        Shape shape = labels.shape();
        for (int d = 0; d < column.length; d++) {
            column[d] = d == 1 ? 1 : shape.dimension(d < 1 ? d : d - 1);
        }
        Value index = e.reshape(labels, Shape.of(column));
        return e.reshape(e.emit("GatherElements", Attributes.NONE.with("axis", 1), probabilities, index), shape);
    }

    private static Value reduced(Expansion e, Value loss, Value weights) {
        Attributes drop = Attributes.NONE.with("keepdims", 0);
        String reduction = e.attributes().text("reduction", "mean");
        return switch (reduction) {
            case "none" -> loss;
            case "sum" -> e.emit("ReduceSum", drop, loss);
            case "mean" ->
                weights.isAbsent()
                        ? e.emit("ReduceMean", drop, loss)
                        : e.emit("Div", e.emit("ReduceSum", drop, loss), e.emit("ReduceSum", drop, weights));
            default ->
                throw RefusedException.malformed("a loss is reduced by none, sum or mean, not \"" + reduction + "\"");
        };
    }
}
