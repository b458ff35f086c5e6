package network.millrace.proof.operators;

import java.util.List;
import java.util.function.Function;

/** A composite of any number of outputs that is an expression of others. */
record Parts(String name, Function<Expansion, List<Value>> results) implements Composite {
    @Override
    public List<Value> expand(Expansion expansion) {
        return results.apply(expansion);
    }
}
