package network.millrace.cli.proof;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import network.millrace.cli.command.BaseCommand;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.compute.WorkerPool;
import network.millrace.cli.output.Json;
import network.millrace.cli.output.ProgressLine;
import network.millrace.cli.output.Terminal;
import network.millrace.proof.RefusedException;
import network.millrace.proof.commitment.Job;
import network.millrace.proof.commitment.Run;
import network.millrace.proof.commitment.StepRunner;
import network.millrace.proof.dispute.Opening;
import network.millrace.proof.dispute.Role;
import network.millrace.proof.dispute.Rules;
import network.millrace.proof.dispute.State;
import network.millrace.proof.dispute.Verdict;
import network.millrace.proof.execute.Executor;
import network.millrace.protocol.crypto.Hash;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "dispute",
        description = {
            "Settle which of two runs of one job is right, by computing the one small piece where they part.",
            "",
            "The defender shows ever smaller parts of what it committed to, and the challenger points at the first that it has"
                    + " otherwise. With --defend and --challenge both sides play here. With one of them the other side is at the other end of"
                    + " standard input and output, and what happens is told on standard error.",
            "",
            "Each side computes its run again from the files that RUN names. Exit codes: 0 there is a verdict (with one side: it"
                    + " won), 1 it lost or something failed, 2 wrong usage."
        },
        footer = {
            "",
            "Example:",
            "  millrace proof dispute --defend a.run --challenge b.run",
            "  millrace proof dispute --defend a.run --challenge a.run --cheat bit",
            "  mkfifo back; millrace proof dispute --defend a.run <back \\",
            "    | millrace proof dispute --challenge b.run >back"
        })
final class ProofDisputeCommand extends BaseCommand {
    private static final int STATES_KEPT = 16;
    private static final Rules RULES = Rules.DEFAULT;

    @Option(names = "--defend", paramLabel = "RUN", description = "The run that is claimed to be right.")
    private @Nullable Path defended;

    @Option(names = "--challenge", paramLabel = "RUN", description = "The run of whoever doubts it.")
    private @Nullable Path challenging;

    @Option(
            names = "--cheat",
            paramLabel = "KIND",
            description = "Let the defender cheat, to try it out: ${COMPLETION-CANDIDATES}.")
    private @Nullable CheatKind cheat;

    @Mixin
    private Threads threads = new Threads();

    @Mixin
    private LimitOptions limits = new LimitOptions();

    ProofDisputeCommand(Terminal terminal) {
        super(terminal);
    }

    /** A side: what it committed to, and the means to compute it again. */
    private record Side(Run run, Hash job, DisputeParty party) {
        Hash root() {
            return run.tree().root();
        }
    }

    @Override
    protected void execute() throws IOException, InterruptedException {
        if (defended == null && challenging == null) {
            throw CommandFailure.missing("say which run to --defend, which one to --challenge, or both");
        }
        if (cheat != null && defended == null) {
            throw CommandFailure.missing("--cheat lets the defender cheat; it needs --defend");
        }
        try (ProgressLine progress = progress("reading");
                WorkerPool workers = threads.open()) {
            Optional<Side> defender =
                    defended == null ? Optional.empty() : Optional.of(defender(defended, workers, progress));
            Optional<Side> challenger =
                    challenging == null ? Optional.empty() : Optional.of(challenger(challenging, workers, progress));
            if (defender.isPresent() && challenger.isPresent()) {
                here(defender.get(), challenger.get());
            } else if (defender.isPresent()) {
                defend(defender.get());
            } else {
                challenge(challenger.orElseThrow());
            }
        } catch (RefusedException refused) {
            throw CommandFailure.failed(refused.getMessage(), refused);
        }
    }

    private Side defender(Path file, WorkerPool workers, ProgressLine progress) throws IOException {
        RunFile claimed = RunFile.read(file);
        StepJob files = job(file, claimed);
        StepRunner runner = runner(files.job(), "defender", workers, progress);
        if (cheat != null) {
            Run run = cheat.run(files, runner, kept(files.job()));
            return new Side(run, claimed.job(), DisputeParty.cheat(cheat, run));
        }
        Run run = Run.of(files.job(), runner, files.batches(), files.start(), kept(files.job()));
        if (!run.tree().root().equals(claimed.run())) {
            throw CommandFailure.failed(
                    "the files of " + file + " give the run root " + run.tree().root()
                            + ", not the one that it claims, " + claimed.run() + "; nobody can defend that");
        }
        return new Side(run, claimed.job(), DisputeParty.defender(run));
    }

    private Side challenger(Path file, WorkerPool workers, ProgressLine progress) throws IOException {
        RunFile own = RunFile.read(file);
        StepJob files = job(file, own);
        StepRunner runner = runner(files.job(), "challenger", workers, progress);
        Run run = Run.of(files.job(), runner, files.batches(), files.start(), kept(files.job()));
        return new Side(run, own.job(), DisputeParty.challenger(run));
    }

