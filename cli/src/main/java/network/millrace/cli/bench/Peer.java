package network.millrace.cli.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.image.Folders;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.onnx.OnnxWriter;
import network.millrace.proof.tensor.Tensor;

/**
 * onnxruntime in a process of its own, which runs a graph when it is told to. So runs of both sides follow each
 * other in turns on the same machine.
 */
final class Peer implements AutoCloseable {
    private final Process process;
    private final Writer to;
    private final BufferedReader from;
    private final Path folder;

    private Peer(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
        this.to = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        this.from = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /**
     * Starts one.
     *
     * @param python a Python that has onnxruntime
     */
    static Peer start(Path python) throws IOException {
        Path folder = Files.createTempDirectory("millrace-bench-peer-");
        Path script = folder.resolve("peer.py");
        try (var resource = Peer.class.getResourceAsStream("peer.py")) {
            if (resource == null) {
                throw new IllegalStateException("peer.py is missing in this build");
            }
            Files.copy(resource, script);
        }
        ProcessBuilder builder = new ProcessBuilder(python.toString(), script.toString())
                .redirectError(
                        ProcessBuilder.Redirect.to(folder.resolve("errors").toFile()));
        builder.environment().put("OMP_NUM_THREADS", "1");
        return new Peer(builder.start(), folder);
    }

    /** Gives a graph and its inputs to the peer, which runs it once. Returns the sum of the sizes of the first output's elements. */
    double load(String name, int threads, Graph graph, List<Tensor> inputs) throws IOException {
        List<String> words = new ArrayList<>(List.of("load", name, Integer.toString(threads)));
        Path model = folder.resolve(name + ".onnx");
        Files.write(model, OnnxWriter.write(graph));
        words.add(model.toString());
        for (int i = 0; i < inputs.size(); i++) {
            Path file = folder.resolve(name + "." + i);
            words.add(Files.write(file, inputs.get(i).toLittleEndian()).toString());
        }
        double sum = Double.parseDouble(ask(words));
        Files.delete(model);
        return sum;
    }

    /** Runs a graph that was loaded. */
    Seconds run(String name) throws IOException {
        String[] seconds = ask(List.of("run", name)).split(" ", -1);
        return new Seconds(Double.parseDouble(seconds[0]), Double.parseDouble(seconds[1]));
    }

    /** Frees a graph. */
    void forget(String name) throws IOException {
        ask(List.of("forget", name));
    }

    private String ask(List<String> words) throws IOException {
        to.write(String.join("\t", words) + "\n");
        to.flush();
        String answer = from.readLine();
        if (answer == null || !answer.startsWith("ok")) {
            String errors = Files.readString(folder.resolve("errors"));
            throw CommandFailure.failed("onnxruntime did not do \"" + String.join(" ", words) + "\": "
                    + (answer == null ? "it ended. " + errors.strip() : answer));
        }
        return answer.substring("ok".length()).strip();
    }

    @Override
    public void close() throws IOException {
        to.close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Folders.delete(folder);
    }
}
