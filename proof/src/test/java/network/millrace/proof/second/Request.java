package network.millrace.proof.second;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.IntStream;
import network.millrace.proof.execute.Executor;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.GraphInput;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.graph.Node;
import network.millrace.proof.kernels.Kernels;
import network.millrace.proof.kernels.Workers;
import network.millrace.proof.program.Program;
import network.millrace.proof.program.Programs;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Philox;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;

/**
 * Something to compute, as the C program is asked for it; its first comment lists the requests.
 *
 * @param line operator and sizes
 */
record Request(String line, List<Tensor> inputs) {
    private static final int OPSET = 18;

    /** Fills the inputs that a request needs. */
    interface Source {
        /** Input j, of so many elements. */
        float[] floats(int j, int count);
    }

    static Request of(String line, Source source) {
        List<Tensor> inputs = new ArrayList<>();
        for (Shape shape : shapes(line)) {
            inputs.add(Tensor.of(shape, source.floats(inputs.size(), shape.arraySize())));
        }
        return new Request(line, inputs);
    }

    private static String operator(String line) {
        return line.substring(0, line.indexOf(' '));
    }

    private static long[] numbers(String line) {
        return Arrays.stream(line.substring(line.indexOf(' ') + 1).split(" "))
                .mapToLong(Long::parseLong)
                .toArray();
    }

    private static int[] sizes(String line) {
        return Arrays.stream(numbers(line)).mapToInt(number -> (int) number).toArray();
    }

    private static List<Shape> shapes(String line) {
        int[] n = sizes(line);
        return switch (operator(line)) {
            case "gemm" -> List.of(Shape.of(n[0], n[2]), Shape.of(n[2], n[1]));
            case "sum", "max", "softmax" -> List.of(Shape.of(n[0], n[1], n[2]));
            case "conv" ->
                List.of(
                        Shape.of(n[1], n[0] * n[2], n[3], n[4]),
                        Shape.of(n[0] * n[5], n[2], n[6], n[7]),
                        Shape.of(n[0] * n[5]));
            case "pow" -> List.of(Shape.of(n[0]), Shape.of(n[0]));
            case "uniform", "bits" -> List.of();
            default -> List.of(Shape.of(n[0]));
        };
    }

    /** What this implementation answers. */
    byte[] answer() {
        int[] n = sizes(line);
        Tensor result =
                switch (operator(line)) {
                    case "gemm" -> run("MatMul", Attributes.NONE);
                    case "sum" -> run("ReduceSum", Attributes.NONE.with("keepdims", 0), Tensor.vector(1));
                    case "max" -> run("ReduceMax", Attributes.NONE.with("keepdims", 0), Tensor.vector(1));
                    case "softmax" -> run("Softmax", Attributes.NONE.with("axis", 1));
                    case "pow" -> run("Pow", Attributes.NONE);
                    case "conv" ->
                        run(
                                "Conv",
                                Attributes.NONE
                                        .with("group", n[0])
                                        .with("strides", longs(n, 8, 10))
                                        .with("dilations", longs(n, 10, 12))
                                        .with("pads", longs(n, 12, 16)));
                    case "uniform" -> random(Philox::uniform);
                    case "bits" -> random(Float::intBitsToFloat);
                    default -> function();
                };
        return result.toLittleEndian();
    }

    private interface FromWord {
        float number(int word);
    }

    private Tensor random(FromWord from) {
        long[] n = numbers(line);
        return Tensor.of(Shape.of((int) n[2]), stream(n[0], n[1], (int) n[2], from));
    }

    private static float[] stream(long key, long stream, int count, FromWord from) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = from.number(Philox.word(key, stream, i));
        }
        return numbers;
    }

    /** The kinds of input that docs/spec/vectors/tensor.txt names. */
    static float[] named(String kind, long stream, int count) {
        return stream(
                1,
                stream,
                count,
                switch (kind) {
                    case "plain" -> word -> Philox.uniform(word) - 0.5f;
                    case "bits" -> Float::intBitsToFloat;
                    case "special" -> word -> SPECIAL[word >>> 28];
                    default -> throw new IllegalArgumentException("no kind of input: " + kind);
                });
    }

    private static final float[] SPECIAL = {
        0f,
        -0f,
        1f,
        -1f,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.NaN,
        0x1p-149f,
        -0x1.fffffcp-127f,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        0.5f,
        88.75f,
        -103.5f,
        0x1p-100f,
        3f
    };

    private static long[] longs(int[] n, int from, int to) {
        return IntStream.range(from, to).mapToLong(i -> n[i]).toArray();
    }

    private Tensor function() {
        float[] x = inputs.getFirst().floats();
        float[] y = new float[x.length];
        Kernels.Function function = Kernels.Function.valueOf(operator(line).toUpperCase(Locale.ROOT));
        Kernels.best().apply(function, x, 0, y, 0, x.length);
        return Tensor.of(Shape.of(x.length), y);
    }

    /** Runs the operator as a program of one node, in the fast way. */
    private Tensor run(String operator, Attributes attributes, Tensor... constants) {
        List<String> names = new ArrayList<>();
        List<GraphInput> declared = new ArrayList<>();
        for (Tensor input : inputs) {
            names.add("x" + names.size());
            declared.add(GraphInput.of(names.getLast(), new TensorType(DataType.FLOAT32, input.shape())));
        }
        TreeMap<String, Tensor> known = new TreeMap<>();
        for (Tensor constant : constants) {
            names.add("c" + known.size());
            known.put(names.getLast(), constant);
        }
        Node node = new Node("", "", operator, OPSET, names, List.of("y"), attributes);
        Program program = Programs.of(Graph.of(operator, declared, List.of("y"), List.of(node), known), Limits.DEFAULT);
        return new Executor(program, Limits.DEFAULT, Workers.SERIAL).run(inputs).getFirst();
    }

    @Override
    public String toString() {
        return line;
    }
}
