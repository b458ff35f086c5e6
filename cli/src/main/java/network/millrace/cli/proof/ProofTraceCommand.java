package network.millrace.cli.proof;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import network.millrace.cli.command.BaseCommand;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.compute.WorkerPool;
import network.millrace.cli.output.ProgressLine;
import network.millrace.cli.output.Table;
import network.millrace.cli.output.Terminal;
import network.millrace.cli.output.Text;
import network.millrace.proof.commitment.Checkpoint;
import network.millrace.proof.commitment.Job;
import network.millrace.proof.commitment.StepRunner;
import network.millrace.proof.commitment.StepTrace;
import network.millrace.proof.execute.Executor;
import network.millrace.proof.program.Operation;
import network.millrace.proof.program.Program;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import network.millrace.protocol.crypto.Hash;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "trace",
        description = {
            "Run one step and show every operation of it: what it gave, what it cost, and the hash that binds its outputs.",
            "",
            "Two traces of one step differ from the first operation on that was computed otherwise. Numbers of operations are those of the canonical program, which `proof dispute` names too."
        },
        footer = {
            "",
            "Example:",
            "  millrace proof trace model.onnx --inputs in.npz",
            "  millrace proof trace run1/step.onnx --data batches.npz --step 20",
            "  millrace proof trace model.onnx --inputs in.npz --output json"
        })
final class ProofTraceCommand extends BaseCommand {
    private static final int DIGITS = 16;

    @Mixin
    private JobOptions options = new JobOptions();

    @Option(names = "--step", paramLabel = "T", defaultValue = "1", description = "Which step, from 1 on; default 1.")
    private long step = 1;

    @Mixin
    private Threads threads = new Threads();

    @Mixin
    private LimitOptions limits = new LimitOptions();

    ProofTraceCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected void execute() throws IOException {
        if (step < 1) {
            throw CommandFailure.missing("steps are counted from 1; there is no step " + step);
        }
        JobSpec spec = options.spec(step);
        try (ProgressLine progress = progress("reading " + spec.model());
                WorkerPool workers = threads.open()) {
            StepJob files = StepJob.of(spec, limits.limits());
            Job job = files.job();
            Executor executor = new Executor(job.program().program(), limits.limits(), workers);
            StepRunner runner = new ReportingRunner(StepRunner.of(executor), step, "running", progress);
            StepTrace.Builder trace = new StepTrace.Builder(job.hashing());
            List<Tensor> state = files.start();
            for (long before = 1; before < step; before++) {
                List<Tensor> batch = files.batches().batch(job.manifest().batchOf(before));
                state = job.program().stateIn(runner.run(before, job.inputs(before, state, batch)));
            }
            List<Tensor> batch = files.batches().batch(job.manifest().batchOf(step));
            List<Tensor> outputs = runner.run(step, job.inputs(step, state, batch), trace::computed);
            Hash checkpoint = Checkpoint.of(job.hashing(), outputs).root();
            tell(job, trace.build(step, checkpoint), checkpoint);
        }
    }

    private void tell(Job job, StepTrace trace, Hash checkpoint) {
        Program program = job.program().program();
        show(
                () -> {
                    Table table = Table.of(">#", "OPERATOR", "OUTPUTS", ">COST", "HASH");
                    for (Operation operation : program.operations()) {
                        table.row(
                                operation.index(),
                                operation.operator().name(),
                                outputs(program, operation),
                                Text.number((double) cost(program, operation)),
                                hash(trace, operation).substring(0, DIGITS));
                    }
                    return table.text(terminal()) + "\ncheckpoint after step " + step + "  " + checkpoint.hex()
                            + "\nroot of the trace"
                            + " ".repeat(Long.toString(step).length()) + "      "
                            + trace.tree().root().hex() + "\n";
                },
                () -> {
                    Map<String, Object> object = new LinkedHashMap<>();
                    object.put("step", step);
                    List<Map<String, Object>> operations = new ArrayList<>();
                    program.operations().forEach(operation -> operations.add(json(program, operation, trace)));
                    object.put("operations", operations);
                    object.put("cost", program.cost());
                    object.put("checkpoint", checkpoint.hex());
                    object.put("trace_root", trace.tree().root().hex());
                    return object;
                });
    }

    private static Map<String, Object> json(Program program, Operation operation, StepTrace trace) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("operation", operation.index());
        object.put("operator", operation.operator().name());
        List<Map<String, Object>> outputs = new ArrayList<>();
        for (int output : operation.outputs()) {
            TensorType type = program.type(output);
            Map<String, Object> value = new LinkedHashMap<>();
            value.put("type", type.type().name().toLowerCase(Locale.ROOT));
            value.put("shape", Arrays.stream(type.shape().toLongs()).boxed().toList());
            outputs.add(value);
        }
        object.put("outputs", outputs);
        object.put("cost", cost(program, operation));
        object.put("hash", hash(trace, operation));
        return object;
    }

    private static String outputs(Program program, Operation operation) {
        return String.join(
                ", ",
                operation.outputs().stream()
                        .map(output -> program.type(output).toString())
                        .toList());
    }

    private static long cost(Program program, Operation operation) {
        return operation.operator().cost(program.signature(operation));
    }

    private static String hash(StepTrace trace, Operation operation) {
        return trace.operation(operation.index()).root().hex();
    }
}
