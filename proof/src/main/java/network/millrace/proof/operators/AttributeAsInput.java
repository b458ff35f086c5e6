package network.millrace.proof.operators;

import java.util.ArrayList;
import java.util.List;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.Tensor;

/** The form of an opset in which what is an input today was still an attribute: a list of integers, such as axes. */
record AttributeAsInput(String name, String attribute, int input) implements Composite {
    @Override
    public List<Value> expand(Expansion expansion) {
        Attributes attributes = expansion.attributes();
        List<Value> inputs = new ArrayList<>();
        for (int i = 0; i < expansion.inputCount() && i < input; i++) {
            inputs.add(expansion.input(i));
        }
        attributes.integers(attribute).ifPresent(elements -> {
            while (inputs.size() < input) {
                inputs.add(Value.ABSENT);
            }
            inputs.add(expansion.constant(Tensor.vector(elements)));
        });
        return expansion.emit(name, expansion.outputCount(), attributes.without(attribute), inputs);
    }
}
