package network.millrace.cli.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.output.LossCurve;
import network.millrace.cli.output.ProgressLine;
import network.millrace.cli.output.Style;
import network.millrace.cli.output.Table;
import network.millrace.cli.output.Text;
import network.millrace.proof.autodiff.Loss;
import network.millrace.proof.autodiff.Optimizer;
import network.millrace.proof.autodiff.TrainingGraph;
import network.millrace.proof.commitment.HashFunction;
import network.millrace.proof.commitment.Hashing;
import network.millrace.proof.commitment.Job;
import network.millrace.proof.commitment.Run;
import network.millrace.proof.commitment.StepRunner;
import network.millrace.proof.dispute.FaultyRunner;
import network.millrace.proof.dispute.Place;
import network.millrace.proof.dispute.Role;
import network.millrace.proof.dispute.Verdict;
import network.millrace.proof.execute.Executor;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.kernels.Workers;
import network.millrace.proof.model.Transformer;
import network.millrace.proof.program.Program;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.training.TrainingJob;

/** The proof demo's story: a model learns, and whoever lies about it is found. Each part throws when what it tells is not so. */
final class ProofStory {
    private static final int HEADS = 4;
    private static final int BATCHES = 64;
    private static final int INTERVAL = 10;
    private static final long SEED = 20_261_128;
    private static final float RATE = 0.003f;
    private static final int CURVE_COLUMNS = 60;
    private static final int SAMPLE = 180;
    private static final String BEGINNING = "The miller ";
    private static final int DIGITS = 12;

    private final Narrator narrator;
    private final Workers workers;
    private final int steps;
    private final ModelSize size;
    private final TrainingText text;
    private final Transformer model;
    private final List<Float> losses = new ArrayList<>();

    ProofStory(Narrator narrator, Workers workers, int steps, ModelSize size) throws IOException {
        this.narrator = narrator;
        this.workers = workers;
        this.steps = steps;
        this.size = size;
        this.text = TrainingText.bundled();
        this.model =
                new Transformer(text.alphabet().length(), size.context(), size.width(), HEADS, size.layers(), "Relu");
    }

    /** The honest run, and what it is good for when others copy from it. */
    private record Trained(TrainingJob training, Run run, RecordedRunner recorded) {}

    Map<String, Object> tell() {
        narrator.say("Millrace proof demo: one model, one honest provider, five that cheat.");
        narrator.blank();
        TrainingJob training = prepare();
        Trained trained = train(training);
        List<Map<String, Object>> cheats = catchCheats(trained);
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("ok", true);
        object.put("steps", steps);
        object.put("loss_first", losses.getFirst().doubleValue());
        object.put("loss_last", losses.getLast().doubleValue());
        object.put("run_root", trained.run().tree().root().hex());
        object.put("cheats", cheats);
        return object;
    }

    private TrainingJob prepare() {
        Graph graph = model.graph(size.rows(), DataType.FLOAT32, SEED);
        Graph step = TrainingGraph.of(
                graph,
                new TreeMap<>(),
                TrainingGraph.parameters(graph),
                new Loss.CrossEntropy(Transformer.SCORES),
                Optimizer.Adam.of(RATE),
                Limits.DEFAULT);
        TrainingJob training = TrainingJob.of(
                step,
                text.batches(BATCHES, size.rows(), size.context()),
                new TreeMap<>(),
                new TrainingJob.Length(steps, INTERVAL, SEED),
                new Hashing(HashFunction.SHA_256),
                Limits.DEFAULT);
        Job job = training.job();
        Program program = job.program().program();
        long parameters = graph.initializers().values().stream()
                .filter(tensor -> tensor.shape().rank() > 0)
                .mapToLong(Tensor::size)
                .sum();
        narrator.step(
                "model",
                "a transformer of " + size.layers() + " layers and " + Text.number((double) parameters)
                        + " parameters, which reads " + size.context() + " characters at once");
        narrator.more("text: " + text.text().length() + " characters, "
                + text.alphabet().length()
                + " different ones; training step: " + program.operations().size() + " operations, "
                + Text.number((double) program.cost()) + " multiply-adds");
        narrator.step(
                "job",
                "id " + shortened(job.id().hex()) + ": " + steps + " steps, a commitment every " + INTERVAL + ", data "
                        + shortened(job.manifest().root().hex()));
        narrator.step("before", "what the model writes untrained:", "");
        narrator.more(quoted(write(new TreeMap<>())));
        return training;
    }

    private Trained train(TrainingJob training) {
        Job job = training.job();
        StepRunner runner = StepRunner.of(new Executor(job.program().program(), Limits.DEFAULT, workers));
        try (ProgressLine progress = ProgressLine.start(narrator.terminal(), "training")) {
            RecordedRunner recorded = new RecordedRunner(runner, INTERVAL, (outputs, step) -> {
                if (step > losses.size()) {
                    losses.add((float) outputs.get(training.lossOutput()).real(0));
                    if (step % INTERVAL == 0) {
                        progress.report(String.format(
                                Locale.ROOT, "training: step %d of %d, loss %.3f", step, steps, losses.getLast()));
                    }
                }
            });
            Run run = Run.of(job, recorded, training.batches(), training.start(), 1);
            narrator.step(
                    "trained",
                    String.format(
                            Locale.ROOT,
                            "loss %.3f at first, %.3f at last; run root %s",
                            losses.getFirst(),
                            losses.getLast(),
                            shortened(run.tree().root().hex())));
            LossCurve.draw(losses, CURVE_COLUMNS).forEach(narrator::more);
            SortedMap<String, Tensor> parameters = new TreeMap<>();
            List<Tensor> state = job.program().stateIn(run.observe(steps, (operation, outputs) -> {}));
            for (int i = 0; i < state.size(); i++) {
                parameters.put(training.stateNames().get(i), state.get(i));
            }
            narrator.step("after", "what it writes now:");
            narrator.more(quoted(write(parameters)));
            requireLearned();
            return new Trained(training, run, recorded);
        }
    }

