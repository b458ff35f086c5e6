package network.millrace.proof.operators;

import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.TensorType;

/**
 * A connective of broadcast bools, by its truth table.
 *
 * @param table bit 2 a + b says what comes of a and b
 */
record Logic(String name, int table) implements Primitive {
    @Override
    public List<TensorType> infer(Inference in) {
        in.requireInputs(2, 2);
        if (in.sameElements(0, 1) != DataType.BOOL) {
            throw RefusedException.malformed(name + " takes bools; its inputs are " + in.elements(0));
        }
        return List.of(in.type(0).shaped(in.shape(0).broadcast(in.shape(1))));
    }

    @Override
    public void compute(Call call) {
        Runs.Loop loop = (in, from, out, to, count) -> {
            for (int i = 0; i < count; i++) {
                int row = 2 * ((byte[]) in[0])[from[0] + i] + ((byte[]) in[1])[from[1] + i];
                ((byte[]) out)[to + i] = (byte) ((table >> row) & 1);
            }
        };
        Runs.over(call.workers(), loop, call.output(0), call.input(0), call.input(1));
    }

    @Override
    public TileRule tileRule() {
        return ElementwiseRule.single(this);
    }
}
