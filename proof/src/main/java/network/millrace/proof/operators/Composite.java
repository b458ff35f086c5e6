package network.millrace.proof.operators;

import java.util.List;

/** An operator that is defined by others. */
public non-sealed interface Composite extends Operator {
    /**
     * Emits what the operator consists of.
     *
     * @return the values of all outputs; {@link Value#ABSENT} for one that is not {@link Expansion#wants wanted}
     */
    List<Value> expand(Expansion expansion);
}
