package network.millrace.cli.bench;

import java.io.IOException;
import java.util.List;
import network.millrace.cli.command.CommandFailure;
import network.millrace.proof.execute.Executor;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.kernels.Workers;
import network.millrace.proof.program.Program;
import network.millrace.proof.program.Programs;
import network.millrace.proof.tensor.Tensor;

/** The same graph and inputs on both sides. */
final class Opponents {
    /** How far the sums of the sizes of all outputs may be apart: both round, in different orders. */
    private static final double SUMS_APART = 1e-3;

    private Opponents() {}

    /**
     * A contest on one thread each, once both have given the same result but for rounding.
     *
     * @param warmUp seconds before anything counts
     * @param measured seconds that count
     */
    static Contest contest(Peer peer, Graph graph, double warmUp, double measured) throws IOException {
        List<Tensor> inputs = Model.inputs(graph);
        double theirs = peer.load("graph", 1, graph, inputs);
        Program program = Programs.of(graph, Limits.DEFAULT);
        Executor executor = new Executor(program, Limits.DEFAULT, Workers.SERIAL);
        double ours = sum(executor.run(inputs).getFirst());
        if (!(Math.abs(ours - theirs) <= SUMS_APART * Math.abs(theirs))) {
            throw CommandFailure.failed(
                    "the two sides do not compute the same thing: sums of " + ours + " and " + theirs);
        }
        Contest contest = Contest.between(
                () -> Seconds.of(() -> executor.run(inputs)), () -> peer.run("graph"), warmUp, measured);
        peer.forget("graph");
        return contest;
    }

    private static double sum(Tensor tensor) {
        double sum = 0;
        for (int i = 0; i < tensor.size(); i++) {
            sum += Math.abs(tensor.floats()[i]);
        }
        return sum;
    }
}