    private void requireLearned() {
        if (!(losses.getLast() < losses.getFirst() - 0.5)) {
            throw CommandFailure.failed("the model did not learn: loss " + losses.getFirst() + " at first and "
                    + losses.getLast() + " at last");
        }
    }

    private List<Map<String, Object>> catchCheats(Trained trained) {
        narrator.step("cheats", "five providers commit to false runs of the same job; somebody honest disputes each");
        Table table = Table.of(
                "CHEAT",
                ">STEP",
                "OPERATOR",
                ">TILE",
                ">ELEMENT",
                ">LINK",
                ">ROUNDS",
                ">OPENED",
                ">RECOMPUTED",
                "VERDICT");
        List<Map<String, Object>> found = new ArrayList<>();
        List<String> missed = new ArrayList<>();
        try (ProgressLine progress = ProgressLine.start(narrator.terminal(), "disputes")) {
            for (CheatTrial trial : new CheatTrials(trained.run()).all()) {
                progress.report("dispute: " + trial.name());
                Verdict verdict = verdict(trained, trial);
                boolean caught = isCaught(trial, verdict);
                if (!caught) {
                    missed.add(trial.name() + " (" + verdict.sentence() + ")");
                }
                table.row(row(trial, verdict, caught));
                found.add(json(trial, verdict, caught));
            }
        }
        narrator.more(table);
        if (!missed.isEmpty()) {
            throw CommandFailure.failed("not found: " + String.join("; ", missed));
        }
        return found;
    }

    private Verdict verdict(Trained trained, CheatTrial trial) {
        Job job = trained.training().job();
        long copied = (trial.step() - 1) / INTERVAL * INTERVAL;
        StepRunner own = trial.onlyIn(
                trained.recorded().honest(), new FaultyRunner(job.program().program(), trial.cheat()));
        Run cheat = Run.of(
                job,
                trained.recorded().copiedUpTo(copied, own),
                trained.training().batches(),
                trained.training().start(),
                1);
        return Trial.play(cheat, trained.run(), trial.goesSilent());
    }

    private static boolean isCaught(CheatTrial trial, Verdict verdict) {
        boolean silent = verdict.reason() == Verdict.Reason.TIME;
        boolean atItsStep = verdict.place().step() == trial.step() || silent;
        return verdict.winner() == Role.CHALLENGER
                && atItsStep
                && trial.isFound().test(verdict.place());
    }

    private Object[] row(CheatTrial trial, Verdict verdict, boolean caught) {
        Place place = verdict.place();
        String operator = place.operation() == Place.UNKNOWN
                ? "-"
                : place.operator().equals("checkpoint") ? "checkpoint" : place.operation() + " " + place.operator();
        return new Object[] {
            trial.name(),
            number(place.step()),
            operator,
            number(place.tile()),
            number(place.element()),
            number(place.link()),
            verdict.figures().rounds(),
            Text.bytes(verdict.figures().openedBytes()),
            Text.number((double) verdict.figures().operations()),
            caught ? narrator.good(reason(verdict)) : narrator.terminal().paint(Style.BAD, "not found")
        };
    }

    private static String number(long number) {
        return number == Place.UNKNOWN ? "-" : Long.toString(number);
    }

    private static String reason(Verdict verdict) {
        return switch (verdict.reason()) {
            case LINK_WRONG -> "recomputed: wrong";
            case OUTPUT_WRONG -> "no operation gave it";
            case TIME -> "its clock ran out";
            case START_WRONG -> "started elsewhere";
            case EMPTY_WRONG -> "not empty";
            case INVALID_MESSAGES -> "sent no valid message";
            case LINK_RIGHT, OUTPUT_RIGHT, START_RIGHT, EMPTY_RIGHT -> "held";
        };
    }

    private static Map<String, Object> json(CheatTrial trial, Verdict verdict, boolean caught) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("cheat", trial.name());
        object.put("found", caught);
        object.put("reason", verdict.reason().name());
        object.put("step", verdict.place().step());
        object.put("operation", verdict.place().operation());
        object.put("operator", verdict.place().operator());
        object.put("tile", verdict.place().tile());
        object.put("element", verdict.place().element());
        object.put("link", verdict.place().link());
        object.put("rounds", verdict.figures().rounds());
        object.put("opened_bytes", verdict.figures().openedBytes());
        object.put("recomputed", verdict.figures().operations());
        return object;
    }

    private String write(SortedMap<String, Tensor> parameters) {
        return new Writer(text, model, parameters).write(BEGINNING, SAMPLE);
    }

    private static String quoted(String sample) {
        return "“" + sample.replace('\n', ' ') + "”";
    }

    private static String shortened(String hex) {
        return hex.substring(0, DIGITS);
    }
}
