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
import network.millrace.proof.operators.Signature;
import network.millrace.proof.operators.Value;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/** Computes values that depend on constants alone while a program is made, because shapes may depend on them. */
final class Folding {
    /** Elements that inputs or outputs may have at most; shapes, axes and scales are far smaller. Part of the specification. */
    private static final int SMALL_SIZE = 1024;

    /** Operations that making a program may take; what shapes depend on takes far fewer. Part of the specification. */
    static final long SMALL_COST_MAX = 1L << 28;

    private final long sizeMax;
    private final long bytesMax;
    private final long costMax;
    private final Kernels kernels;
    private final Workers workers;
    private long bytes;
    private long cost;

    private Folding(long sizeMax, long bytesMax, long costMax, Kernels kernels, Workers workers) {
        this.sizeMax = sizeMax;
        this.bytesMax = bytesMax;
        this.costMax = costMax;
        this.kernels = kernels;
        this.workers = workers;
    }

    /** What every program is made with: small values only. */
    static Folding small(Limits limits) {
        long costMax = Math.min(SMALL_COST_MAX, limits.cost());
        return new Folding(SMALL_SIZE, limits.memoryBytes(), costMax, Kernels.scalar(), Workers.SERIAL);
    }

    /** Computes whatever is known, whatever its size: with all inputs constant, that is running the graph. */
    static Folding everything(Limits limits, Kernels kernels, Workers workers) {
        return new Folding(Long.MAX_VALUE, limits.memoryBytes(), limits.cost(), kernels, workers);
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
        long more = operator.cost(new Signature(attributes, typesOf(inputs), known, types));
        if (more > costMax - cost) {
            throw RefusedException.overLimit(
                    "operations on values that are known beforehand",
                    cost + Math.min(more, Long.MAX_VALUE - cost),
                    costMax);
        }
        cost += more;
        List<Tensor> outputs = types.stream().map(Tensor::allocate).toList();
        Execution.run(operator::compute, attributes, known, outputs, kernels, workers);
        return outputs;
    }

    private static List<@Nullable TensorType> typesOf(List<Value> inputs) {
        List<@Nullable TensorType> types = new ArrayList<>();
        inputs.forEach(input -> types.add(input.isAbsent() ? null : input.type()));
        return types;
    }
}
