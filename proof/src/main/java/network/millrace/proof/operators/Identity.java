package network.millrace.proof.operators;

import java.util.List;

/** Its input; nothing is left of it in a canonical program. */
final class Identity implements Composite {
    @Override
    public String name() {
        return "Identity";
    }

    @Override
    public List<Value> expand(Expansion expansion) {
        return List.of(expansion.input(0));
    }
}
