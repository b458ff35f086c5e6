package network.millrace.proof.operators;

import java.util.List;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.kernels.Kernels;
import network.millrace.proof.kernels.MatrixProduct.Finish;
import network.millrace.proof.kernels.Workers;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Tensor;

/**
 * Elementwise operations that follow a product, done in place on each piece of it that is complete: a bias, a residual, an
 * activation. Each rounds as it does by itself.
 */
public final class Tail {
    /**
     * One operation.
     *
     * @param inputs the product's own tensor among them, which holds what the operations before have made of it
     */
    public record Step(Primitive operator, Attributes attributes, List<Tensor> inputs) {
        public Step {
            inputs = List.copyOf(inputs);
        }
    }

    private Tail() {}

    /** Whether an operation can follow: it is elementwise and knows only float32. */
    public static boolean takes(Primitive operator, Signature signature) {
        boolean floats = operator instanceof Elementwise && signature.output(0).type() == DataType.FLOAT32;
        for (int i = 0; floats && i < signature.inputCount(); i++) {
            floats = signature.has(i) && signature.input(i).type() == DataType.FLOAT32;
        }
        return floats;
    }

    /** What a product does with its pieces. */
    public static Finish of(List<Step> steps, Tensor output, Kernels kernels) {
        List<Finish> each =
                steps.stream().map(step -> finish(step, output, kernels)).toList();
        return (from, to) -> {
            for (Finish step : each) {
                step.complete(from, to);
            }
        };
    }

    private static Finish finish(Step step, Tensor output, Kernels kernels) {
        if (!(step.operator() instanceof Elementwise elementwise)) {
            throw new IllegalArgumentException(step.operator().name() + " is not elementwise");
        }
        Runs.Loop loop = elementwise.loop(
                new Call(step.attributes(), List.of(), List.of(output), kernels, Workers.SERIAL), DataType.FLOAT32);
        Runs runs = new Runs(output, step.inputs().toArray(Tensor[]::new));
        return (from, to) -> runs.compute(loop, from, to);
    }
}
