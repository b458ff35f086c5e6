package network.millrace.proof.operators;

import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;

/** Before opset 11 numbers and constant of Pad were attributes. */
final class OldPad implements Composite {
    @Override
    public String name() {
        return "Pad";
    }

    @Override
    public List<Value> expand(Expansion expansion) {
        Attributes attributes = expansion.attributes();
        Value data = expansion.input(0);
        long[] pads =
                attributes.integers("pads").orElseThrow(() -> RefusedException.malformed("attribute pads is missing"));
        Attributes mode = Attributes.NONE.with("mode", attributes.text("mode", "constant"));
        return List.of(expansion.emit(
                "Pad",
                mode,
                data,
                expansion.integers(pads),
                expansion.scalarLike(data, attributes.number("value", 0))));
    }
}
