package network.millrace.cli.proof;

import java.util.List;
import network.millrace.cli.output.Progress;
import network.millrace.proof.commitment.StepRunner;
import network.millrace.proof.execute.Observer;
import network.millrace.proof.tensor.Tensor;

/** Says which step is computed. */
record ReportingRunner(StepRunner runner, long steps, String doing, Progress progress) implements StepRunner {
    @Override
    public List<Tensor> run(long step, List<Tensor> inputs) {
        report(step);
        return runner.run(step, inputs);
    }

    @Override
    public List<Tensor> run(long step, List<Tensor> inputs, Observer observer) {
        report(step);
        return runner.run(step, inputs, observer);
    }

    private void report(long step) {
        progress.report(doing + ": step " + step + " of " + steps);
    }
}
