package network.millrace.proof.commitment;

import java.util.List;
import network.millrace.proof.execute.Executor;
import network.millrace.proof.execute.Observer;
import network.millrace.proof.tensor.Tensor;

/** Computes single steps: the outputs of the step program, in order. */
public interface StepRunner {
    /** Computes a step as fast as possible. */
    List<Tensor> run(long step, List<Tensor> inputs);

    /** Computes a step and shows every operation. */
    List<Tensor> run(long step, List<Tensor> inputs, Observer observer);

    /** The honest one. */
    static StepRunner of(Executor executor) {
        return new StepRunner() {
            @Override
            public List<Tensor> run(long step, List<Tensor> inputs) {
                return executor.run(inputs);
            }

            @Override
            public List<Tensor> run(long step, List<Tensor> inputs, Observer observer) {
                return executor.run(inputs, observer);
            }
        };
    }
}
