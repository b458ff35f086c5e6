package network.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import network.millrace.proof.files.Npz;
import network.millrace.proof.files.SafeTensors;
import network.millrace.proof.model.Transformer;
import network.millrace.proof.onnx.OnnxWriter;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code millrace proof run} and {@code proof train}: files in, files out, and a job that survives kill -9 bit by bit. */
class ProofTrainTest {
    private static final Transformer MODEL = new Transformer(11, 8, 16, 2, 1, "Relu");
    private static final int BATCHES = 3;

    @TempDir
    private Path folder;

    private Path model = Path.of("");
    private Path data = Path.of("");

    @BeforeEach
    void writeFiles() throws Exception {
        model = Files.write(folder.resolve("model.onnx"), OnnxWriter.write(MODEL.graph(2, DataType.FLOAT32, 7)));
        NavigableMap<String, Tensor> arrays = new TreeMap<>();
        arrays.put("tokens", tokens(0));
        arrays.put("target", tokens(1));
        data = Files.write(folder.resolve("data.npz"), Npz.write(arrays));
    }

    /** Rows of numbers that follow each other; as many as make the batches. */
    private static Tensor tokens(int ahead) {
        Tensor tokens = Tensor.allocate(DataType.INT64, Shape.of(2 * BATCHES, MODEL.context()));
        for (int i = 0; i < tokens.size(); i++) {
            int row = i / MODEL.context();
            tokens.longs()[i] = (row + (row % 2 + 1L) * (i % MODEL.context() + ahead)) % MODEL.vocabulary();
        }
        return tokens;
    }

    @Test
    void modelLearnsAndItsCurveIsDrawn() throws Exception {
        var run = proof(train("run", 60).toArray(String[]::new));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("┤", "run root", "manifest root", "weights.safetensors");
        JsonNode again = json(train("run", 60));
        assertThat(again.get("resumed_from").intValue()).isEqualTo(60);
        assertThat(again.get("loss_last").doubleValue())
                .isLessThan(0.5 * again.get("loss_first").doubleValue());
    }

