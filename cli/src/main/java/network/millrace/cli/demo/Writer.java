package network.millrace.cli.demo;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import network.millrace.proof.execute.Executor;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.kernels.Workers;
import network.millrace.proof.model.Transformer;
import network.millrace.proof.program.Program;
import network.millrace.proof.program.Programs;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Philox;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;

/** Lets a model write: one character after another, drawn by its own scores, always with the same luck. */
final class Writer {
    private static final double TEMPERATURE = 0.6;
    private static final long LUCK = 2;

    private final TrainingText text;
    private final Transformer model;
    private final Executor executor;

    Writer(TrainingText text, Transformer model, SortedMap<String, Tensor> parameters) {
        this.text = text;
        this.model = model;
        Graph graph = model.graph(1, DataType.FLOAT32, 0);
        TreeMap<String, Tensor> trained = new TreeMap<>(graph.initializers());
        trained.replaceAll((name, initial) -> parameters.getOrDefault(name, initial));
        Program program = Programs.of(
                Graph.of(graph.name(), graph.inputs(), graph.outputs(), graph.nodes(), trained), Limits.DEFAULT);
        this.executor = new Executor(program, Limits.DEFAULT, Workers.SERIAL);
    }

    /** So many characters that the model continues a beginning with. */
    String write(String beginning, int characters) {
        StringBuilder written = new StringBuilder(beginning);
        for (int i = 0; i < characters; i++) {
            written.append(next(written, Philox.uniform(Philox.word(LUCK, 0, i))));
        }
        return written.toString();
    }

    private char next(CharSequence before, double luck) {
        int context = model.context();
        int known = Math.min(context, before.length());
        Tensor tokens = Tensor.allocate(DataType.INT64, Shape.of(1, context));
        for (int i = 0; i < known; i++) {
            tokens.longs()[i] = text.token(before.charAt(before.length() - known + i));
        }
        float[] scores = executor.run(List.of(tokens)).getFirst().floats();
        int from = (known - 1) * model.vocabulary();
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < model.vocabulary(); i++) {
            largest = Math.max(largest, scores[from + i]);
        }
        double[] upTo = new double[model.vocabulary()];
        double sum = 0;
        for (int i = 0; i < upTo.length; i++) {
            sum += Math.exp((scores[from + i] - largest) / TEMPERATURE);
            upTo[i] = sum;
        }
        int drawn = 0;
        while (drawn < upTo.length - 1 && upTo[drawn] <= luck * sum) {
            drawn++;
        }
        return text.alphabet().charAt(drawn);
    }
}
