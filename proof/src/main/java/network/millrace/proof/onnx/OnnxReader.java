package network.millrace.proof.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attribute;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.graph.Function;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.GraphInput;
import network.millrace.proof.graph.GraphInput.Dimension;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.graph.Node;
import network.millrace.proof.onnx.schema.AttributeProto;
import network.millrace.proof.onnx.schema.FunctionProto;
import network.millrace.proof.onnx.schema.GraphProto;
import network.millrace.proof.onnx.schema.ModelProto;
import network.millrace.proof.onnx.schema.NodeProto;
import network.millrace.proof.onnx.schema.OperatorSetIdProto;
import network.millrace.proof.onnx.schema.TensorProto;
import network.millrace.proof.onnx.schema.TypeProto;
import network.millrace.proof.onnx.schema.ValueInfoProto;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Tensor;

/** Reads ONNX files. One reader reads one file, so that its limits count everything in it. */
public final class OnnxReader {
    private final Limits limits;
    private final TensorReader tensors;
    private int nodes;

    private OnnxReader(Limits limits, ExternalData external) {
        this.limits = limits;
        this.tensors = new TensorReader(external, limits.initializerBytes());
    }

    /**
     * The graph of an ONNX file, with its functions and metadata.
     *
     * @throws RefusedException when the bytes are no ONNX model, hold something that is not supported, or exceed a limit
     */
    public static Graph read(byte[] file, ExternalData external, Limits limits) {
        if (file.length > limits.fileBytes()) {
            throw RefusedException.overLimit("bytes of the ONNX file", file.length, limits.fileBytes());
        }
        return new OnnxReader(limits, external).model(parse(file, limits));
    }

    /** A tensor from the bytes of a serialized TensorProto, the form of ONNX's own test data. */
    public static Tensor readTensor(byte[] bytes, Limits limits) {
        try {
            return new TensorReader(ExternalData.NONE, limits.initializerBytes()).read(TensorProto.parseFrom(bytes));
        } catch (InvalidProtocolBufferException malformed) {
            throw RefusedException.malformed("these bytes are no ONNX tensor: " + malformed.getMessage());
        }
    }

    private static ModelProto parse(byte[] file, Limits limits) {
        CodedInputStream input = CodedInputStream.newInstance(file);
        // Each nested graph is four messages deep: graph, node, attribute, graph.
        input.setRecursionLimit(16 + 4 * limits.nesting());
        try {
            return ModelProto.parseFrom(input);
        } catch (IOException malformed) {
            throw RefusedException.malformed("this is no ONNX file: " + malformed.getMessage());
        }
    }

    private Graph model(ModelProto model) {
        if (!model.hasGraph()) {
            throw RefusedException.malformed("this is no ONNX model: it has no graph");
        }
        SortedMap<String, String> metadata = new TreeMap<>();
        model.getMetadataPropsList().forEach(entry -> metadata.put(entry.getKey(), entry.getValue()));
        SortedMap<String, Function> functions = new TreeMap<>();
        for (FunctionProto function : model.getFunctionsList()) {
            String key = Graph.functionKey(domain(function.getDomain()), function.getName());
            if (functions.put(key, function(function)) != null) {
                throw RefusedException.malformed("the function " + key + " is defined twice");
            }
        }
        Graph graph = graph(model.getGraph(), opsets(model.getOpsetImportList()));
        graph.inputs().stream().filter(input -> !input.typed()).findFirst().ifPresent(input -> {
            throw RefusedException.malformed("input " + input.name() + " is declared without a type");
        });
        return new Graph(
                graph.name(),
                graph.inputs(),
                graph.outputs(),
                graph.nodes(),
                graph.initializers(),
                functions,
                metadata);
    }

    private Function function(FunctionProto function) {
        SortedMap<String, Integer> opsets = opsets(function.getOpsetImportList());
        List<Node> body =
                function.getNodeList().stream().map(node -> node(node, opsets)).toList();
        return new Function(
                function.getInputList(),
                function.getOutputList(),
                body,
                attributes(function.getAttributeProtoList(), opsets));
    }

    private Graph graph(GraphProto graph, SortedMap<String, Integer> opsets) {
        if (graph.getSparseInitializerCount() > 0) {
            throw RefusedException.unsupported("sparse initializers are not supported; store them dense");
        }
        SortedMap<String, Tensor> initializers = new TreeMap<>();
        for (TensorProto tensor : graph.getInitializerList()) {
            if (initializers.put(tensor.getName(), at("initializer " + tensor.getName(), () -> tensors.read(tensor)))
                    != null) {
                throw RefusedException.malformed("the initializer " + tensor.getName() + " is defined twice");
            }
        }
        return Graph.of(
                graph.getName(),
                graph.getInputList().stream().map(OnnxReader::input).toList(),
                graph.getOutputList().stream().map(ValueInfoProto::getName).toList(),
                graph.getNodeList().stream().map(node -> node(node, opsets)).toList(),
                initializers);
    }

