package network.millrace.cli.bench;

import java.util.ArrayList;
import java.util.List;
import network.millrace.cli.output.Progress;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.tensor.DataType;

/** Products of matrices, both given when it runs: neither side can prepare one. */
final class GemmFigures implements ProofPart.Compared {
    /** The best published price of determinism (docs/benchmarks.md). */
    private static final double RATIO = 1.34;

    private static final List<Integer> SIZES = List.of(512, 1024, 2048);

    @Override
    public String name() {
        return "gemm";
    }

    @Override
    public List<Figure> run(Peer peer, Progress progress) throws Exception {
        List<Figure> figures = new ArrayList<>();
        for (int size : SIZES) {
            progress.report("GEMM " + size);
            figures.addAll(Opponents.contest(peer, square(size), 3, 6).figures("GEMM " + size, RATIO));
        }
        return figures;
    }

    static Graph square(int size) {
        Model model = new Model(true);
        String a = model.input(DataType.FLOAT32, size, size);
        String b = model.input(DataType.FLOAT32, size, size);
        return model.graph(model.node("MatMul", a, b));
    }
}
