package network.millrace.proof.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import network.millrace.proof.RefusedException;
import network.millrace.proof.Seed;
import network.millrace.proof.graph.Attribute;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.GraphInput;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.graph.Node;
import network.millrace.proof.onnx.schema.AttributeProto;
import network.millrace.proof.onnx.schema.AttributeProto.AttributeType;
import network.millrace.proof.onnx.schema.GraphProto;
import network.millrace.proof.onnx.schema.ModelProto;
import network.millrace.proof.onnx.schema.NodeProto;
import network.millrace.proof.onnx.schema.OperatorSetIdProto;
import network.millrace.proof.onnx.schema.StringStringEntryProto;
import network.millrace.proof.onnx.schema.TensorProto;
import network.millrace.proof.program.Programs;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import org.junit.jupiter.api.Test;

/** ONNX files in and out, and files that are none. */
class OnnxReaderTest {
    private static final Tensor WEIGHTS = Tensor.of(Shape.of(2, 2), 1f, -0f, Float.NaN, 4f);
    private static final Graph GRAPH = Graph.of(
            "graph",
            List.of(GraphInput.of("x", new TensorType(DataType.FLOAT32, Shape.of(2, 2)))),
            List.of("y"),
            List.of(new Node(
                    "gemm", "", "Gemm", 17, List.of("x", "w"), List.of("y"), Attributes.NONE.with("transB", 1))),
            Map.of("w", WEIGHTS));

    @Test
    void whatIsWrittenIsReadAgain() {
        byte[] file = OnnxWriter.write(GRAPH);

        Graph read = read(file);

        assertThat(read.nodes()).isEqualTo(GRAPH.nodes());
        assertThat(read.inputs()).isEqualTo(GRAPH.inputs());
        assertThat(read.initializers().get("w"))
                .satisfies(tensor -> assertThat(tensor.sameBits(WEIGHTS)).isTrue());
        assertThat(OnnxWriter.write(read)).isEqualTo(file);
    }

    /** As the modifiers of FlexAttention are, whose node is of another domain than the nodes within. */
    @Test
    void whatOnlyASubgraphImportsIsWrittenToo() {
        Node inner = new Node("", "", "Identity", 17, List.of("x"), List.of("y"), Attributes.NONE);
        Graph body = Graph.of("body", List.of(GraphInput.untyped("x")), List.of("y"), List.of(inner), Map.of());
        Attributes attributes = Attributes.NONE.with("body", new Attribute.Subgraph(body));
        Node outer = new Node("", "own", "Apply", 1, List.of("x"), List.of("y"), attributes);
        Graph graph = Graph.of("graph", GRAPH.inputs(), List.of("y"), List.of(outer), Map.of());

        Graph read = read(OnnxWriter.write(graph));

        assertThat(read.nodes()).isEqualTo(graph.nodes());
    }

    @Test
    void aFileCutAnywhereIsRefusedOrAnotherModelButNeverACrash() {
        byte[] file = OnnxWriter.write(GRAPH);
        for (int length = 0; length < file.length; length++) {
            readOrRefuse(Arrays.copyOf(file, length));
        }
    }

    @Test
    void damagedFilesNeverCrash() {
        Random random = Seed.random(OnnxReaderTest.class);
        byte[] file = OnnxWriter.write(GRAPH);
        for (int round = 0; round < 5000; round++) {
            byte[] damaged = file.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            readOrRefuse(damaged);
        }
    }

    @Test
    void weightsMustHaveTheLengthThatTheirShapeSays() {
        TensorProto tensor = TensorProto.newBuilder()
                .setName("w")
                .setDataType(1)
                .addDims(2)
                .addDims(3)
                .setRawData(ByteString.copyFrom(new byte[20]))
                .build();

        assertRefused(model(tensor), "has 24 bytes; these are 20");
    }

    @Test
    void constantsBeyondTheLimitAreRefusedBeforeTheyAreMade() {
        TensorProto tensor = TensorProto.newBuilder()
                .setName("w")
                .setDataType(11)
                .addDims(1 << 30)
                .addDims(4)
                .build();

        assertRefused(model(tensor), "bytes of constant tensors: 34359738368");
    }

    @Test
    void negativeAndOverflowingDimensionsAreRefused() {
        TensorProto.Builder tensor = TensorProto.newBuilder().setName("w").setDataType(1);

        assertRefused(model(tensor.clone().addDims(-1).build()), "dimension 0");
        assertRefused(
                model(tensor.clone().addAllDims(List.of(1L << 31, 1L << 31)).build()), "dimension 0");
        assertRefused(
                model(tensor.clone().addAllDims(List.of(1L << 30, 1L << 30)).build()), "more than");
    }

    @Test
    void externalDataOutsideOfTheFolderAreRefused() {
        for (String location : List.of("../secret", "/etc/passwd", "a/../../b", "", "c:\\x", "a//b", "./a")) {
            TensorProto tensor = TensorProto.newBuilder()
                    .setName("w")
                    .setDataType(1)
                    .addDims(1)
                    .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                    .addExternalData(StringStringEntryProto.newBuilder()
                            .setKey("location")
                            .setValue(location))
                    .build();

            assertRefused(model(tensor), "not a plain relative path");
        }
    }

    @Test
    void nestingBeyondTheLimitIsRefused() {
        GraphProto graph = GraphProto.newBuilder().build();
        for (int depth = 0; depth < 200; depth++) {
            AttributeProto branch = AttributeProto.newBuilder()
                    .setName("then_branch")
                    .setType(AttributeType.GRAPH)
                    .setG(graph)
                    .build();
            graph = GraphProto.newBuilder()
                    .addNode(NodeProto.newBuilder().setOpType("If").addAttribute(branch))
                    .build();
        }

        assertRefused(model(graph), "no ONNX file");
    }

    private static ModelProto model(TensorProto tensor) {
        return model(GraphProto.newBuilder().addInitializer(tensor).build());
    }

    private static ModelProto model(GraphProto graph) {
        return ModelProto.newBuilder()
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                .setGraph(graph)
                .build();
    }

    private static void assertRefused(ModelProto model, String reason) {
        assertThatThrownBy(() -> read(model.toByteArray()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(reason);
    }

    /** Anything but a refusal fails the test. */
    private static void readOrRefuse(byte[] file) {
        try {
            Programs.of(read(file), Limits.DEFAULT);
        } catch (RefusedException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    private static Graph read(byte[] file) {
        return OnnxReader.read(file, ExternalData.NONE, Limits.DEFAULT);
    }
}
