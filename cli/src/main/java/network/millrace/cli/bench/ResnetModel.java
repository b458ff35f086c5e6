package network.millrace.cli.bench;

import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.DataType;

/** The forward pass of ResNet-18 for one picture, as exported for inference: normalization is folded into the convolutions. */
final class ResnetModel {
    private static final int CLASSES = 1_000;

    private ResnetModel() {}

    /** Builds the graph, from a picture of 224 by 224 to the logits of 1,000 classes. */
    static String build(Model model) {
        String picture = model.input(DataType.FLOAT32, 1, 3, 224, 224);
        String x = model.node("Relu", convolution(model, picture, 3, 64, 7, 2));
        x = model.node(
                "MaxPool",
                Attributes.NONE
                        .with("kernel_shape", new long[] {3, 3})
                        .with("strides", new long[] {2, 2})
                        .with("pads", new long[] {1, 1, 1, 1}),
                x);
        int channels = 64;
        for (int stage = 0; stage < 4; stage++) {
            int wider = 64 << stage;
            x = block(model, x, channels, wider, stage == 0 ? 1 : 2);
            x = block(model, x, wider, wider, 1);
            channels = wider;
        }
        String mean = model.node("Flatten", model.node("GlobalAveragePool", x));
        return model.node(
                "Gemm",
                Attributes.NONE.with("transB", 1),
                mean,
                model.weight(scale(channels), CLASSES, channels),
                model.weight(0.01, CLASSES));
    }

    private static String block(Model model, String x, int from, int to, int stride) {
        String first = model.node("Relu", convolution(model, x, from, to, 3, stride));
        String second = convolution(model, first, to, to, 3, 1);
        String around = stride == 1 ? x : convolution(model, x, from, to, 1, stride);
        return model.node("Relu", model.node("Add", second, around));
    }

    private static String convolution(Model model, String x, int from, int to, int kernel, int stride) {
        long pad = kernel / 2;
        return model.node(
                "Conv",
                Attributes.NONE
                        .with("kernel_shape", new long[] {kernel, kernel})
                        .with("strides", new long[] {stride, stride})
                        .with("pads", new long[] {pad, pad, pad, pad}),
                x,
                model.weight(scale(from * kernel * kernel), to, from, kernel, kernel),
                model.weight(0.01, to));
    }

    /** Keeps numbers of about the same size from layer to layer. */
    private static double scale(int summed) {
        return Math.sqrt(3.0 / summed);
    }
}
