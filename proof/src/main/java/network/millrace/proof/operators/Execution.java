package network.millrace.proof.operators;

import java.util.ArrayList;
import java.util.List;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.kernels.Kernels;
import network.millrace.proof.kernels.Workers;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.HalfPrecision;
import network.millrace.proof.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Runs one kernel. 16-bit floating point is widened on the way in and rounded on the way out. */
public final class Execution {
    /** Computes the outputs of a call whose tensors are all of types that kernels know. */
    @FunctionalInterface
    public interface Body {
        void compute(Call call);
    }

    private Execution() {}

    /**
     * Fills the outputs.
     *
     * @param inputs null for one that is absent
     */
    public static void run(
            Body body,
            Attributes attributes,
            List<@Nullable Tensor> inputs,
            List<Tensor> outputs,
            Kernels kernels,
            Workers workers) {
        List<@Nullable Tensor> wideInputs = new ArrayList<>(inputs.size());
        for (Tensor input : inputs) {
            wideInputs.add(input != null && input.type().isHalf() ? HalfPrecision.widen(input) : input);
        }
        List<Tensor> wideOutputs = outputs.stream()
                .map(output -> output.type().isHalf() ? Tensor.allocate(DataType.FLOAT32, output.shape()) : output)
                .toList();
        body.compute(new Call(attributes, wideInputs, wideOutputs, kernels, workers));
        for (int i = 0; i < outputs.size(); i++) {
            if (outputs.get(i).type().isHalf()) {
                HalfPrecision.round(wideOutputs.get(i), outputs.get(i));
            }
        }
    }
}
