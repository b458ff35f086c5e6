package network.millrace.cli.proof;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import network.millrace.cli.command.CommandFailure;
import network.millrace.proof.commitment.Batches;
import network.millrace.proof.commitment.Job;
import network.millrace.proof.commitment.Run;
import network.millrace.proof.commitment.StepRunner;
import network.millrace.proof.dispute.FaultyRunner;
import network.millrace.proof.dispute.FaultyRunner.Cheat;
import network.millrace.proof.program.Operation;
import network.millrace.proof.program.Program;
import network.millrace.proof.tensor.Tensor;

/** Ways to cheat, for trying disputes out. The fault is in the middle step, in the operation that costs most. */
enum CheatKind {
    /** A step whose result is made up. */
    step,
    /** An operation that was not computed: its outputs are copies of nothing. */
    operator,
    /** One bit of one element of one operation. */
    bit,
    /** Other data than those of the manifest. */
    data,
    /** Another start than that of the job. */
    start,
    /** One wrong bit, and silence when it comes to the operation. */
    stall,
    /** One wrong bit, and every third message is a lie. */
    lie;

    /** The run that the cheat commits to. */
    Run run(StepJob files, StepRunner honest, int keptEvery) {
        Job job = files.job();
        Program program = job.program().program();
        long step = (job.steps() + 1) / 2;
        return switch (this) {
            case step -> faulty(files, new FaultyRunner(program, ended(step)), keptEvery);
            case operator -> faulty(files, new FaultyRunner(program, zeroed(step, dearest(program))), keptEvery);
            case bit, stall, lie ->
                faulty(files, new FaultyRunner(program, flipped(step, dearest(program))), keptEvery);
            case data -> Run.of(job, honest, otherData(files), files.start(), keptEvery);
            case start -> Run.of(job, honest, files.batches(), otherStart(files), keptEvery);
        };
    }

    private static Run faulty(StepJob files, StepRunner runner, int keptEvery) {
        return Run.of(files.job(), runner, files.batches(), files.start(), keptEvery);
    }

    private static Cheat ended(long faked) {
        return new Cheat() {
            @Override
            public void ended(long step, List<Tensor> outputs) {
                if (step == faked) {
                    FaultyRunner.spoil(outputs.getFirst(), 0);
                }
            }
        };
    }

    private static Cheat zeroed(long faked, int operation) {
        return new Cheat() {
            @Override
            public void computed(long step, Operation computed, List<Tensor> outputs) {
                if (step == faked && computed.index() == operation) {
                    outputs.replaceAll(output -> Tensor.allocate(output.tensorType()));
                }
            }
        };
    }

    private static Cheat flipped(long faked, int operation) {
        return new Cheat() {
            @Override
            public void computed(long step, Operation computed, List<Tensor> outputs) {
                if (step == faked && computed.index() == operation) {
                    FaultyRunner.spoil(outputs.getFirst(), outputs.getFirst().size() / 2);
                }
            }
        };
    }

    private static int dearest(Program program) {
        int dearest = -1;
        long most = -1;
        for (Operation operation : program.operations()) {
            long cost = operation.operator().cost(program.signature(operation));
            boolean gives = program.type(operation.outputs().getFirst()).shape().size() > 0;
            if (gives && cost > most) {
                dearest = operation.index();
                most = cost;
            }
        }
        if (dearest < 0) {
            throw CommandFailure.failed("this program computes nothing that a cheat could compute otherwise");
        }
        return dearest;
    }

    private static Batches otherData(StepJob files) {
        List<List<Tensor>> batches = new ArrayList<>();
        for (long batch = 0; batch < files.batches().count(); batch++) {
            List<Tensor> changed = new ArrayList<>();
            files.batches().batch(batch).forEach(tensor -> changed.add(spoilt(tensor)));
            batches.add(changed);
        }
        if (batches.getFirst().isEmpty()) {
            throw CommandFailure.missing("this job takes no data; --cheat data needs some");
        }
        return Batches.of(batches);
    }

    private static List<Tensor> otherStart(StepJob files) {
        if (files.start().isEmpty()) {
            throw CommandFailure.missing("this job has no state; --cheat start needs a training step");
        }
        List<Tensor> start = new ArrayList<>(files.start());
        start.set(0, spoilt(start.getFirst()));
        return start;
    }

    private static Tensor spoilt(Tensor tensor) {
        Tensor copy = FaultyRunner.copy(tensor);
        if (copy.size() > 0) {
            FaultyRunner.spoil(copy, 0);
        }
        return copy;
    }

    static String names() {
        return String.join(", ", Arrays.stream(values()).map(CheatKind::name).toList());
    }
}
