package network.millrace.proof.operators;

import java.util.List;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.kernels.Kernels;
import network.millrace.proof.kernels.MatrixProduct.Finish;
import network.millrace.proof.kernels.Workers;
import network.millrace.proof.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** One execution of an operation: what goes in, what must be filled, and with which kernels. */
public final class Call {
    private final Attributes attributes;
    private final List<@Nullable Tensor> inputs;
    private final List<Tensor> outputs;
    private final Kernels kernels;
    private final Workers workers;
    private final Finish finish;

    /**
     * One execution.
     *
     * @param inputs null for one that is absent
     * @param outputs to be filled
     */
    public Call(
            Attributes attributes,
            List<@Nullable Tensor> inputs,
            List<Tensor> outputs,
            Kernels kernels,
            Workers workers) {
        this(attributes, inputs, outputs, kernels, workers, Finish.NOTHING);
    }

    /**
     * One execution of an operation that {@link Primitive#finishes finishes} its output.
     *
     * @param finish what to do with the elements of output 0 when they are complete
     */
    public Call(
            Attributes attributes,
            List<@Nullable Tensor> inputs,
            List<Tensor> outputs,
            Kernels kernels,
            Workers workers,
            Finish finish) {
        this.attributes = attributes;
        this.inputs = inputs;
        this.outputs = outputs;
        this.kernels = kernels;
        this.workers = workers;
        this.finish = finish;
    }

    public Attributes attributes() {
        return attributes;
    }

    public int inputCount() {
        return inputs.size();
    }

    public boolean has(int i) {
        return i < inputs.size() && inputs.get(i) != null;
    }

    /** Input i, which must be there. */
    public Tensor input(int i) {
        Tensor tensor = i < inputs.size() ? inputs.get(i) : null;
        if (tensor == null) {
            throw new IllegalStateException("input " + i + " is absent");
        }
        return tensor;
    }

    public int outputCount() {
        return outputs.size();
    }

    public Tensor output(int i) {
        return outputs.get(i);
    }

    public Kernels kernels() {
        return kernels;
    }

    public Workers workers() {
        return workers;
    }

    Finish finish() {
        return finish;
    }
}
