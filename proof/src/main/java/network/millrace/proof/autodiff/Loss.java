package network.millrace.proof.autodiff;

import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.operators.Value;
import network.millrace.proof.program.ProgramBuilder;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.TensorType;

/** The one number that training makes smaller. */
public sealed interface Loss {
    /** The name of the batch tensor that a loss adds to those of the model. */
    String TARGET = "target";

    /** The output of the model that it is computed from. */
    String output();

    /** An output of the model that is the loss already. */
    record Given(String output) implements Loss {}

    /**
     * The mean of minus the log probability of the right classes. The output has a score for each class along its last axis;
     * the target is an int64 class for each of the rest.
     */
    record CrossEntropy(String output) implements Loss {}

    /** The mean of the squared differences between the output and a target of its type and shape. */
    record MeanSquaredError(String output) implements Loss {}

    /** The type of the target; none when the model itself computes the loss. */
    static TensorType target(Loss loss, TensorType output) {
        Shape shape = output.shape();
        return switch (loss) {
            case Given ignored -> throw new IllegalArgumentException("a given loss has no target");
            case MeanSquaredError ignored -> output;
            case CrossEntropy ignored -> {
                if (shape.rank() < 1) {
                    throw RefusedException.malformed(
                            "cross-entropy needs scores along the last axis; " + loss.output() + " is " + output);
                }
                int[] rest = java.util.Arrays.copyOf(shape.dimensions(), shape.rank() - 1);
                yield new TensorType(DataType.INT64, Shape.of(rest));
            }
        };
    }

    /** The program of a loss alone: inputs are the model's output and the target. */
    static Value emit(Loss loss, ProgramBuilder builder, Value output, Value target) {
        Attributes drop = Attributes.NONE.with("keepdims", 0);
        return switch (loss) {
            case Given ignored -> output;
            case MeanSquaredError ignored -> {
                Value difference = builder.emit("Sub", output, target);
                yield builder.emit("ReduceMean", drop, builder.emit("Mul", difference, difference));
            }
            case CrossEntropy ignored -> {
                Shape shape = output.shape();
                int classes = shape.dimension(-1);
                int rows = shape.product(0, shape.rank() - 1);
                Value scores = builder.reshape(output, Shape.of(rows, classes));
                Value logs = builder.emit("LogSoftmax", Attributes.NONE.with("axis", -1), scores);
                Value picked = builder.emit(
                        "GatherElements",
                        Attributes.NONE.with("axis", 1),
                        logs,
                        builder.reshape(target, Shape.of(rows, 1)));
                yield builder.emit("Neg", builder.emit("ReduceMean", drop, picked));
            }
        };
    }
}