    @Test
    @Timeout(120)
    void jobThatWasKilledEndsWithTheSameBits() throws Exception {
        // given a job that ran without interruption
        JsonNode whole = json(train("whole", 400));
        // and one whose process is killed when it has saved a checkpoint, and not yet the last
        Path killed = Files.createDirectory(folder.resolve("killed"));
        try (WatchService watch = FileSystems.getDefault().newWatchService()) {
            killed.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            Process process = process(train("killed", 400));
            awaitCheckpoint(watch);
            process.destroyForcibly();
            assertThat(process.waitFor()).isEqualTo(128 + 9);
        }
        assertThat(killed.resolve("weights.safetensors")).doesNotExist();

        // when the same command is given again
        JsonNode resumed = json(train("killed", 400));

        // then it goes on from the checkpoint, and nothing differs
        assertThat(resumed.get("resumed_from").intValue()).isBetween(1, 399);
        assertThat(resumed.get("run_root")).isEqualTo(whole.get("run_root"));
        assertThat(killed.resolve("weights.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("whole").resolve("weights.safetensors"));
        assertThat(killed.resolve("checkpoint.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("whole").resolve("checkpoint.safetensors"));
    }

    @Test
    void moreStepsGoOnFromWhereFewerEnded() throws Exception {
        JsonNode whole = json(train("whole", 25));
        json(train("parts", 13));

        JsonNode parts = json(train("parts", 25));

        assertThat(parts.get("resumed_from").intValue()).isEqualTo(13);
        assertThat(parts.get("run_root")).isEqualTo(whole.get("run_root"));
    }

    @Test
    void checkpointOfAnotherJobIsRefused() {
        assertThat(proof(train("run", 5).toArray(String[]::new)).exitCode()).isZero();

        List<String> other = new ArrayList<>(train("run", 5));
        other.set(other.indexOf("--rate") + 1, "0.5");
        var run = proof(other.toArray(String[]::new));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("checkpoint is of another job");
    }

    @Test
    void fewerStepsThanAreDoneAreRefused() throws Exception {
        json(train("run", 8));

        var run = proof(train("run", 4).toArray(String[]::new));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("after step 8", "this job has only 4", "another folder");
    }

    @Test
    void otherDataInTheSameFolderAreRefused() throws Exception {
        json(train("run", 4));
        NavigableMap<String, Tensor> arrays = new TreeMap<>();
        arrays.put("tokens", tokens(1));
        arrays.put("target", tokens(0));
        Files.write(data, Npz.write(arrays));

        var run = proof(train("run", 6).toArray(String[]::new));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("checkpoint is of another job");
    }

    /** A folder where the next checkpoint should be stands for a disk that takes nothing more. */
    @Test
    void checkpointThatCannotBeWrittenIsSaidAndTheOneBeforeIsKept() throws Exception {
        json(train("run", 4));
        Path checkpoint = folder.resolve("run").resolve("checkpoint.safetensors");
        byte[] before = Files.readAllBytes(checkpoint);
        Path obstacle = Files.createDirectories(
                folder.resolve("run").resolve("checkpoint.safetensors.new").resolve("x"));

        var run = proof(train("run", 8).toArray(String[]::new));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("the checkpoint after step 6", "The one after step 4 is kept");
        assertThat(checkpoint).hasBinaryContent(before);
        Files.delete(obstacle);
        Files.delete(folder.resolve("run").resolve("checkpoint.safetensors.new"));
        assertThat(json(train("run", 8)).get("resumed_from").intValue()).isEqualTo(4);
    }

    @Test
    void trainedStepCanBeTrainedFromItsWeights() throws Exception {
        json(train("run", 5));
        Path run = folder.resolve("run");

        JsonNode more = json(List.of(
                "train",
                run.resolve("step.onnx").toString(),
                "--data",
                data.toString(),
                "--steps",
                "5",
                "--weights",
                run.resolve("weights.safetensors").toString(),
                "--folder",
                folder.resolve("more").toString()));

        assertThat(more.get("resumed_from").intValue()).isZero();
        assertThat(more.get("steps").intValue()).isEqualTo(5);
    }

    @Test
    void whatIsMissingInTheDataIsSaidByName() throws Exception {
        NavigableMap<String, Tensor> arrays = new TreeMap<>();
        arrays.put("tokens", tokens(0));
        Files.write(data, Npz.write(arrays));

        assertThat(proof(train("run", 5).toArray(String[]::new)).err()).contains("no array target");
        List<String> noLoss = new ArrayList<>(train("run", 5));
        int option = noLoss.indexOf("--loss");
        noLoss.remove(option);
        noLoss.remove(option);
        assertThat(proof(noLoss.toArray(String[]::new)).err()).contains("--loss cross-entropy:scores");
    }

    @Test
    void outputsOfARunAreWrittenByName() throws Exception {
        NavigableMap<String, Tensor> inputs = new TreeMap<>();
        inputs.put("tokens", Tensor.allocate(DataType.INT64, Shape.of(2, MODEL.context())));
        Path in = Files.write(folder.resolve("in.npz"), Npz.write(inputs));
        Path out = folder.resolve("out.safetensors");

        var run = proof(
                "run", model.toString(), "--inputs", in.toString(), "--outputs", out.toString(), "--threads", "1");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("scores", "FLOAT32 [2, 8, 11]");
        SafeTensors written = SafeTensors.read(Files.readAllBytes(out));
        assertThat(written.tensor("scores").shape()).isEqualTo(Shape.of(2, 8, 11));
    }

    @Test
    void wrongInputsAreRefusedInASentence() throws Exception {
        NavigableMap<String, Tensor> inputs = new TreeMap<>();
        inputs.put("tokens", Tensor.allocate(DataType.FLOAT32, Shape.of(2, MODEL.context())));
        Path in = Files.write(folder.resolve("in.npz"), Npz.write(inputs));
        Path out = folder.resolve("out.npz");

        var run = proof("run", model.toString(), "--inputs", in.toString(), "--outputs", out.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("tokens is declared as INT64").doesNotContain("fault in Millrace");
        assertThat(out).doesNotExist();
    }

    private List<String> train(String name, int steps) {
        return List.of(
                "train",
                model.toString(),
                "--loss",
                "cross-entropy:scores",
                "--data",
                data.toString(),
                "--steps",
                Integer.toString(steps),
                "--rate",
                "0.01",
                "--checkpoint-every",
                "2",
                "--folder",
                folder.resolve(name).toString());
    }

    private JsonNode json(List<String> words) throws Exception {
        List<String> all = new ArrayList<>(words);
        all.addAll(List.of("--output", "json"));
        var run = proof(all.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isZero();
        return JsonMapper.builder().build().readTree(run.out());
    }

    private Session.Run proof(String... words) {
        return new Session(folder)
                .run(Stream.concat(Stream.of("proof"), Stream.of(words)).toArray(String[]::new));
    }

    private Process process(List<String> words) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Millrace.class.getName(),
                "proof"));
        command.addAll(words);
        File told = folder.resolve("told.txt").toFile();
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(told)
                .start();
    }

    private static void awaitCheckpoint(WatchService watch) throws Exception {
        boolean there = false;
        while (!there) {
            WatchKey key = watch.poll(60, TimeUnit.SECONDS);
            assertThat(key).as("a checkpoint within a minute").isNotNull();
            there = key.pollEvents().stream()
                    .anyMatch(event -> "checkpoint.safetensors".equals(String.valueOf(event.context())));
            key.reset();
        }
    }
}
