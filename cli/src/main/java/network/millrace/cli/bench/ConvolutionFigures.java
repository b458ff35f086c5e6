package network.millrace.cli.bench;

import java.util.List;
import network.millrace.cli.output.Progress;

/** The forward pass of a network of convolutions. */
final class ConvolutionFigures implements ProofPart.Compared {
    private static final double RATIO = 2.5;

    @Override
    public String name() {
        return "convolution";
    }

    @Override
    public List<Figure> run(Peer peer, Progress progress) throws Exception {
        progress.report("ResNet-18");
        Model model = new Model(true);
        String logits = ResnetModel.build(model);
        return Opponents.contest(peer, model.graph(logits), 4, 10).figures("ResNet-18 forward, 224 x 224", RATIO);
    }
}
