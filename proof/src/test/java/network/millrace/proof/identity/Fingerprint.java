package network.millrace.proof.identity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import network.millrace.proof.execute.Executor;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.GraphInput;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.graph.Node;
import network.millrace.proof.kernels.Kernels;
import network.millrace.proof.kernels.Threads;
import network.millrace.proof.kernels.Workers;
import network.millrace.proof.program.Program;
import network.millrace.proof.program.Programs;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Philox;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import network.millrace.protocol.crypto.Hash;

/** Prints the hash of what a small program and all functions compute. {@link BitIdentityTest} starts it in many kinds of JVM. */
final class Fingerprint {
    private static final TensorType INPUT = new TensorType(DataType.FLOAT32, Shape.of(13, 70));

    private Fingerprint() {}

    /** With {@code long}, every kernel is run often enough for the compilers to take it. */
    public static void main(String[] arguments) {
        int rounds = arguments.length > 0 && arguments[0].equals("long") ? 60 : 1;
        String hash = "";
        for (int round = 0; round < rounds; round++) {
            String again = hash();
            if (!hash.isEmpty() && !hash.equals(again)) {
                throw new IllegalStateException("round " + round + " gives other bits than the one before");
            }
            hash = again;
        }
        System.out.println(hash);
    }

    static String hash() {
        List<byte[]> parts = new ArrayList<>();
        Tensor input = numbers(INPUT, 1);
        Executor executor = new Executor(Programs.of(graph(), Limits.DEFAULT), Limits.DEFAULT, Workers.SERIAL);
        executor.run(List.of(input)).forEach(output -> parts.add(output.toLittleEndian()));
        parts.addAll(onThreads(input));
        for (Kernels.Function function : Kernels.Function.values()) {
            Tensor output = Tensor.allocate(INPUT);
            Kernels.best().apply(function, input.floats(), 0, output.floats(), 0, output.size());
            parts.add(output.toLittleEndian());
        }
        return Hash.sha256(parts.toArray(byte[][]::new)).hex();
    }

    /** A product that is large enough to be divided, and a convolution, on one, two and four threads. */
    private static List<byte[]> onThreads(Tensor input) {
        Program program = Programs.of(divided(), Limits.DEFAULT);
        List<byte[]> one = List.of();
        for (Workers workers : List.of(Workers.SERIAL, new Threads(2), new Threads(4))) {
            List<byte[]> outputs = new Executor(program, Limits.DEFAULT, workers)
                    .run(List.of(input)).stream().map(Tensor::toLittleEndian).toList();
            for (int i = 0; i < one.size(); i++) {
                if (!Arrays.equals(one.get(i), outputs.get(i))) {
                    throw new IllegalStateException(workers + " give other bits than one thread");
                }
            }
            one = outputs;
        }
        return one;
    }

    private static Graph divided() {
        Tensor wide = numbers(new TensorType(DataType.FLOAT32, Shape.of(70, 330)), 4);
        Tensor filters = numbers(new TensorType(DataType.FLOAT32, Shape.of(20, 13, 3, 3)), 5);
        return Graph.of(
                "",
                List.of(GraphInput.of("x", INPUT)),
                List.of("product", "features"),
                List.of(
                        node("MatMul", List.of("x", "wide"), "product", Attributes.NONE),
                        node("Reshape", List.of("x", "shape"), "image", Attributes.NONE),
                        node("Conv", List.of("image", "filters"), "features", Attributes.NONE.with("pads", new long[] {
                            1, 1, 1, 1
                        }))),
                Map.of("wide", wide, "filters", filters, "shape", Tensor.vector(1, 13, 7, 10)));
    }

    private static Graph graph() {
        Tensor first = numbers(new TensorType(DataType.FLOAT32, Shape.of(70, 35)), 2);
        Tensor bias = numbers(new TensorType(DataType.FLOAT32, Shape.of(35)), 3);
        return Graph.of(
                "",
                List.of(GraphInput.of("x", INPUT)),
                List.of("probabilities", "mean"),
                List.of(
                        node("Gemm", List.of("x", "w", "b"), "hidden", Attributes.NONE),
                        node("Gelu", List.of("hidden"), "active", Attributes.NONE.with("approximate", "tanh")),
                        node("Softmax", List.of("active"), "probabilities", Attributes.NONE),
                        node("ReduceMean", List.of("active", "axes"), "mean", Attributes.NONE)),
                Map.of("w", first, "b", bias, "axes", Tensor.vector(0)));
    }

    private static Node node(String operator, List<String> inputs, String output, Attributes attributes) {
        return new Node("", "", operator, 20, inputs, List.of(output), attributes);
    }

    private static Tensor numbers(TensorType type, long stream) {
        Tensor tensor = Tensor.allocate(type);
        for (int i = 0; i < tensor.size(); i++) {
            tensor.floats()[i] = (Philox.uniform(Philox.word(7, stream, i)) - 0.5f) * 6;
        }
        return tensor;
    }
}
