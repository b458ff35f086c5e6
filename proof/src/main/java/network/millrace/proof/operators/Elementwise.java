package network.millrace.proof.operators;

/** A primitive that computes each element of its one output from the elements at the same place of its broadcast inputs. */
interface Elementwise extends Primitive {
    /** The loop over elements of the call's types. */
    Runs.Loop loop(Call call);
}
