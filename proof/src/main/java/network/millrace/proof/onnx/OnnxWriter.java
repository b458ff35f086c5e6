package network.millrace.proof.onnx;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import network.millrace.proof.graph.Attribute;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.GraphInput;
import network.millrace.proof.graph.Node;
import network.millrace.proof.onnx.schema.AttributeProto;
import network.millrace.proof.onnx.schema.AttributeProto.AttributeType;
import network.millrace.proof.onnx.schema.FunctionProto;
import network.millrace.proof.onnx.schema.GraphProto;
import network.millrace.proof.onnx.schema.ModelProto;
import network.millrace.proof.onnx.schema.NodeProto;
import network.millrace.proof.onnx.schema.OperatorSetIdProto;
import network.millrace.proof.onnx.schema.StringStringEntryProto;
import network.millrace.proof.onnx.schema.TensorProto;
import network.millrace.proof.onnx.schema.TensorShapeProto;
import network.millrace.proof.onnx.schema.TypeProto;
import network.millrace.proof.onnx.schema.ValueInfoProto;
import network.millrace.proof.tensor.Tensor;

/** Writes graphs as ONNX files; the same graph always becomes the same bytes. */
public final class OnnxWriter {
    /** IR version 8 is the first that needs no opset beyond 15, and every current reader takes it. */
    private static final int IR_VERSION = 8;

    private OnnxWriter() {}

    /** An ONNX file with all tensors inside. */
    public static byte[] write(Graph graph) {
        ModelProto.Builder model =
                ModelProto.newBuilder().setIrVersion(IR_VERSION).setProducerName("millrace");
        opsets(graph.nodes()).forEach((domain, version) -> model.addOpsetImport(opset(domain, version)));
        graph.metadata()
                .forEach((key, value) -> model.addMetadataProps(
                        StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        graph.functions().forEach((key, function) -> {
            int colon = key.lastIndexOf(':');
            FunctionProto.Builder body = FunctionProto.newBuilder()
                    .setDomain(key.substring(0, colon))
                    .setName(key.substring(colon + 1))
                    .addAllInput(function.inputs())
                    .addAllOutput(function.outputs())
                    .addAllAttributeProto(attributes(function.defaults()));
            function.nodes().forEach(node -> body.addNode(node(node)));
            opsets(function.nodes()).forEach((domain, version) -> body.addOpsetImport(opset(domain, version)));
            model.addFunctions(body);
        });
        return model.setGraph(graph(graph)).build().toByteArray();
    }

    /** A serialized TensorProto with raw data. */
    public static byte[] write(String name, Tensor tensor) {
        return tensor(name, tensor).toByteArray();
    }

    private static SortedMap<String, Integer> opsets(List<Node> nodes) {
        SortedMap<String, Integer> opsets = new TreeMap<>();
        collect(nodes, opsets);
        return opsets;
    }

    /** Subgraphs import nothing of their own. */
    private static void collect(List<Node> nodes, SortedMap<String, Integer> opsets) {
        for (Node node : nodes) {
            Integer other = opsets.put(node.domain(), node.version());
            if (other != null && other != node.version()) {
                throw new IllegalArgumentException("nodes of opsets " + other + " and " + node.version()
                        + " of one domain cannot stand in one file");
            }
            for (Attribute attribute : node.attributes().byName().values()) {
                if (attribute instanceof Attribute.Subgraph(Graph subgraph)) {
                    collect(subgraph.nodes(), opsets);
                }
            }
        }
    }

    private static OperatorSetIdProto opset(String domain, int version) {
        return OperatorSetIdProto.newBuilder()
                .setDomain(domain)
                .setVersion(version)
                .build();
    }

    private static GraphProto graph(Graph graph) {
        GraphProto.Builder proto = GraphProto.newBuilder().setName(graph.name());
        graph.inputs().forEach(input -> proto.addInput(input(input)));
        graph.outputs()
                .forEach(output -> proto.addOutput(ValueInfoProto.newBuilder().setName(output)));
        graph.initializers().forEach((name, tensor) -> proto.addInitializer(tensor(name, tensor)));
        graph.nodes().forEach(node -> proto.addNode(node(node)));
        return proto.build();
    }

    private static ValueInfoProto input(GraphInput input) {
        if (!input.typed()) {
            return ValueInfoProto.newBuilder().setName(input.name()).build();
        }
        TypeProto.Tensor.Builder type =
                TypeProto.Tensor.newBuilder().setElemType(input.type().code());
        if (input.ranked()) {
            TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
            for (GraphInput.Dimension dimension : input.dimensions()) {
                switch (dimension) {
                    case GraphInput.Dimension.Fixed(long value) ->
                        shape.addDimBuilder().setDimValue(value);
                    case GraphInput.Dimension.Named(String name) ->
                        shape.addDimBuilder().setDimParam(name);
                }
            }
            type.setShape(shape);
        }
        return ValueInfoProto.newBuilder()
                .setName(input.name())
                .setType(TypeProto.newBuilder().setTensorType(type))
                .build();
    }

    private static NodeProto node(Node node) {
        return NodeProto.newBuilder()
                .setName(node.name())
                .setDomain(node.domain())
                .setOpType(node.operator())
                .addAllInput(node.inputs())
                .addAllOutput(node.outputs())
                .addAllAttribute(attributes(node.attributes()))
                .build();
    }

    private static List<AttributeProto> attributes(Attributes attributes) {
        return attributes.byName().entrySet().stream()
                .map(entry -> attribute(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static AttributeProto attribute(String name, Attribute attribute) {
        AttributeProto.Builder proto = AttributeProto.newBuilder().setName(name);
        switch (attribute) {
            case Attribute.Real(float value) ->
                proto.setType(AttributeType.FLOAT).setF(value);
            case Attribute.Whole(long value) -> proto.setType(AttributeType.INT).setI(value);
            case Attribute.Text(String value) ->
                proto.setType(AttributeType.STRING).setS(ByteString.copyFromUtf8(value));
            case Attribute.Constant(Tensor value) ->
                proto.setType(AttributeType.TENSOR).setT(tensor("", value));
            case Attribute.Subgraph(Graph value) ->
                proto.setType(AttributeType.GRAPH).setG(graph(value));
            case Attribute.Reals(List<Float> values) ->
                proto.setType(AttributeType.FLOATS).addAllFloats(values);
            case Attribute.Wholes(List<Long> values) ->
                proto.setType(AttributeType.INTS).addAllInts(values);
            case Attribute.Texts(List<String> values) ->
                proto.setType(AttributeType.STRINGS)
                        .addAllStrings(
                                values.stream().map(ByteString::copyFromUtf8).toList());
            case Attribute.ElementType(var value) ->
                proto.setType(AttributeType.TYPE_PROTO)
                        .setTp(TypeProto.newBuilder()
                                .setTensorType(TypeProto.Tensor.newBuilder().setElemType(value.code())));
            case Attribute.Reference(String reference) -> proto.setRefAttrName(reference);
        }
        return proto.build();
    }

    private static TensorProto tensor(String name, Tensor tensor) {
        TensorProto.Builder proto = TensorProto.newBuilder()
                .setName(name)
                .setDataType(tensor.type().code())
                .setRawData(ByteString.copyFrom(tensor.toLittleEndian()));
        for (long dimension : tensor.shape().toLongs()) {
            proto.addDims(dimension);
        }
        return proto.build();
    }
}
