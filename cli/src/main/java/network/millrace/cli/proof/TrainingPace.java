package network.millrace.cli.proof;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import network.millrace.cli.output.Progress;
import network.millrace.cli.output.Text;
import network.millrace.proof.commitment.StepRunner;
import network.millrace.proof.execute.Observer;
import network.millrace.proof.tensor.Tensor;

/** Says before each step how far training is, how fast it goes, when it will be done, and the last loss. */
final class TrainingPace implements StepRunner {
    private final StepRunner runner;
    private final long begun;
    private final long steps;
    private final int lossOutput;
    private final Progress progress;
    private final LongSupplier nanos;
    private final long startedNanos;
    private String loss;

    /**
     * A pace.
     *
     * @param begun the step that was done before
     * @param loss the last one that is known; empty when there is none
     * @param nanos a clock
     */
    TrainingPace(
            StepRunner runner,
            long begun,
            long steps,
            int lossOutput,
            String loss,
            Progress progress,
            LongSupplier nanos) {
        this.runner = runner;
        this.begun = begun;
        this.steps = steps;
        this.lossOutput = lossOutput;
        this.loss = loss;
        this.progress = progress;
        this.nanos = nanos;
        this.startedNanos = nanos.getAsLong();
    }

    @Override
    public List<Tensor> run(long step, List<Tensor> inputs) {
        progress.report("step " + step + " of " + steps + loss + speed(step));
        return heard(runner.run(step, inputs));
    }

    @Override
    public List<Tensor> run(long step, List<Tensor> inputs, Observer observer) {
        return heard(runner.run(step, inputs, observer));
    }

    private List<Tensor> heard(List<Tensor> outputs) {
        loss = loss((float) outputs.get(lossOutput).real(0));
        return outputs;
    }

    static String loss(float loss) {
        return String.format(Locale.ROOT, ", loss %.4f", loss);
    }

    private String speed(long step) {
        long done = step - 1 - begun;
        long took = nanos.getAsLong() - startedNanos;
        if (done < 1 || took < 1) {
            return "";
        }
        double perStep = (double) took / done;
        Duration left = Duration.ofNanos((long) (perStep * (steps - step + 1)));
        return String.format(Locale.ROOT, ", %.1f steps/s, ", 1e9 / perStep) + Text.duration(left) + " left";
    }
}
