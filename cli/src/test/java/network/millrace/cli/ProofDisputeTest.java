package network.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import network.millrace.proof.files.Npz;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.GraphInput;
import network.millrace.proof.graph.Node;
import network.millrace.proof.onnx.OnnxWriter;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code millrace proof trace}, {@code commit} and {@code dispute}, from files to a verdict. */
class ProofDisputeTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void filesOfAJob() throws Exception {
        Files.write(folder.resolve("model.onnx"), OnnxWriter.write(model("Relu")));
        Files.write(folder.resolve("step.onnx"), OnnxWriter.write(step()));
        TreeMap<String, Tensor> data = new TreeMap<>();
        data.put("x", numbers(Shape.of(3, 5, 70)));
        Files.write(folder.resolve("in.npz"), Npz.write(data));
    }

    @Test
    void traceShowsEveryOperationWithShapeCostAndHash() throws Exception {
        var run = proof("trace", path("model.onnx"), "--inputs", path("in.npz"));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("OPERATOR", "COST", "HASH", "MatMul", "Relu", "[5, 66]", "root of the trace");
        JsonNode first = json(proof("trace", path("model.onnx"), "--inputs", path("in.npz"), "--output", "json"));
        JsonNode second =
                json(proof("trace", path("model.onnx"), "--inputs", path("in.npz"), "--step", "2", "--output", "json"));
        assertThat(first.get("operations").get(0).get("cost").longValue()).isEqualTo(5 * 70 * 66);
        assertThat(first.get("operations").get(0).get("hash").stringValue()).hasSize(64);
        assertThat(second.get("trace_root")).isNotEqualTo(first.get("trace_root"));
        assertThat(proof("trace", path("model.onnx"), "--inputs", path("in.npz"), "--step", "0")
                        .err())
                .contains("counted from 1");
    }

    @Test
    void sameFilesGiveTheSameCommitmentAndOtherDataAnother() throws Exception {
        JsonNode one = json(commit("step.onnx", "one.run", "4"));
        JsonNode again = json(commit("step.onnx", "again.run", "4"));

        assertThat(one.get("run_root")).isEqualTo(again.get("run_root"));
        assertThat(one.get("checkpoints")).hasSize(5);
        assertThat(one.get("job_id").stringValue()).hasSize(64);
        var same = proof("dispute", "--defend", path("one.run"), "--challenge", path("again.run"));
        assertThat(same.exitCode()).isZero();
        assertThat(same.out()).contains("nothing to dispute");

        TreeMap<String, Tensor> other = new TreeMap<>();
        other.put("x", numbers(Shape.of(2, 5, 70)));
        Files.write(folder.resolve("in.npz"), Npz.write(other));
        json(commit("step.onnx", "other.run", "4"));
        var changed = proof("dispute", "--defend", path("one.run"), "--challenge", path("other.run"));
        assertThat(changed.exitCode()).isEqualTo(1);
        assertThat(changed.err()).contains("one.run names make another job now", "proof commit");
    }

    @ParameterizedTest
    @CsvSource({
        "bit, LINK_WRONG, MatMul",
        "operator, LINK_WRONG, MatMul",
        "step, OUTPUT_WRONG, checkpoint",
        "data, INVALID_MESSAGES, Transpose",
        "start, START_WRONG, ''",
        "stall, TIME, ''",
        "lie, LINK_WRONG, MatMul"
    })
    void everyKindOfCheatLosesAndThePlaceIsNamed(String kind, String reason, String operator) throws Exception {
        json(commit("step.onnx", "job.run", "5"));

        JsonNode object = json(proof(
                "dispute",
                "--defend",
                path("job.run"),
                "--challenge",
                path("job.run"),
                "--cheat",
                kind,
                "--output",
                "json"));

        assertThat(object.get("winner").stringValue()).isEqualTo("challenger");
        assertThat(object.get("reason").stringValue()).isEqualTo(reason);
        assertThat(object.get("place").get("operator").stringValue()).isEqualTo(operator);
        assertThat(object.get("operations").longValue()).isLessThanOrEqualTo(300_000);
        assertThat(object.get("opened_bytes").longValue()).isLessThanOrEqualTo(1 << 16);
        for (JsonNode round : object.get("rounds")) {
            String challenger = round.get("challenger").stringValue();
            assertThat(challenger).as(round.toString()).hasSize(64);
            assertThat(round.get("defender").stringValue()).as(round.toString()).hasSize(64);
            assertThat(round.get("defender").stringValue()).isNotEqualTo(challenger);
        }
    }

    @Test
    void roundsShowWhatDiffersAndBothHashes() throws Exception {
        json(commit("model.onnx", "model.run", "3"));

        var run = proof("dispute", "--defend", path("model.run"), "--challenge", path("model.run"), "--cheat", "bit");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .containsPattern("why +the claimed piece is not what its inputs give\n")
                .contains("LOOKING FOR", "checkpoint", "operation", "tile", "DEFENDER HAS", "CHALLENGER HAS")
                .contains("step 2, operation 0 (MatMul)", "the claimed run is refuted", "operations");
        JsonNode object = json(proof(
                "dispute",
                "--defend",
                path("model.run"),
                "--challenge",
                path("model.run"),
                "--cheat",
                "bit",
                "--output",
                "json"));
        JsonNode last = object.get("rounds").get(0);
        assertThat(last.get("defender").stringValue()).hasSize(64);
        assertThat(last.get("challenger").stringValue())
                .hasSize(64)
                .isNotEqualTo(last.get("defender").stringValue());
    }

    @Test
    void twoProcessesComeToTheSameVerdictOverAPipe() throws Exception {
        json(commit("step.onnx", "job.run", "5"));
        Files.createDirectory(folder.resolve("own"));

        PipedRuns cheated = piped("--cheat", "bit");
        assertThat(cheated.challenger().exitCode())
                .as(cheated.challenger().err())
                .isZero();
        assertThat(cheated.challenger().err()).contains("the claimed run is refuted", "step 3, operation");
        assertThat(cheated.defender().exitCode()).isEqualTo(1);
        assertThat(cheated.defender().err()).contains("this side has lost", "the claimed run is refuted");

        PipedRuns stalled = piped("--cheat", "stall");
        assertThat(stalled.defender().err()).contains("time ran out");

        PipedRuns agreed = piped();
        assertThat(agreed.defender().err()).contains("the other side has the same run");
        assertThat(agreed.challenger().exitCode()).isZero();
    }

    @Test
    void wrongUseIsAnsweredWithWhatToDo() throws Exception {
        Files.writeString(folder.resolve("text.run"), "{}");

        assertThat(proof("dispute").err()).contains("--defend", "--challenge");
        assertThat(proof("dispute", "--challenge", path("text.run"), "--cheat", "bit")
                        .err())
                .contains("needs --defend");
        assertThat(proof("dispute", "--defend", path("text.run"), "--challenge", path("text.run"))
                        .err())
                .contains("no file of a run", "proof commit");
        json(commit("step.onnx", "job.run", "2"));
        var talked = new Session(folder)
                .runWithInput("this is no dispute", "proof", "dispute", "--challenge", path("job.run"));
        assertThat(talked.exitCode()).isEqualTo(1);
        assertThat(talked.err()).contains("what comes in is no dispute");
        assertThat(proof("dispute", "--challenge", path("job.run")).err()).contains("nobody claims anything");
    }

    private record PipedRuns(Session.Run defender, Session.Run challenger) {}

    private PipedRuns piped(String... options) throws Exception {
        try (ExecutorService threads =
                        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory());
                PipedOutputStream there = new PipedOutputStream();
                PipedOutputStream back = new PipedOutputStream()) {
            PipedInputStream fromDefender = new PipedInputStream(there, 1 << 16);
            PipedInputStream fromChallenger = new PipedInputStream(back, 1 << 16);
            String[] defend = Stream.concat(
                            Stream.of("proof", "dispute", "--defend", path("job.run")), Stream.of(options))
                    .toArray(String[]::new);
            Future<Session.Run> defender =
                    threads.submit(() -> new Session(folder).runWithStreams(fromChallenger, there, defend));
            Future<Session.Run> challenger = threads.submit(() -> new Session(folder)
                    .runWithStreams(fromDefender, back, "proof", "dispute", "--challenge", path("job.run")));
            return new PipedRuns(defender.get(2, TimeUnit.MINUTES), challenger.get(2, TimeUnit.MINUTES));
        }
    }

    private Session.Run commit(String model, String run, String steps) {
        return proof(
                "commit",
                path(model),
                "--inputs",
                path("in.npz"),
                "--steps",
                steps,
                "--checkpoint-every",
                "1",
                "--out",
                path(run),
                "--output",
                "json");
    }

    private Session.Run proof(String... arguments) {
        return new Session(folder)
                .run(Stream.concat(Stream.of("proof"), Stream.of(arguments)).toArray(String[]::new));
    }

    private static JsonNode json(Session.Run run) throws Exception {
        assertThat(run.exitCode()).as(run.err()).isZero();
        return JsonMapper.builder().build().readTree(run.out());
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private static Tensor numbers(Shape shape) {
        float[] numbers = new float[shape.arraySize()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (i % 17 - 8) / 16f;
        }
        return Tensor.of(shape, numbers);
    }

    private static Graph model(String activation) {
        GraphInput x = GraphInput.of("x", new TensorType(DataType.FLOAT32, Shape.of(5, 70)));
        return Graph.of(
                "model",
                List.of(x),
                List.of("p"),
                List.of(node("MatMul", List.of("x", "w"), "s"), node(activation, List.of("s"), "p")),
                Map.of("w", numbers(Shape.of(70, 66))));
    }

    /** A step with notes: the weights' next value is theirs less a part of what the batch gives. */
    private static Graph step() {
        GraphInput x = GraphInput.of("x", new TensorType(DataType.FLOAT32, Shape.of(5, 70)));
        GraphInput w = GraphInput.of("w", new TensorType(DataType.FLOAT32, Shape.of(70, 66)));
        TreeMap<String, Tensor> constants = new TreeMap<>();
        constants.put("w", numbers(Shape.of(70, 66)));
        constants.put("rate", Tensor.scalar(0.01f));
        constants.put("axes", Tensor.vector(0, 1));
        TreeMap<String, String> notes = new TreeMap<>();
        notes.put("millrace.state.w", "w.next");
        notes.put("millrace.loss", "loss");
        return new Graph(
                "step",
                List.of(x, w),
                List.of("w.next", "loss"),
                List.of(
                        node("MatMul", List.of("x", "w"), "s"),
                        node("ReduceSum", List.of("s", "axes"), "loss"),
                        node("Transpose", List.of("x"), "xt"),
                        node("MatMul", List.of("xt", "s"), "g"),
                        node("Mul", List.of("g", "rate"), "d"),
                        node("Sub", List.of("w", "d"), "w.next")),
                constants,
                new TreeMap<>(),
                notes);
    }

    private static Node node(String operator, List<String> inputs, String output) {
        return new Node("", "", operator, 21, inputs, List.of(output), Attributes.NONE);
    }
}
