package network.millrace.proof.nodecases;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.onnx.ExternalData;
import network.millrace.proof.onnx.OnnxReader;
import network.millrace.proof.tensor.Tensor;

/** One of ONNX's node cases: a graph of mostly one node, its inputs, and what must come out. */
public record NodeCase(
        Path folder, String name, double relative, double absolute, List<String> types, List<String> operators) {
    static NodeCase parse(Path root, String line) {
        String[] parts = line.split(" ", -1);
        return new NodeCase(
                root.resolve(parts[0]),
                parts[0],
                Double.parseDouble(parts[1]),
                Double.parseDouble(parts[2]),
                List.of(parts[3].split(",", -1)),
                List.of(parts[4].split(",", -1)));
    }

    public Graph graph() {
        return OnnxReader.read(bytes(folder.resolve("model.onnx")), ExternalData.NONE, Limits.DEFAULT);
    }

    /** The case's inputs by the names that its graph gives them. */
    public SortedMap<String, Tensor> inputs(Graph graph) {
        SortedMap<String, Tensor> named = new TreeMap<>();
        List<Tensor> inputs = tensors("input_");
        for (int i = 0; i < inputs.size(); i++) {
            named.put(graph.inputs().get(i).name(), inputs.get(i));
        }
        return named;
    }

    List<Tensor> outputs() {
        return tensors("output_");
    }

    private List<Tensor> tensors(String prefix) {
        List<Tensor> tensors = new ArrayList<>();
        while (Files.exists(folder.resolve(prefix + tensors.size() + ".pb"))) {
            tensors.add(OnnxReader.readTensor(bytes(folder.resolve(prefix + tensors.size() + ".pb")), Limits.DEFAULT));
        }
        return tensors;
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + file, unreadable);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