    private static GraphInput input(ValueInfoProto input) {
        if (input.getType().getValueCase() == TypeProto.ValueCase.VALUE_NOT_SET) {
            return GraphInput.untyped(input.getName());
        }
        if (!input.getType().hasTensorType()) {
            throw RefusedException.unsupported("input " + input.getName() + " is no tensor; sequences, maps and "
                    + "optional values are not supported as inputs");
        }
        TypeProto.Tensor type = input.getType().getTensorType();
        List<Dimension> dimensions = type.getShape().getDimList().stream()
                .<Dimension>map(dimension -> dimension.hasDimValue()
                        ? new Dimension.Fixed(dimension.getDimValue())
                        : new Dimension.Named(dimension.getDimParam()))
                .toList();
        DataType elements = at("input " + input.getName(), () -> DataType.of(type.getElemType()));
        return new GraphInput(input.getName(), elements, type.hasShape(), dimensions);
    }

    private Node node(NodeProto node, SortedMap<String, Integer> opsets) {
        nodes++;
        if (nodes > limits.nodes()) {
            throw RefusedException.overLimit("nodes of the ONNX file", nodes, limits.nodes());
        }
        String domain = domain(node.getDomain());
        Integer version = opsets.get(domain);
        if (version == null) {
            throw RefusedException.malformed("node " + node.getOpType() + " uses the domain \"" + node.getDomain()
                    + "\", which the file does not import");
        }
        return new Node(
                node.getName(),
                domain,
                node.getOpType(),
                version,
                node.getInputList(),
                node.getOutputList(),
                at("node " + node.getOpType(), () -> attributes(node.getAttributeList(), opsets)));
    }

    private Attributes attributes(List<AttributeProto> protos, SortedMap<String, Integer> opsets) {
        SortedMap<String, Attribute> attributes = new TreeMap<>();
        for (AttributeProto proto : protos) {
            if (attributes.put(proto.getName(), attribute(proto, opsets)) != null) {
                throw RefusedException.malformed("attribute " + proto.getName() + " is given twice");
            }
        }
        return new Attributes(attributes);
    }

    private Attribute attribute(AttributeProto proto, SortedMap<String, Integer> opsets) {
        if (!proto.getRefAttrName().isEmpty()) {
            return new Attribute.Reference(proto.getRefAttrName());
        }
        return switch (proto.getType()) {
            case FLOAT -> new Attribute.Real(proto.getF());
            case INT -> new Attribute.Whole(proto.getI());
            case STRING -> new Attribute.Text(proto.getS().toStringUtf8());
            case TENSOR -> new Attribute.Constant(tensors.read(proto.getT()));
            case GRAPH -> new Attribute.Subgraph(graph(proto.getG(), opsets));
            case FLOATS -> new Attribute.Reals(proto.getFloatsList());
            case INTS -> new Attribute.Wholes(proto.getIntsList());
            case STRINGS ->
                new Attribute.Texts(proto.getStringsList().stream()
                        .map(text -> text.toStringUtf8())
                        .toList());
            case TYPE_PROTO ->
                new Attribute.ElementType(
                        DataType.of(proto.getTp().getTensorType().getElemType()));
            case UNDEFINED, TENSORS, GRAPHS, SPARSE_TENSOR, SPARSE_TENSORS, TYPE_PROTOS, UNRECOGNIZED ->
                throw RefusedException.unsupported(
                        "attribute " + proto.getName() + " is of kind " + proto.getType() + ", which is not supported");
        };
    }

    private static SortedMap<String, Integer> opsets(List<OperatorSetIdProto> imports) {
        SortedMap<String, Integer> opsets = new TreeMap<>();
        for (OperatorSetIdProto imported : imports) {
            long version = imported.getVersion();
            if (version < 1 || version > Integer.MAX_VALUE) {
                throw RefusedException.malformed(
                        "opset " + version + " of domain \"" + imported.getDomain() + "\" does not exist");
            }
            opsets.put(domain(imported.getDomain()), (int) version);
        }
        return opsets;
    }

    private static String domain(String domain) {
        return domain.equals("ai.onnx") ? "" : domain;
    }

    private static <T> T at(String place, java.util.function.Supplier<T> reading) {
        try {
            return reading.get();
        } catch (RefusedException refused) {
            throw refused.at(place);
        }
    }
}