    private StepJob job(Path file, RunFile run) throws IOException {
        StepJob files = StepJob.of(run.spec(), limits.limits());
        Hash job = files.job().id();
        if (!job.equals(run.job())) {
            throw CommandFailure.failed("the files that " + file + " names make another job now: " + job + ", not "
                    + run.job() + ". Restore them, or make a new commitment with `millrace proof commit`");
        }
        return files;
    }

    private StepRunner runner(Job job, String side, WorkerPool workers, ProgressLine progress) {
        Executor executor = new Executor(job.program().program(), limits.limits(), workers);
        return new ReportingRunner(StepRunner.of(executor), job.steps(), side, progress);
    }

    /** Some states are kept, so that a step is computed again from the one before it and not from the start. */
    private static int kept(Job job) {
        return (int) Math.max(1, job.checkpoints() / STATES_KEPT);
    }

    private void here(Side defender, Side challenger) {
        if (!defender.job().equals(challenger.job())) {
            throw CommandFailure.failed("these are runs of different jobs, " + defender.job() + " and "
                    + challenger.job() + "; "
                    + difference(defender.run().job(), challenger.run().job())
                    + ". Only two runs of one job can be in dispute");
        }
        if (defender.root().equals(challenger.root())) {
            agreed(defender.root());
            return;
        }
        DisputeReport report = DisputeReport.knowing(challenger.run());
        State start = new Opening.OfRun(defender.job(), defender.root())
                .begin(defender.run().job(), RULES, 0);
        Verdict verdict = new DisputePlay(report).here(start, defender.party(), challenger.party());
        show(() -> report.text(verdict, terminal()), () -> report.json(verdict));
    }

    private static String difference(Job one, Job other) {
        if (one.steps() != other.steps() || one.interval() != other.interval() || one.seed() != other.seed()) {
            return "their steps, intervals or seeds differ";
        }
        if (!one.manifest().equals(other.manifest())) {
            return "their data differ";
        }
        return one.initial().equals(other.initial()) ? "their programs differ" : "their starts differ";
    }

    private void agreed(Hash root) {
        show(() -> "nothing to dispute: both have the run root " + root.hex(), () -> {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("disputed", false);
            object.put("run_root", root.hex());
            return object;
        });
    }

    /** Says what it claims, and waits whether somebody doubts it. */
    private void defend(Side side) throws IOException, InterruptedException {
        DisputeFrames frames = new DisputeFrames(terminal().in(), terminal().out());
        Opening claim = new Opening.OfRun(side.job(), side.root());
        frames.send(claim.write());
        Optional<ByteString> answer = frames.receive(RULES.budgetMs());
        if (answer.isEmpty() || answer.get().isEmpty()) {
            told(answer.isEmpty() ? "nobody challenges the run" : "the other side has the same run");
            return;
        }
        if (!Opening.read(answer.get()).equals(claim)) {
            throw CommandFailure.failed("the other side disputes something else than " + side.root());
        }
        play(side, Role.DEFENDER, claim, frames, DisputeReport.ofTheDefender());
    }

    private void challenge(Side side) throws IOException, InterruptedException {
        DisputeFrames frames = new DisputeFrames(terminal().in(), terminal().out());
        ByteString claimed = frames.receive(RULES.budgetMs())
                .orElseThrow(() -> CommandFailure.failed("nobody claims anything at the other end; see --help"));
        Opening claim = Opening.read(claimed);
        if (!(claim instanceof Opening.OfRun(Hash job, Hash root)) || !job.equals(side.job())) {
            throw CommandFailure.failed("the other side has run another job, " + claim.job() + "; this one is "
                    + side.job() + ". Only two runs of one job can be in dispute");
        }
        if (root.equals(side.root())) {
            frames.send(ByteString.EMPTY);
            told("the other side has the same run");
            return;
        }
        frames.send(claimed);
        play(side, Role.CHALLENGER, claim, frames, DisputeReport.knowing(side.run()));
    }

    private void play(Side side, Role own, Opening claim, DisputeFrames frames, DisputeReport report)
            throws IOException, InterruptedException {
        State start = claim.begin(side.run().job(), RULES, System.currentTimeMillis());
        Verdict verdict = new DisputePlay(report).remote(start, own, side.party(), frames, System::currentTimeMillis);
        told(
                answersJson()
                        ? Json.write(report.json(verdict))
                        : report.text(verdict, terminal()).stripTrailing());
        if (verdict.winner() != own) {
            throw CommandFailure.failed("this side has lost the dispute");
        }
    }

    /** Standard output belongs to the other side. */
    private void told(String text) {
        terminal().err().println(text);
    }
}
