package network.millrace.cli.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import network.millrace.cli.command.CommandFailure;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.GraphInput;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.TensorType;
import picocli.CommandLine.Option;

/** Shapes of inputs that a file leaves open. */
final class ShapeOptions {
    @Option(
            names = "--shape",
            paramLabel = "NAME=SIZES",
            description =
                    "The shape of an input that the file leaves open, such as tokens=1,128; once for each of them.")
    private List<String> shapes = new ArrayList<>();

    /** As they were given. */
    List<String> given() {
        return List.copyOf(shapes);
    }

    /** The types of the inputs whose shapes were given. */
    SortedMap<String, TensorType> types(Graph graph) {
        return types(graph, shapes);
    }

    static SortedMap<String, TensorType> types(Graph graph, List<String> shapes) {
        SortedMap<String, TensorType> types = new TreeMap<>();
        for (String given : shapes) {
            int equals = given.lastIndexOf('=');
            String name = given.substring(0, Math.max(equals, 0));
            GraphInput input = graph.inputs().stream()
                    .filter(known -> known.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> CommandFailure.missing("--shape " + given + " names no input; the inputs are "
                            + graph.inputs().stream().map(GraphInput::name).toList()));
            types.put(name, new TensorType(input.type(), shape(given, given.substring(equals + 1))));
        }
        return types;
    }

    private static Shape shape(String given, String sizes) {
        try {
            return sizes.isEmpty()
                    ? Shape.SCALAR
                    : Shape.of(Stream.of(sizes.split(",", -1))
                            .mapToLong(size -> Long.parseLong(size.strip()))
                            .toArray());
        } catch (NumberFormatException noNumber) {
            throw CommandFailure.missing(
                    "--shape " + given + " must be a name and whole numbers, such as tokens=1,128");
        }
    }
}
