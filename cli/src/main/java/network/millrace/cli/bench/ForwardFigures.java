package network.millrace.cli.bench;

import java.util.List;
import network.millrace.cli.output.Progress;

/** The forward pass of a transformer of the size of GPT-2 small. */
final class ForwardFigures implements ProofPart.Compared {
    private static final double RATIO = 2;

    @Override
    public String name() {
        return "forward";
    }

    @Override
    public List<Figure> run(Peer peer, Progress progress) throws Exception {
        Model model = new Model(true);
        String logits = GptModel.SMALL.build(model);
        progress.report("GPT-2 small, " + model.parameters() / 1_000_000 + " million parameters");
        return Opponents.contest(peer, model.graph(logits), 6, 15)
                .figures("GPT-2 small forward, " + GptModel.SMALL.tokens() + " tokens", RATIO);
    }
}
