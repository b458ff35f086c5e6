package network.millrace.proof.operators;

import java.util.List;

/** Gates i (input), o (output), f (forget), c (cell): C' = f C + i c, H' = o h(C'). Peepholes add C to i and f, and C' to o. */
final class LstmCell implements RecurrentCell {
    private static final int INPUT = 0;
    private static final int OUTPUT = 1;
    private static final int FORGET = 2;
    private static final int CELL = 3;
    private static final int GATES = 4;

    @Override
    public String name() {
        return "LSTM";
    }

    @Override
    public int gates() {
        return GATES;
    }

    @Override
    public int states() {
        return 2;
    }

    @Override
    public List<String> activations() {
        return List.of("Sigmoid", "Tanh", "Tanh");
    }

    @Override
    public List<Value> step(Expansion e, Weights weights, Value input, List<Value> before) {
        Value cell = before.get(1);
        Value product = e.emit("MatMul", before.getFirst(), weights.recurrent().getFirst());
        Value gates = e.emit("Add", input, product);
        Value in = gate(e, weights, gates, INPUT, cell);
        Value forget = e.attributes().flag("input_forget", false)
                ? e.emit("Sub", e.scalarLike(in, 1), in)
                : gate(e, weights, gates, FORGET, cell);
        Value candidate = weights.functions().gate(e, 1, weights.gates(e, gates, CELL, GATES));
        Value next = e.emit("Add", e.emit("Mul", forget, cell), e.emit("Mul", in, candidate));
        Value out = gate(e, weights, gates, OUTPUT, next);
        return List.of(e.emit("Mul", out, weights.functions().apply(e, 2, next)), next);
    }

    /** A gate with the peephole through which it sees the cell; the peepholes are in the order of the first three gates. */
    private static Value gate(Expansion e, Weights weights, Value gates, int gate, Value cell) {
        Value sum = weights.gates(e, gates, gate, gate + 1);
        if (!weights.peepholes().isAbsent()) {
            Value peephole = weights.gates(e, weights.peepholes(), gate, gate + 1);
            sum = e.emit("Add", sum, e.emit("Mul", peephole, cell));
        }
        return weights.functions().gate(e, 0, sum);
    }
}
