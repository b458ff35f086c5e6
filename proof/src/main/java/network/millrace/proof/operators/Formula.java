package network.millrace.proof.operators;

import java.util.List;
import java.util.function.Function;

/** A composite with one output that is one expression of others. */
record Formula(String name, Function<Expansion, Value> result) implements Composite {
    @Override
    public List<Value> expand(Expansion expansion) {
        return List.of(result.apply(expansion));
    }
}
