package network.millrace.cli.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.compute.WorkerPool;
import network.millrace.cli.output.Progress;
import network.millrace.proof.execute.Executor;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.kernels.Workers;
import network.millrace.proof.program.Program;
import network.millrace.proof.program.Programs;
import network.millrace.proof.tensor.Tensor;

/** How much faster two threads are than one, with the same bits. */
final class ThreadFigures implements ProofPart.Alone {
    private static final double TIMES = 1.7;

    @Override
    public String name() {
        return "threads";
    }

    @Override
    public List<Figure> run(Progress progress) throws Exception {
        progress.report("two threads");
        List<Figure> figures = new ArrayList<>();
        figures.addAll(figures("GEMM 1024", GemmFigures.square(1024), 3, 5));
        Model model = new Model(true);
        figures.addAll(figures("GPT-2 small forward", model.graph(GptModel.SMALL.build(model)), 5, 10));
        return figures;
    }

    private static List<Figure> figures(String what, Graph graph, double warmUp, double measured) throws IOException {
        List<Tensor> inputs = Model.inputs(graph);
        Program program = Programs.of(graph, Limits.DEFAULT);
        try (WorkerPool pool = new WorkerPool(2)) {
            Executor one = new Executor(program, Limits.DEFAULT, Workers.SERIAL);
            Executor two = new Executor(program, Limits.DEFAULT, pool);
            if (!one.run(inputs).getFirst().sameBits(two.run(inputs).getFirst())) {
                throw CommandFailure.failed(what + ": two threads give other bits than one");
            }
            Contest contest = Contest.between(
                    () -> Seconds.of(() -> one.run(inputs)), () -> Seconds.of(() -> two.run(inputs)), warmUp, measured);
            return List.of(
                    Figure.atLeast(what + ", two threads over one", contest.ratio(), "x", TIMES),
                    Figure.shown(what + ", the first thread's own time, one over two", contest.threadRatio(), "x"));
        }
    }
}
