package network.millrace.proof.onnx;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import network.millrace.proof.RefusedException;
import network.millrace.proof.onnx.schema.StringStringEntryProto;
import network.millrace.proof.onnx.schema.TensorProto;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;

/** Reads the tensors of a file; together they may have so many bytes. */
final class TensorReader {
    private final ExternalData external;
    private final long bytesMax;
    private long bytes;

    TensorReader(ExternalData external, long bytesMax) {
        this.external = external;
        this.bytesMax = bytesMax;
    }

    Tensor read(TensorProto proto) {
        TensorType type = new TensorType(
                DataType.of(proto.getDataType()),
                Shape.of(proto.getDimsList().stream().mapToLong(Long::longValue).toArray()));
        bytes = Math.addExact(bytes, type.bytes());
        if (bytes > bytesMax) {
            throw RefusedException.overLimit("bytes of constant tensors", bytes, bytesMax);
        }
        if (proto.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
            return Tensor.fromLittleEndian(type, readExternal(type, proto.getExternalDataList()));
        }
        if (!proto.getRawData().isEmpty() || type.shape().size() == 0) {
            return Tensor.fromLittleEndian(type, proto.getRawData().toByteArray());
        }
        return readFields(type, proto);
    }

    private static Tensor readFields(TensorType type, TensorProto proto) {
        int given =
                switch (type.type()) {
                    case FLOAT32 -> proto.getFloatDataCount();
                    case FLOAT64 -> proto.getDoubleDataCount();
                    case INT64 -> proto.getInt64DataCount();
                    case UINT32, UINT64 -> proto.getUint64DataCount();
                    case INT32, INT16, UINT16, INT8, UINT8, BOOL, FLOAT16, BFLOAT16 -> proto.getInt32DataCount();
                };
        if (given != type.shape().size()) {
            throw RefusedException.malformed(
                    "a tensor of type " + type + " has " + type.shape().size() + " elements; " + given + " were given");
        }
        Tensor tensor = Tensor.allocate(type);
        for (int i = 0; i < given; i++) {
            switch (type.type()) {
                case FLOAT32 -> tensor.floats()[i] = proto.getFloatData(i);
                case FLOAT64 -> tensor.doubles()[i] = proto.getDoubleData(i);
                case INT64 -> tensor.longs()[i] = proto.getInt64Data(i);
                case UINT64 -> tensor.longs()[i] = proto.getUint64Data(i);
                case UINT32 -> tensor.ints()[i] = (int) proto.getUint64Data(i);
                case INT32 -> tensor.ints()[i] = proto.getInt32Data(i);
                case INT16, UINT16, FLOAT16, BFLOAT16 -> tensor.shorts()[i] = (short) proto.getInt32Data(i);
                case INT8, UINT8 -> tensor.bytes()[i] = (byte) proto.getInt32Data(i);
                case BOOL -> tensor.bytes()[i] = (byte) (proto.getInt32Data(i) != 0 ? 1 : 0);
            }
        }
        return tensor;
    }

    private byte[] readExternal(TensorType type, List<StringStringEntryProto> entries) {
        SortedMap<String, String> byKey = new TreeMap<>();
        entries.forEach(entry -> byKey.put(entry.getKey(), entry.getValue()));
        String location = checkedLocation(byKey.getOrDefault("location", ""));
        long offset = number(byKey.getOrDefault("offset", "0"), "offset");
        long length = number(byKey.getOrDefault("length", Long.toString(type.bytes())), "length");
        if (length != type.bytes()) {
            throw RefusedException.malformed("a tensor of type " + type + " has " + type.bytes()
                    + " bytes; its external data are declared with " + length);
        }
        return external.read(location, offset, length);
    }

    /** A file may name only files in and under its own folder. */
    private static String checkedLocation(String location) {
        boolean inside = !location.isEmpty()
                && !location.contains("\\")
                && !location.contains(":")
                && location.chars().noneMatch(character -> character < ' ')
                && List.of(location.split("/", -1)).stream()
                        .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
        if (!inside) {
            throw RefusedException.malformed("external data must lie in the model's own folder; the location \""
                    + location + "\" is not a plain relative path");
        }
        return location;
    }

    private static long number(String text, String what) {
        if (!text.matches("[0-9]{1,18}")) {
            throw RefusedException.malformed(
                    "the " + what + " of external data must be a number; it is \"" + text + "\"");
        }
        return Long.parseLong(text);
    }
}
