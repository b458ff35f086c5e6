package network.millrace.proof.operators;

import java.util.List;

/** Before opset 10 k was an attribute. */
final class OldTopK implements Composite {
    @Override
    public String name() {
        return "TopK";
    }

    @Override
    public List<Value> expand(Expansion expansion) {
        return expansion.emit(
                "TopK",
                expansion.outputCount(),
                expansion.attributes().without("k"),
                List.of(
                        expansion.input(0),
                        expansion.integers(expansion.attributes().integer("k"))));
    }
}
