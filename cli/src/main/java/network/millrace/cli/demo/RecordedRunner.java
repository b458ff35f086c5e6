package network.millrace.cli.demo;

import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.ObjLongConsumer;
import network.millrace.proof.commitment.StepRunner;
import network.millrace.proof.execute.Observer;
import network.millrace.proof.tensor.Tensor;

/** The honest runner, which remembers what some steps gave and shows each step to a listener. Used by one thread. */
final class RecordedRunner implements StepRunner {
    private final StepRunner honest;
    private final int interval;
    private final ObjLongConsumer<List<Tensor>> listener;
    private final NavigableMap<Long, List<Tensor>> results = new TreeMap<>();

    RecordedRunner(StepRunner honest, int interval, ObjLongConsumer<List<Tensor>> listener) {
        this.honest = honest;
        this.interval = interval;
        this.listener = listener;
    }

    /** The runner that nobody listens to. */
    StepRunner honest() {
        return honest;
    }

    @Override
    public List<Tensor> run(long step, List<Tensor> inputs) {
        List<Tensor> outputs = honest.run(step, inputs);
        if (step % interval == 0) {
            results.put(step, outputs);
        }
        listener.accept(outputs, step);
        return outputs;
    }

    @Override
    public List<Tensor> run(long step, List<Tensor> inputs, Observer observer) {
        return honest.run(step, inputs, observer);
    }

    /**
     * Somebody who copied the first steps, up to a multiple of the interval, instead of computing them again, and computes the
     * others in a way of their own. What was copied is right, so a run of it is the run of whoever did it all. Asked again for
     * a copied step, it computes.
     */
    StepRunner copiedUpTo(long copied, StepRunner own) {
        return new StepRunner() {
            private long done;

            @Override
            public List<Tensor> run(long step, List<Tensor> inputs) {
                boolean first = step == done + 1 && step <= copied;
                if (!first) {
                    return step <= copied ? honest.run(step, inputs) : own.run(step, inputs);
                }
                done = step;
                // Between two recorded steps nobody looks at anything but the shapes.
                return Objects.requireNonNull(results.ceilingEntry(step)).getValue();
            }

            @Override
            public List<Tensor> run(long step, List<Tensor> inputs, Observer observer) {
                return step <= copied ? honest.run(step, inputs, observer) : own.run(step, inputs, observer);
            }
        };
    }
}
