package network.millrace.proof.operators;

import network.millrace.proof.tensor.DataType;

/** A primitive that computes each element of its one output from the elements at the same place of its broadcast inputs. */
interface Elementwise extends Primitive {
    /**
     * The loop over elements.
     *
     * @param call whose attributes and kernels count
     * @param type of the inputs' elements
     */
    Runs.Loop loop(Call call, DataType type);
}
