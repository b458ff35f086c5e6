package network.millrace.proof.program;

import java.util.ArrayList;
import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.kernels.Kernels;
import network.millrace.proof.kernels.Workers;
import network.millrace.proof.operators.Execution;
import network.millrace.proof.operators.Primitive;
import network.millrace.proof.operators.Value;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/** Computes values that depend on constants alone while a program is made, because shapes may depend on them. */
final class Folding {
    /** Elements that inputs or outputs may have at most; shapes, axes and scales are far smaller. Part of the specification. */
    private static final int SMALL_SIZE = 1024;

    /** What every program is made with: small values only. */
    static final Folding SMALL = new Folding(SMALL_SIZE, Long.MAX_VALUE, Kernels.scalar(), Workers.SERIAL);

    private final long sizeMax;
    private final long bytesMax;
    private final Kernels kernels;
    private final Workers workers;
    private long bytes;

    private Folding(long sizeMax, long bytesMax, Kernels kernels, Workers workers) {
        this.sizeMax = sizeMax;
        this.bytesMax = bytesMax;
        this.kernels = kernels;
        this.workers = workers;
    }

    /** Computes whatever is known, whatever its size: with all inputs constant, that is running the graph. */
    static Folding everything(Limits limits, Kernels kernels, Workers workers) {
        return new Folding(Long.MAX_VALUE, limits.memoryBytes(), kernels, workers);
    }

    /** The outputs, or none when an input is not known or something is too large. */
    List<Tensor> fold(Primitive operator, Attributes attributes, List<Value> inputs, List<TensorType> types) {
        List<@Nullable Tensor> known = new ArrayList<>();
        for (Value input : inputs) {
            if (!input.isAbsent()
                    && (input.constant() == null || input.constant().size() > sizeMax)) {
                return List.of();
            }
            known.add(input.constant());
        }
        if (types.stream().anyMatch(type -> type.shape().size() > sizeMax)) {
            return List.of();
        }
        bytes += types.stream().mapToLong(TensorType::bytes).sum();
        if (bytes > bytesMax) {
            throw RefusedException.overLimit("bytes of values", bytes, bytesMax);
        }
        List<Tensor> outputs = types.stream().map(Tensor::allocate).toList();
        Execution.run(operator::compute, attributes, known, outputs, kernels, workers);
        return outputs;
    }
}
