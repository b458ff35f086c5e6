package network.millrace.cli.proof;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.output.Json;
import network.millrace.proof.commitment.MerkleTree;
import network.millrace.protocol.crypto.Hash;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A commitment to a run, and how to compute it again: which files and numbers it was made of, and the roots. Paths are kept
 * relative to the file's folder, so that a folder can be moved as a whole.
 *
 * @param checkpoints the leaves under the run's root
 */
record RunFile(JobSpec spec, Hash job, Hash run, List<Hash> checkpoints) {
    private static final int VERSION = 1;
    private static final long BYTES_MAX = 1L << 30;

    RunFile {
        checkpoints = List.copyOf(checkpoints);
    }

    static RunFile of(JobSpec spec, Hash job, MerkleTree run) {
        return new RunFile(spec, job, run.root(), run.nodes(0, 0, run.label().count()));
    }

    void write(Path file) throws IOException {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("millrace_run", VERSION);
        object.put("model", beside(file, spec.model()));
        object.put("inputs", beside(file, spec.inputs()));
        if (spec.weights() != null) {
            object.put("weights", beside(file, spec.weights()));
        }
        object.put("shapes", spec.shapes());
        object.put("steps", spec.steps());
        object.put("checkpoint_every", spec.interval());
        object.put("seed", spec.seed());
        object.put("job_id", job.hex());
        object.put("run_root", run.hex());
        object.put("checkpoints", checkpoints.stream().map(Hash::hex).toList());
        TensorFile.replace(file, (Json.write(object) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    static RunFile read(Path file) throws IOException {
        byte[] bytes = ModelFile.bytes(file, BYTES_MAX);
        try {
            JsonNode object = JsonMapper.builder().build().readTree(bytes);
            if (object.path("millrace_run").asInt(0) != VERSION) {
                throw new IllegalArgumentException("\"millrace_run\" must be " + VERSION);
            }
            List<String> shapes = new ArrayList<>();
            object.path("shapes").forEach(shape -> shapes.add(shape.stringValue()));
            List<Hash> checkpoints = new ArrayList<>();
            object.path("checkpoints").forEach(root -> checkpoints.add(Hash.parse(root.stringValue())));
            Path weights = object.has("weights") ? from(file, object, "weights") : null;
            JobSpec spec = new JobSpec(
                    from(file, object, "model"),
                    from(file, object, "inputs"),
                    weights,
                    shapes,
                    object.required("steps").longValue(),
                    object.required("checkpoint_every").intValue(),
                    object.required("seed").longValue());
            return new RunFile(spec, hash(object, "job_id"), hash(object, "run_root"), checkpoints);
        } catch (JacksonException | IllegalArgumentException broken) {
            throw CommandFailure.failed(
                    file + " is no file of a run, as `millrace proof commit` writes it: " + broken.getMessage(),
                    broken);
        }
    }

    private static Hash hash(JsonNode object, String name) {
        return Hash.parse(object.required(name).stringValue());
    }

    private static Path from(Path file, JsonNode object, String name) {
        return folder(file).resolve(object.required(name).stringValue()).normalize();
    }

    private static String beside(Path file, @Nullable Path named) {
        Path whole = named == null ? Path.of("") : named.toAbsolutePath().normalize();
        return folder(file).relativize(whole).toString();
    }

    private static Path folder(Path file) {
        Path whole = file.toAbsolutePath().normalize();
        return whole.resolveSibling("").toAbsolutePath().normalize();
    }
}
