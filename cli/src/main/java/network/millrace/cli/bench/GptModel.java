package network.millrace.cli.bench;

import java.util.List;
import java.util.stream.LongStream;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;

/**
 * The forward pass of a transformer of GPT-2's form: learned positions, normalization before each half of a block, one
 * embedding for the way in and the way out.
 *
 * @param words in the vocabulary
 * @param tokens in the text
 */
record GptModel(int words, int tokens, int width, int heads, int layers) {
    /** GPT-2 small. */
    static final GptModel SMALL = new GptModel(50_257, 128, 768, 12, 12);

    private static final int POSITIONS = 1_024;
    private static final double SCALE = 0.035;
    private static final float MASKED = -1e9f;

    /** Builds the graph, from token numbers to the logits of every position. */
    String build(Model model) {
        String text = model.input(DataType.INT64, 1, tokens);
        String embedding = model.weight(SCALE, words, width);
        String places = model.weight(SCALE, POSITIONS, width);
        String numbers = model.constant(
                Tensor.of(Shape.of(tokens), LongStream.range(0, tokens).toArray()));
        String x = model.node("Add", model.node("Gather", embedding, text), model.node("Gather", places, numbers));
        String mask = model.constant(mask());
        for (int layer = 0; layer < layers; layer++) {
            x = model.node("Add", x, attention(model, normalized(model, x), mask));
            x = model.node("Add", x, perceptron(model, normalized(model, x)));
        }
        String rows = shaped(model, normalized(model, x), tokens, width);
        String logits = model.node("Gemm", Attributes.NONE.with("transB", 1), rows, embedding);
        return shaped(model, logits, 1, tokens, words);
    }

    private String attention(Model model, String x, String mask) {
        int size = width / heads;
        String together = linear(model, x, width, 3 * width);
        List<String> parts =
                model.nodes("Split", Attributes.NONE.with("axis", 2).with("num_outputs", 3), 3, together);
        String query = heads(model, parts.get(0), 0, 2, 1, 3);
        String key = heads(model, parts.get(1), 0, 2, 3, 1);
        String value = heads(model, parts.get(2), 0, 2, 1, 3);
        String scale = model.constant(Tensor.scalar((float) (1 / Math.sqrt(size))));
        String scores = model.node("Mul", model.node("MatMul", query, key), scale);
        String weights = model.node("Softmax", Attributes.NONE.with("axis", -1), model.node("Add", scores, mask));
        String mixed = transposed(model, model.node("MatMul", weights, value), 0, 2, 1, 3);
        return linear(model, shaped(model, mixed, 1, tokens, width), width, width);
    }

    private String heads(Model model, String x, long... order) {
        return transposed(model, shaped(model, x, 1, tokens, heads, width / heads), order);
    }

    private String perceptron(Model model, String x) {
        String hidden = linear(model, x, width, 4 * width);
        String active = model.node("Gelu", Attributes.NONE.with("approximate", "tanh"), hidden);
        return linear(model, active, 4 * width, width);
    }

    private String normalized(Model model, String x) {
        return model.node(
                "LayerNormalization",
                Attributes.NONE.with("axis", -1).with("epsilon", 1e-5f),
                x,
                model.weight(1, width),
                model.weight(SCALE, width));
    }

    private static String linear(Model model, String x, int from, int to) {
        return model.node("Add", model.node("MatMul", x, model.weight(SCALE, from, to)), model.weight(SCALE, to));
    }

    private static String shaped(Model model, String x, long... shape) {
        return model.node("Reshape", x, model.constant(Tensor.vector(shape)));
    }

    private static String transposed(Model model, String x, long... order) {
        return model.node("Transpose", Attributes.NONE.with("perm", order), x);
    }

    /** 0 where a position may look, far below it where it may not. */
    private Tensor mask() {
        float[] mask = new float[tokens * tokens];
        for (int row = 0; row < tokens; row++) {
            for (int column = row + 1; column < tokens; column++) {
                mask[row * tokens + column] = MASKED;
            }
        }
        return Tensor.of(Shape.of(1, 1, tokens, tokens), mask);
    }
}
