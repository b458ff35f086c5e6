package network.millrace.proof.operators;

import java.util.List;
import network.millrace.proof.graph.Attributes;

/** Before opset 10 starts, ends and axes of Slice were attributes. */
final class OldSlice implements Composite {
    @Override
    public String name() {
        return "Slice";
    }

    @Override
    public List<Value> expand(Expansion expansion) {
        Attributes attributes = expansion.attributes();
        Value starts = expansion.integers(attributes.integers("starts").orElse(new long[0]));
        Value ends = expansion.integers(attributes.integers("ends").orElse(new long[0]));
        Value axes = attributes.integers("axes").map(expansion::integers).orElse(Value.ABSENT);
        return List.of(expansion.emit("Slice", Attributes.NONE, expansion.input(0), starts, ends, axes));
    }
}
