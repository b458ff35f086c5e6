package network.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import network.millrace.proof.files.Npz;
import network.millrace.proof.graph.GraphBuilder;
import network.millrace.proof.onnx.OnnxWriter;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code millrace proof data}: data in batches by their hashes, and training from them. */
class ProofDataTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void writeFiles() throws Exception {
        GraphBuilder graph = new GraphBuilder("line", 21);
        String x = graph.input("x", new TensorType(DataType.FLOAT32, Shape.of(2, 3)));
        String w = graph.initializer("w", Tensor.of(Shape.of(3, 1), 0.5f, -0.5f, 0.25f));
        Files.write(folder.resolve("model.onnx"), OnnxWriter.write(graph.build("y", graph.node("MatMul", x, w))));
        NavigableMap<String, Tensor> arrays = new TreeMap<>();
        arrays.put("x", Tensor.of(Shape.of(4, 3), 1f, 0f, 2f, 3f, 1f, 0f, 0f, 1f, 1f, 2f, 2f, 1f));
        arrays.put("target", Tensor.of(Shape.of(4, 1), 1f, 2f, 3f, 4f));
        Files.write(folder.resolve("data.npz"), Npz.write(arrays));
    }

    @Test
    void trainingFromAManifestIsTrainingFromTheArrays() throws Exception {
        JsonNode packed =
                json("data", "pack", at("data.npz"), "--batch", "2", "--order", "x,target", "--outputs", at("data"));
        JsonNode direct = json(train("data.npz", "direct"));
        JsonNode byManifest = json(train("data", "packed"));

        assertThat(packed.get("batches").intValue()).isEqualTo(2);
        assertThat(byManifest.get("run_root")).isEqualTo(direct.get("run_root"));
        assertThat(byManifest.get("manifest_root"))
                .isEqualTo(direct.get("manifest_root"))
                .isEqualTo(packed.get("manifest_root"));
        assertThat(json("data", "check", at("data")).get("manifest_root")).isEqualTo(packed.get("manifest_root"));
    }

    @Test
    void commitmentToTheStepThatTrainingLeftHasTheRootThatTrainingShowed() throws Exception {
        json("data", "pack", at("data.npz"), "--batch", "2", "--outputs", at("data"));
        JsonNode trained = json(train("data", "run"));

        JsonNode committed = json(
                "commit",
                at("run/step.onnx"),
                "--data",
                at("data"),
                "--steps",
                "7",
                "--checkpoint-every",
                "2",
                "--out",
                at("t.run"));

        assertThat(committed.get("run_root")).isEqualTo(trained.get("run_root"));
        assertThat(committed.get("job_id")).isEqualTo(trained.get("job_id"));
    }

    @Test
    void changedBatchIsRefusedByName() throws Exception {
        json("data", "pack", at("data.npz"), "--batch", "2", "--outputs", at("data"));
        Path batch;
        try (Stream<Path> files = Files.list(folder.resolve("data").resolve("sha256"))) {
            batch = files.sorted().findFirst().orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(batch);
        bytes[bytes.length - 1] ^= 1;
        Files.write(batch, bytes);

        for (String[] command : List.of(train("data", "run"), new String[] {"data", "check", at("data")})) {
            Session.Run run = proof(command);
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).contains("sha256/" + batch.getFileName(), "does not match its name");
        }
    }

    private String[] train(String data, String name) {
        return new String[] {
            "train",
            at("model.onnx"),
            "--loss",
            "mse:y",
            "--data",
            at(data),
            "--steps",
            "7",
            "--checkpoint-every",
            "2",
            "--optimizer",
            "sgd",
            "--folder",
            at(name)
        };
    }

    private String at(String name) {
        return folder.resolve(name).toString();
    }

    private JsonNode json(String... words) throws Exception {
        Session.Run run = proof(
                Stream.concat(Stream.of(words), Stream.of("--output", "json")).toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isZero();
        return JsonMapper.builder().build().readTree(run.out());
    }

    private Session.Run proof(String... words) {
        return new Session(folder)
                .run(Stream.concat(Stream.of("proof"), Stream.of(words)).toArray(String[]::new));
    }
}
