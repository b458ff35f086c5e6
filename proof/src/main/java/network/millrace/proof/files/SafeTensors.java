package network.millrace.proof.files;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import network.millrace.proof.RefusedException;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/**
 * Weights in the safetensors format: eight bytes with the length of a JSON header, the header, and the elements. The header
 * says of each tensor its type, its shape and where its elements begin and end. As the format demands, the tensors must cover
 * the elements without gaps and without overlap.
 *
 * @param metadata the file's own notes
 */
public record SafeTensors(NavigableMap<String, Tensor> tensors, SortedMap<String, String> metadata) {
    /** The limit of the reference implementation. */
    private static final long HEADER_MAX = 100_000_000;

    private static final String METADATA = "__metadata__";
    private static final int ALIGNMENT = 8;

    public SafeTensors {
        tensors = Collections.unmodifiableNavigableMap(new TreeMap<>(tensors));
        metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
    }

    /** What the header says of one tensor. */
    private record Entry(String name, TensorType type, long begin, long end) {}

    /**
     * The tensors of a file.
     *
     * @throws RefusedException when the bytes are no such file: a header that is too long or no JSON, an unknown element type,
     *     elements that overlap, leave gaps, or are more or fewer than the shape says
     */
    public static SafeTensors read(byte[] file) {
        if (file.length < Long.BYTES) {
            throw RefusedException.malformed("a safetensors file begins with 8 bytes; this one has " + file.length);
        }
        long length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 0 || length > HEADER_MAX) {
            throw RefusedException.overLimit("bytes of a safetensors header", length, HEADER_MAX);
        }
        if (length > file.length - Long.BYTES) {
            throw RefusedException.malformed("the safetensors header has " + length + " bytes; "
                    + (file.length - Long.BYTES) + " follow its length");
        }
        if (!(JsonText.read(text(file, (int) length)) instanceof NavigableMap<?, ?> header)) {
            throw RefusedException.malformed("the safetensors header must be a JSON object");
        }
        int data = Long.BYTES + (int) length;
        SortedMap<String, String> metadata = new TreeMap<>();
        List<Entry> entries = new ArrayList<>();
        header.forEach((name, value) -> {
            if (METADATA.equals(name)) {
                metadata.putAll(notes(value));
            } else {
                entries.add(entry(String.valueOf(name), value));
            }
        });
        checkCovered(entries, file.length - data);
        NavigableMap<String, Tensor> tensors = new TreeMap<>();
        for (Entry entry : entries) {
            byte[] elements = Arrays.copyOfRange(file, data + (int) entry.begin(), data + (int) entry.end());
            tensors.put(entry.name(), tensor(entry, elements));
        }
        return new SafeTensors(tensors, metadata);
    }

    private static String text(byte[] file, int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(file, Long.BYTES, length))
                    .toString();
        } catch (CharacterCodingException notText) {
            throw RefusedException.malformed("the safetensors header is no text in UTF-8");
        }
    }

    private static Tensor tensor(Entry entry, byte[] elements) {
        try {
            return Tensor.fromLittleEndian(entry.type(), elements);
        } catch (RefusedException refused) {
            throw refused.at("tensor " + entry.name());
        }
    }

    private static SortedMap<String, String> notes(Object value) {
        SortedMap<String, String> notes = new TreeMap<>();
        if (!(value instanceof NavigableMap<?, ?> map)) {
            throw RefusedException.malformed(METADATA + " must be an object of strings");
        }
        map.forEach((key, note) -> {
            if (!(note instanceof String text)) {
                throw RefusedException.malformed(METADATA + " must be an object of strings; " + key + " is none");
            }
            notes.put(String.valueOf(key), text);
        });
        return notes;
    }

    private static Entry entry(String name, Object value) {
        boolean known = value instanceof NavigableMap<?, ?> map
                && map.size() == 3
                && map.get("dtype") instanceof String
                && map.get("shape") instanceof List<?>
                && map.get("data_offsets") instanceof List<?>;
        if (!known || !(value instanceof NavigableMap<?, ?> fields)) {
            throw RefusedException.malformed("tensor " + name + " must have dtype, shape and data_offsets");
        }
        long[] offsets = wholes(name, fields.get("data_offsets"));
        TensorType type = new TensorType(
                type(name, String.valueOf(fields.get("dtype"))), Shape.of(wholes(name, fields.get("shape"))));
        if (offsets.length != 2 || offsets[0] > offsets[1] || offsets[1] - offsets[0] != type.bytes()) {
            throw RefusedException.malformed("tensor " + name + " of type " + type + " has " + type.bytes()
                    + " bytes; its data_offsets are " + Arrays.toString(offsets));
        }
        return new Entry(name, type, offsets[0], offsets[1]);
    }

    private static long[] wholes(String name, @Nullable Object list) {
        if (!(list instanceof List<?> items) || !items.stream().allMatch(Long.class::isInstance)) {
            throw RefusedException.malformed("shape and data_offsets of tensor " + name + " must be whole numbers");
        }
        return items.stream().mapToLong(item -> (Long) item).toArray();
    }

    private static void checkCovered(List<Entry> entries, long bytes) {
        List<Entry> inOrder = new ArrayList<>(entries);
        inOrder.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        long covered = 0;
        for (Entry entry : inOrder) {
            if (entry.begin() != covered) {
                throw RefusedException.malformed("tensor " + entry.name() + " begins at byte " + entry.begin() + ", "
                        + (entry.begin() < covered ? "within the one before it" : "behind a gap") + "; byte " + covered
                        + " was expected");
            }
            covered = entry.end();
        }
        if (covered != bytes) {
            throw RefusedException.malformed(
                    "the tensors of the header take " + covered + " bytes; " + bytes + " follow it");
        }
    }

    private static DataType type(String name, String dtype) {
        for (DataType type : DataType.values()) {
            if (dtype(type).equals(dtype)) {
                return type;
            }
        }
        throw RefusedException.unsupported("tensor " + name + " has element type " + dtype + "; known are "
                + Arrays.stream(DataType.values()).map(SafeTensors::dtype).collect(Collectors.joining(", ")));
    }

    private static String dtype(DataType type) {
        return switch (type) {
            case FLOAT64 -> "F64";
            case FLOAT32 -> "F32";
            case FLOAT16 -> "F16";
            case BFLOAT16 -> "BF16";
            case INT64 -> "I64";
            case INT32 -> "I32";
            case INT16 -> "I16";
            case INT8 -> "I8";
            case UINT64 -> "U64";
            case UINT32 -> "U32";
            case UINT16 -> "U16";
            case UINT8 -> "U8";
            case BOOL -> "BOOL";
        };
    }

    /** The file: tensors with the widest elements first, then by name, so that all are aligned. */
    public byte[] write() {
        List<String> order = new ArrayList<>(tensors.keySet());
        order.sort(Comparator.<String>comparingInt(name -> -tensor(name).type().bytes())
                .thenComparing(Comparator.naturalOrder()));
        StringBuilder header = new StringBuilder("{");
        if (!metadata.isEmpty()) {
            header.append(JsonText.quoted(METADATA))
                    .append(metadata.entrySet().stream()
                            .map(note -> JsonText.quoted(note.getKey()) + ":" + JsonText.quoted(note.getValue()))
                            .collect(Collectors.joining(",", ":{", "},")));
        }
        long at = 0;
        for (String name : order) {
            TensorType type = tensor(name).tensorType();
            header.append(JsonText.quoted(name))
                    .append(":{\"dtype\":")
                    .append(JsonText.quoted(dtype(type.type())))
                    .append(",\"shape\":")
                    .append(Arrays.toString(type.shape().toLongs()).replace(" ", ""))
                    .append(",\"data_offsets\":[")
                    .append(at)
                    .append(',')
                    .append(at + type.bytes())
                    .append("]},");
            at += type.bytes();
        }
        String closed = header.toString().replaceAll(",$", "") + "}";
        byte[] text = closed.getBytes(StandardCharsets.UTF_8);
        int padding = Math.floorMod(-text.length, ALIGNMENT);
        ByteBuffer file = ByteBuffer.allocate(Math.toIntExact(Long.BYTES + text.length + padding + at))
                .order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(text.length + padding).put(text).put(" ".repeat(padding).getBytes(StandardCharsets.US_ASCII));
        order.forEach(name -> tensor(name).putLittleEndian(0, tensor(name).size(), file));
        return file.array();
    }

    /** A tensor that is there. */
    public Tensor tensor(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw RefusedException.malformed("there is no tensor " + name + "; there are " + tensors.keySet());
        }
        return tensor;
    }
}
