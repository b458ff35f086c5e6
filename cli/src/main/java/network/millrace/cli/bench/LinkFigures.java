package network.millrace.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import network.millrace.cli.output.Progress;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.metering.LinkMeter;
import network.millrace.proof.metering.Measured;
import network.millrace.proof.onnx.ExternalData;
import network.millrace.proof.onnx.OnnxReader;
import network.millrace.proof.operators.TileRule;
import network.millrace.proof.tensor.Tensor;

/**
 * What links of every operator really compute, counted instruction by instruction, beside what the tile rules declare: all node
 * cases of ONNX, where {@code ./millrace test} has generated them, and the bench's models as graphs.
 */
final class LinkFigures implements ProofPart.Alone {
    private static final int PIECES = 40;
    private static final long SEED = 20_261_128;
    private static final Path CASES =
            Path.of(System.getProperty("millrace.root", ".")).resolve("target").resolve("node-cases");

    /** The greatest of all links. */
    private static final class Greatest {
        private long links;
        private double share;
        private long arithmetic;
        private double bytes;

        void with(List<Measured> measured) {
            for (Measured link : measured) {
                links++;
                long counted = Math.max(0, link.work().arithmetic() - LinkMeter.FINDING);
                share = Math.max(share, (double) counted / (double) link.declared());
                arithmetic = Math.max(arithmetic, link.work().arithmetic());
                bytes = Math.max(bytes, (double) link.openedBytes() / (double) link.bytesMax() * TileRule.BYTES_MAX);
            }
        }
    }

    @Override
    public String name() {
        return "links";
    }

    @Override
    public List<Figure> run(Progress progress) throws IOException {
        LinkMeter meter = new LinkMeter();
        Greatest greatest = new Greatest();
        Model gpt = new Model(false);
        progress.report("links of the models");
        greatest.with(meter.ofGraph(gpt.graph(GptModel.SMALL.build(gpt))));
        Model resnet = new Model(false);
        greatest.with(meter.ofGraph(resnet.graph(ResnetModel.build(resnet))));
        List<Path> cases = cases();
        for (Path folder : cases) {
            progress.report("links of " + folder.getFileName());
            greatest.with(measured(meter, folder));
        }
        return List.of(
                Figure.shown("links, node cases that were there", cases.size(), ""),
                Figure.shown("links measured", (double) greatest.links, ""),
                Figure.atMost("links, measured over declared, at most", greatest.share, "x", 1),
                Figure.atMost(
                        "links, multiply-adds measured, at most", (double) greatest.arithmetic, "", TileRule.COST_MAX),
                Figure.atMost("links, opened, at most", greatest.bytes, "B", TileRule.BYTES_MAX));
    }

    private static List<Path> cases() throws IOException {
        Path list = CASES.resolve("cases.txt");
        return Files.exists(list)
                ? Files.readAllLines(list).stream()
                        .map(line -> CASES.resolve(line.substring(0, line.indexOf(' '))))
                        .toList()
                : List.of();
    }

    private static List<Measured> measured(LinkMeter meter, Path folder) throws IOException {
        TreeMap<String, Tensor> inputs = new TreeMap<>();
        byte[] model = Files.readAllBytes(folder.resolve("model.onnx"));
        try {
            Graph graph = OnnxReader.read(model, ExternalData.NONE, Limits.DEFAULT);
            for (int i = 0; Files.exists(folder.resolve("input_" + i + ".pb")); i++) {
                byte[] input = Files.readAllBytes(folder.resolve("input_" + i + ".pb"));
                inputs.put(graph.inputs().get(i).name(), OnnxReader.readTensor(input, Limits.DEFAULT));
            }
            return meter.ofRun(graph, inputs, SEED, PIECES);
        } catch (RefusedException otherTypes) {
            return List.of();
        }
    }
}
