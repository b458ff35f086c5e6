package network.millrace.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import network.millrace.cli.output.Progress;
import network.millrace.proof.autodiff.Loss;
import network.millrace.proof.autodiff.Optimizer;
import network.millrace.proof.autodiff.TrainingGraph;
import network.millrace.proof.execute.Executor;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.GraphInput;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.kernels.Workers;
import network.millrace.proof.program.Program;
import network.millrace.proof.program.Programs;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;

/**
 * A step of Adam on a transformer as wide as GPT-2 small. It has a third of its layers and fewer words: weights, their two
 * averages, gradients and the new state of all three, side by side, would not fit in the heap of a bench otherwise.
 */
final class TrainingFigures implements ProofPart.Alone {
    private static final GptModel MODEL = new GptModel(8_000, 128, 768, 12, 4);
    private static final float RATE = 1e-4f;
    private static final int ROUNDS = 7;

    @Override
    public String name() {
        return "training";
    }

    @Override
    public List<Figure> run(Progress progress) {
        Model model = new Model(true);
        String logits = MODEL.build(model);
        String what = String.format(
                Locale.ROOT,
                "step of Adam, GPT-2 small with %d layers and %,d words, %d tokens",
                MODEL.layers(),
                MODEL.words(),
                MODEL.tokens());
        progress.report(what);
        Graph graph = model.graph(logits);
        Graph step = TrainingGraph.of(
                graph,
                new TreeMap<>(),
                TrainingGraph.parameters(graph),
                new Loss.CrossEntropy(logits),
                Optimizer.Adam.of(RATE),
                Limits.DEFAULT);
        TreeMap<String, TensorType> types = new TreeMap<>();
        step.inputs().forEach(input -> types.put(input.name(), input.declared()));
        Program program = Programs.of(step, types, new TreeMap<>(), Limits.DEFAULT);
        Executor executor = new Executor(program, Limits.DEFAULT, Workers.SERIAL);
        List<Tensor> inputs = inputs(step);
        Samples clock = new Samples();
        Samples thread = new Samples();
        for (int round = 0; round < ROUNDS; round++) {
            Seconds seconds = Seconds.of(() -> executor.run(inputs));
            if (round > 1) {
                clock.add(seconds.clock());
                thread.add(seconds.thread());
            }
        }
        return List.of(
                Figure.shown(what, clock.median(), "s"),
                Figure.shown("the same by the thread's own time", thread.median(), "s"));
    }

    /** The state that training starts from, and drawn numbers for the rest. */
    private static List<Tensor> inputs(Graph step) {
        List<Tensor> drawn = Model.inputs(step);
        List<Tensor> inputs = new ArrayList<>();
        for (int i = 0; i < drawn.size(); i++) {
            GraphInput input = step.inputs().get(i);
            inputs.add(step.initializers().getOrDefault(input.name(), drawn.get(i)));
        }
        return inputs;
    }
}
