package network.millrace.proof.operators;

import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.TensorType;

/** An operator of two broadcast inputs of one integer type, one 64-bit operation for all of them: speed does not matter here. */
abstract class IntegerElementwise implements Primitive {
    /** What an operator does with two elements, which are widened by their own sign; the result is cut to the type. */
    @FunctionalInterface
    interface Rule {
        long of(long x, long y);
    }

    /** The operation for a type. */
    abstract Rule rule(DataType type, Attributes attributes);

    @Override
    public List<TensorType> infer(Inference in) {
        in.requireInputs(2, 2);
        DataType type = in.sameElements(0, 1);
        if (!type.isInteger()) {
            throw RefusedException.malformed(name() + " takes integers; its inputs are " + type);
        }
        return List.of(in.type(0).shaped(in.shape(0).broadcast(in.shape(1))));
    }

    @Override
    public void compute(Call call) {
        DataType type = call.output(0).type();
        Rule rule = rule(type, call.attributes());
        Runs.Loop loop = (in, from, out, to, count) -> {
            for (int i = 0; i < count; i++) {
                long x = Whole.get(type, in[0], from[0] + i);
                long y = Whole.get(type, in[1], from[1] + i);
                Whole.set(type, out, to + i, rule.of(x, y));
            }
        };
        Runs.over(call.workers(), loop, call.output(0), call.input(0), call.input(1));
    }

    @Override
    public TileRule tileRule() {
        return ElementwiseRule.single(this);
    }
}
