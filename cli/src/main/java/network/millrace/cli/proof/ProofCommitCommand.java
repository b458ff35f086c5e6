package network.millrace.cli.proof;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import network.millrace.cli.command.BaseCommand;
import network.millrace.cli.compute.WorkerPool;
import network.millrace.cli.output.ProgressLine;
import network.millrace.cli.output.Table;
import network.millrace.cli.output.Terminal;
import network.millrace.proof.commitment.Job;
import network.millrace.proof.commitment.Run;
import network.millrace.proof.commitment.StepRunner;
import network.millrace.proof.commitment.TensorTree;
import network.millrace.proof.execute.Executor;
import network.millrace.proof.program.ProgramEncoding;
import network.millrace.protocol.crypto.Hash;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "commit",
        description = {
            "Run a job of N steps and commit to it: the roots of its checkpoints, and one root over them.",
            "",
            "That root binds every bit that the run computed, and whoever has the same files gets the same root. The file that is written names the job's files, so that `proof dispute` can compute any part again."
        },
        footer = {
            "",
            "Example:",
            "  millrace proof commit model.onnx --inputs in.npz --out model.run",
            "  millrace proof commit step.onnx --data d.npz --steps 200 --out t.run",
            "  millrace proof commit model.onnx --inputs in.npz --out model.run --output json"
        })
final class ProofCommitCommand extends BaseCommand {
    private static final int ROOTS_SHOWN = 8;

    @Mixin
    private JobOptions options = new JobOptions();

    @Option(names = "--steps", paramLabel = "N", defaultValue = "1", description = "How many steps; default 1.")
    private long steps = 1;

    @Option(names = "--out", paramLabel = "RUN", required = true, description = "Where the commitment is written.")
    private Path out = Path.of("");

    @Mixin
    private Threads threads = new Threads();

    @Mixin
    private LimitOptions limits = new LimitOptions();

    ProofCommitCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected void execute() throws IOException {
        JobSpec spec = options.spec(steps);
        try (ProgressLine progress = progress("reading " + spec.model());
                WorkerPool workers = threads.open()) {
            StepJob files = StepJob.of(spec, limits.limits());
            Job job = files.job();
            Executor executor = new Executor(job.program().program(), limits.limits(), workers);
            StepRunner runner = new ReportingRunner(StepRunner.of(executor), steps, "running", progress);
            Run run = Run.of(job, runner, files.batches(), files.start(), Integer.MAX_VALUE);
            RunFile file = RunFile.of(spec, job.id(), run.tree());
            file.write(out);
            tell(file, job);
        }
    }

    private void tell(RunFile file, Job job) {
        String program = ProgramEncoding.id(job.program().program(), TensorTree.digest(job.hashing()))
                .hex();
        show(
                () -> {
                    Table roots = Table.of(">AFTER STEP", "CHECKPOINT");
                    List<Hash> checkpoints = file.checkpoints();
                    for (int i = 0; i < checkpoints.size(); i++) {
                        boolean shown = i < ROOTS_SHOWN - 1 || i == checkpoints.size() - 1;
                        if (shown) {
                            roots.row(job.stepOf(i), checkpoints.get(i).hex());
                        } else if (i == ROOTS_SHOWN - 1) {
                            roots.row("…", (checkpoints.size() - ROOTS_SHOWN) + " more");
                        }
                    }
                    Table table = Table.of("WHAT", "VALUE")
                            .row("program id", program)
                            .row("manifest root", job.manifest().root().hex())
                            .row("job id", file.job().hex())
                            .row("run root", file.run().hex())
                            .row("written to", out);
                    return roots.text(terminal()) + "\n" + table.text(terminal());
                },
                () -> {
                    Map<String, Object> object = new LinkedHashMap<>();
                    object.put("steps", steps);
                    object.put("program_id", program);
                    object.put("manifest_root", job.manifest().root().hex());
                    object.put("job_id", file.job().hex());
                    object.put("run_root", file.run().hex());
                    object.put(
                            "checkpoints",
                            file.checkpoints().stream().map(Hash::hex).toList());
                    object.put("file", out.toString());
                    return object;
                });
    }
}
