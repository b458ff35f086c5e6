package network.millrace.proof.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.GraphInput;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.graph.Node;
import network.millrace.proof.program.Programs;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import network.millrace.protocol.crypto.Hash;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The values that vectors.py, a second implementation in another language, computes from the specification. */
class VectorsTest {
    @ParameterizedTest
    @MethodSource("vectors")
    void bothImplementationsAgree(String vector) {
        String[] words = vector.split(" ");
        HashFunction function = words[1].equals("1") ? HashFunction.SHA_256 : HashFunction.SHA_512_256;
        Hashing hashing = new Hashing(function);
        int number = Integer.parseInt(words[2]);

        Hash computed =
                switch (words[0]) {
                    case "tensor" -> TensorTree.root(hashing, tensor(DataType.of(number), shape(words[3])));
                    case "manifest" -> manifest(hashing, number);
                    case "job" -> job(hashing).id();
                    default -> throw new IllegalStateException("no vector of " + words[0]);
                };

        assertThat(computed.hex()).isEqualTo(words[4]);
    }

    static Stream<String> vectors() throws IOException {
        try (InputStream file = VectorsTest.class.getResourceAsStream("vectors.txt")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8).lines();
        }
    }

    private static Shape shape(String text) {
        return text.equals("-")
                ? Shape.SCALAR
                : Shape.of(Arrays.stream(text.split(","))
                        .mapToLong(Long::parseLong)
                        .toArray());
    }

    static Tensor tensor(DataType type, Shape shape) {
        Tensor tensor = Tensor.allocate(type, shape);
        for (int i = 0; i < tensor.size(); i++) {
            int value = (int) (i * 7919L % 1009);
            switch (type) {
                case FLOAT32 -> tensor.floats()[i] = value == 1000 ? Float.intBitsToFloat(-1) : (value - 504) / 8f;
                case FLOAT64 -> tensor.doubles()[i] = value == 1000 ? Double.longBitsToDouble(-1) : (value - 504) / 8.0;
                case INT64 -> tensor.longs()[i] = value % 251;
                case INT32 -> tensor.ints()[i] = value % 251;
                case BOOL -> tensor.bytes()[i] = (byte) (value % 2);
                case UINT8 -> tensor.bytes()[i] = (byte) (value % 251);
                case INT8, INT16, UINT16, UINT32, UINT64, FLOAT16, BFLOAT16 ->
                    throw new IllegalStateException("no vector of " + type);
            }
        }
        return tensor;
    }

    private static Hash manifest(Hashing hashing, int count) {
        Frontier frontier = new Frontier(hashing, TreeLabel.manifest(1, count));
        leaves(hashing, count).forEach(frontier::add);
        return frontier.root();
    }

    static List<Hash> leaves(Hashing hashing, int count) {
        return LongStream.range(0, count)
                .mapToObj(i ->
                        hashing.hash(ByteBuffer.allocate(Long.BYTES).putLong(i).array()))
                .toList();
    }

    private static Job job(Hashing hashing) {
        TensorType type = new TensorType(DataType.FLOAT32, Shape.of(2, 3));
        Graph graph = Graph.of(
                "double",
                List.of(GraphInput.of("x", type)),
                List.of("y"),
                List.of(new Node("", "", "Add", 14, List.of("x", "x"), List.of("y"), Attributes.NONE)),
                new TreeMap<>());
        StepProgram program =
                StepProgram.of(hashing, Programs.of(graph, Limits.DEFAULT), List.of(new InputSource.State(0)));
        Hash initial = Checkpoint.initial(hashing, program, List.of(tensor(DataType.FLOAT32, Shape.of(2, 3))))
                .root();
        Hash manifest = Batches.tree(hashing, Batches.of(List.of(List.of())), 0).root();
        return new Job(hashing, program, new Manifest(manifest, 1), initial, 7, 100, 10);
    }
}
