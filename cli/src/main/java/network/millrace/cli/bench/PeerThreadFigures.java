package network.millrace.cli.bench;

import java.util.List;
import network.millrace.cli.output.Progress;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.tensor.Tensor;

/** How much faster onnxruntime is with two threads: what this machine gives at all. */
final class PeerThreadFigures implements ProofPart.Compared {
    @Override
    public String name() {
        return "peer-threads";
    }

    @Override
    public List<Figure> run(Peer peer, Progress progress) throws Exception {
        progress.report("two threads of onnxruntime");
        Graph graph = GemmFigures.square(1024);
        List<Tensor> inputs = Model.inputs(graph);
        peer.load("one", 1, graph, inputs);
        peer.load("two", 2, graph, inputs);
        Contest contest = Contest.between(() -> peer.run("one"), () -> peer.run("two"), 3, 5);
        return List.of(Figure.shown("GEMM 1024, onnxruntime's two threads over one", contest.ratio(), "x"));
    }
}
