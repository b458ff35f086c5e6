package network.millrace.proof.model;

import java.util.List;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.GraphBuilder;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;

/**
 * A decoder-only transformer in the manner of GPT-2: learned positions, norms before each part, causal attention with several
 * heads, a network four times as wide, and scores over the vocabulary.
 *
 * @param width numbers that stand for one token; a multiple of the heads
 * @param context tokens that are seen at once
 * @param activation operator between the two layers of the network: Gelu as in GPT-2, or Relu, which is cheaper
 */
public record Transformer(int vocabulary, int context, int width, int heads, int layers, String activation) {
    public static final String TOKENS = "tokens";
    public static final String SCORES = "scores";

    private static final int OPSET = 21;
    private static final double MASKED = -1e9;
    private static final double EPSILON = 1e-5;
    private static final double DEVIATION = 0.02;

    public Transformer {
        if (vocabulary < 1 || context < 1 || heads < 1 || layers < 0 || width < heads || width % heads != 0) {
            throw new IllegalArgumentException("sizes must be positive and the width a multiple of the heads");
        }
    }

    /**
     * The graph, with initial parameters: input {@code tokens} of int64 [batch, context], output {@code scores} [batch, context,
     * vocabulary].
     *
     * @param type float32, or float64 for tests
     */
    public Graph graph(int batch, DataType type, long seed) {
        GraphBuilder graph = new GraphBuilder("transformer", OPSET);
        return new Writer(this, batch, type, graph, new Parameters(graph, type, seed)).write();
    }

    /** Writes the graph, part by part. */
    private record Writer(Transformer of, int batch, DataType type, GraphBuilder graph, Parameters parameters) {
        Graph write() {
            String tokens = graph.input(TOKENS, new TensorType(DataType.INT64, Shape.of(batch, of.context)));
            String embedding = parameters.normal("embedding", Shape.of(of.vocabulary, of.width), DEVIATION);
            String positions = parameters.normal("positions", Shape.of(of.context, of.width), DEVIATION);
            String x = flat(graph.node("Add", graph.node("Gather", embedding, tokens), positions), of.width);
            String mask = mask();
            for (int layer = 0; layer < of.layers; layer++) {
                String name = "layer" + layer;
                x = graph.node("Add", x, attention(name, norm(name + ".norm1", x), mask));
                x = graph.node("Add", x, network(name, norm(name + ".norm2", x)));
            }
            String scores = linear("head", norm("norm", x), of.width, of.vocabulary);
            String shape = graph.constant(Tensor.vector(batch, of.context, of.vocabulary));
            return graph.build(SCORES, graph.node("Reshape", scores, shape));
        }

        /** All tokens of all texts below each other: one tall matrix in place of one for each text. */
        private String flat(String x, int columns) {
            return graph.node("Reshape", x, graph.constant(Tensor.vector((long) batch * of.context, columns)));
        }

        private String norm(String name, String x) {
            String mean = mean(x);
            String centred = graph.node("Sub", x, mean);
            String variance = mean(graph.node("Mul", centred, centred));
            String root = graph.node("Sqrt", graph.node("Add", variance, parameters.number(EPSILON)));
            String scale = parameters.all(name + ".scale", Shape.of(of.width), 1);
            String shift = parameters.all(name + ".shift", Shape.of(of.width), 0);
            return graph.node("Add", graph.node("Mul", graph.node("Div", centred, root), scale), shift);
        }

        private String mean(String x) {
            return graph.node("ReduceMean", Attributes.NONE.with("keepdims", 1), x, graph.constant(Tensor.vector(-1)));
        }

        private String linear(String name, String x, int from, int to) {
            String weight = parameters.normal(name + ".weight", Shape.of(from, to), DEVIATION);
            String bias = parameters.all(name + ".bias", Shape.of(to), 0);
            return graph.node("Add", graph.node("MatMul", x, weight), bias);
        }

        private String attention(String name, String x, String mask) {
            String all = linear(name + ".attention", x, of.width, 3 * of.width);
            List<String> parts =
                    graph.node("Split", 3, Attributes.NONE.with("axis", -1).with("num_outputs", 3), all);
            String queries = heads(parts.get(0), 0, 2, 1, 3);
            String keys = heads(parts.get(1), 0, 2, 3, 1);
            String values = heads(parts.get(2), 0, 2, 1, 3);
            String scale = parameters.number(1 / Math.sqrt((double) of.width / of.heads));
            String scores = graph.node("Mul", graph.node("MatMul", queries, keys), scale);
            String weights = graph.node("Softmax", Attributes.NONE.with("axis", -1), graph.node("Add", scores, mask));
            String mixed = graph.node("MatMul", weights, values);
            String turned = graph.node("Transpose", Attributes.NONE.with("perm", new long[] {0, 2, 1, 3}), mixed);
            return linear(name + ".projection", flat(turned, of.width), of.width, of.width);
        }

        private String heads(String x, long... order) {
            String split = graph.node(
                    "Reshape", x, graph.constant(Tensor.vector(batch, of.context, of.heads, of.width / of.heads)));
            return graph.node("Transpose", Attributes.NONE.with("perm", order), split);
        }

        private String network(String name, String x) {
            String wide = graph.node(of.activation, linear(name + ".wide", x, of.width, 4 * of.width));
            return linear(name + ".narrow", wide, 4 * of.width, of.width);
        }

        /** Adds so much to what lies ahead that its share becomes zero. */
        private String mask() {
            Tensor mask = Tensor.allocate(type, Shape.of(of.context, of.context));
            for (int row = 0; row < of.context; row++) {
                for (int column = row + 1; column < of.context; column++) {
                    Parameters.set(mask, row * of.context + column, MASKED);
                }
            }
            return graph.constant(mask);
        }
    }
}
