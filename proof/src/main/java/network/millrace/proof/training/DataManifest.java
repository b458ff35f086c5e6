package network.millrace.proof.training;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import network.millrace.proof.RefusedException;
import network.millrace.proof.commitment.HashFunction;
import network.millrace.proof.commitment.Hashing;
import network.millrace.proof.commitment.MerkleTree;
import network.millrace.proof.commitment.TensorTree;
import network.millrace.proof.commitment.TreeLabel;
import network.millrace.proof.files.JsonText;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import network.millrace.protocol.crypto.Hash;
import org.jspecify.annotations.Nullable;

/**
 * Data as a list of batches, each a file that is named by its SHA-256: docs/spec/commitments.md, section 5. With the roots of the
 * tensors in it, a job is known before a single batch is read, and data may be larger than memory.
 *
 * @param function hashes the tensors; the files are always named by SHA-256
 * @param inputs the tensors of every batch, in the order in which the roots stand
 */
public record DataManifest(HashFunction function, List<Input> inputs, List<Batch> batches) {
    /** What a manifest may take as text. */
    public static final long BYTES_MAX = 1L << 28;

    /** What one batch may take as a file. */
    public static final long BATCH_BYTES_MAX = 1L << 30;

    private static final int INPUTS_MAX = 1_000;
    private static final int VERSION = 1;
    private static final NavigableSet<String> FIELDS =
            new TreeSet<>(List.of("millrace_data", "hash", "inputs", "batches"));
    private static final NavigableSet<String> INPUT_FIELDS = new TreeSet<>(List.of("name", "type", "shape"));
    private static final NavigableSet<String> BATCH_FIELDS = new TreeSet<>(List.of("sha256", "bytes", "roots"));

    /** A tensor of every batch. */
    public record Input(String name, TensorType type) {}

    /**
     * One batch.
     *
     * @param sha256 of the file, an .npz or a .safetensors
     * @param bytes the file's length
     * @param roots of its tensors
     */
    public record Batch(Hash sha256, long bytes, List<Hash> roots) {
        public Batch {
            roots = List.copyOf(roots);
        }

        /** The batch of tensors in a file. */
        public static Batch of(Hashing hashing, byte[] file, List<Tensor> tensors) {
            return new Batch(
                    Hash.sha256(file),
                    file.length,
                    tensors.stream()
                            .map(tensor -> TensorTree.root(hashing, tensor))
                            .toList());
        }
    }

    public DataManifest {
        inputs = List.copyOf(inputs);
        batches = List.copyOf(batches);
        checkInputs(inputs);
        checkBatches(inputs, batches);
    }

    private static void checkInputs(List<Input> inputs) {
        if (inputs.isEmpty() || inputs.size() > INPUTS_MAX) {
            throw RefusedException.malformed(
                    "a manifest has 1 to " + INPUTS_MAX + " inputs; this one has " + inputs.size());
        }
        NavigableSet<String> names = new TreeSet<>();
        for (Input input : inputs) {
            if (!names.add(input.name())) {
                throw RefusedException.malformed("the manifest lists input " + input.name() + " twice");
            }
        }
    }

    private static void checkBatches(List<Input> inputs, List<Batch> batches) {
        if (batches.isEmpty()) {
            throw RefusedException.malformed("the manifest lists no batch");
        }
        NavigableMap<Hash, Integer> known = new TreeMap<>();
        for (int i = 0; i < batches.size(); i++) {
            Batch batch = batches.get(i);
            if (batch.bytes() < 1 || batch.bytes() > BATCH_BYTES_MAX) {
                throw RefusedException.overLimit(
                        "bytes of the file of batch " + i + " of the manifest", batch.bytes(), BATCH_BYTES_MAX);
            }
            if (batch.roots().size() != inputs.size()) {
                throw RefusedException.malformed("batch " + i + " of the manifest has "
                        + batch.roots().size() + " roots; it has one for each of the " + inputs.size() + " inputs");
            }
            Integer same = known.putIfAbsent(batch.sha256(), i);
            if (same != null) {
                throw RefusedException.malformed("batches " + same + " and " + i + " of the manifest are the same file "
                        + batch.sha256() + "; list each once, steps go through all of them again and again");
            }
        }
    }

    /** The root that a job has which takes all inputs in their order here. */
    public Hash root() {
        Hashing hashing = new Hashing(function);
        List<Hash> leaves =
                batches.stream().flatMap(batch -> batch.roots().stream()).toList();
        return new MerkleTree(hashing, TreeLabel.manifest(inputs.size(), batches.size()), leaves).root();
    }

    /** The data with the files that hold them. */
    public TrainingData data(Contents contents) {
        return new ManifestData(this, contents);
    }

    /** Its place among the inputs. */
    int place(String name) {
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i).name().equals(name)) {
                return i;
            }
        }
        throw RefusedException.malformed("the data have no array " + name + "; the manifest lists "
                + inputs.stream().map(Input::name).toList());
    }

    NavigableMap<String, TensorType> types() {
        NavigableMap<String, TensorType> types = new TreeMap<>();
        inputs.forEach(input -> types.put(input.name(), input.type()));
        return Collections.unmodifiableNavigableMap(types);
    }

    /** The file: one line for each input and batch. */
    public byte[] write() {
        String tensors = inputs.stream()
                .map(input -> "  {\"name\": " + JsonText.quoted(input.name()) + ", \"type\": \""
                        + typeName(input.type().type()) + "\", \"shape\": "
                        + Arrays.toString(input.type().shape().toLongs()) + "}")
                .collect(Collectors.joining(",\n"));
        String files = batches.stream()
                .map(batch -> "  {\"sha256\": \"" + batch.sha256().hex() + "\", \"bytes\": " + batch.bytes()
                        + ", \"roots\": ["
                        + batch.roots().stream()
                                .map(root -> "\"" + root.hex() + "\"")
                                .collect(Collectors.joining(", "))
                        + "]}")
                .collect(Collectors.joining(",\n"));
        String text = "{\n\"millrace_data\": " + VERSION + ",\n\"hash\": " + function.code() + ",\n\"inputs\": [\n"
                + tensors + "\n],\n\"batches\": [\n" + files + "\n]\n}\n";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The manifest in a file.
     *
     * @throws RefusedException when it is none: fields that are missing or more than there are, absurd numbers, no hashes, inputs
     *     or batches twice
     */
    public static DataManifest read(byte[] file) {
        if (file.length > BYTES_MAX) {
            throw RefusedException.overLimit("bytes of a data manifest", file.length, BYTES_MAX);
        }
        NavigableMap<?, ?> object =
                object("the manifest", JsonText.read(new String(file, StandardCharsets.UTF_8)), FIELDS);
        if (whole("millrace_data", object) != VERSION) {
            throw RefusedException.unsupported("\"millrace_data\" must be " + VERSION
                    + ", the version that is known; it is " + whole("millrace_data", object));
        }
        List<Input> inputs = new ArrayList<>();
        for (Object entry : list("inputs", object)) {
            NavigableMap<?, ?> input = object("input " + inputs.size(), entry, INPUT_FIELDS);
            long[] dimensions = list("shape", input).stream()
                    .mapToLong(dimension -> number("a dimension", dimension))
                    .toArray();
            inputs.add(new Input(text("name", input), new TensorType(type(text("type", input)), Shape.of(dimensions))));
        }
        List<Batch> batches = new ArrayList<>();
        for (Object entry : list("batches", object)) {
            String what = "batch " + batches.size();
            NavigableMap<?, ?> batch = object(what, entry, BATCH_FIELDS);
            List<Hash> roots = list("roots", batch).stream()
                    .map(root -> hash("a root of " + what, root))
                    .toList();
            batches.add(new Batch(hash("sha256 of " + what, batch.get("sha256")), whole("bytes", batch), roots));
        }
        return new DataManifest(function(whole("hash", object)), inputs, batches);
    }

    private static NavigableMap<?, ?> object(String what, @Nullable Object value, NavigableSet<String> fields) {
        if (!(value instanceof NavigableMap<?, ?> object) || !object.keySet().equals(fields)) {
            throw RefusedException.malformed(what + " must be a JSON object with just the fields " + fields + "; it "
                    + (value instanceof NavigableMap<?, ?> other ? "has " + other.keySet() : "is none"));
        }
        return object;
    }

    private static List<?> list(String field, NavigableMap<?, ?> object) {
        if (!(object.get(field) instanceof List<?> list)) {
            throw RefusedException.malformed("\"" + field + "\" of a manifest must be a list");
        }
        return list;
    }

    private static String text(String field, NavigableMap<?, ?> object) {
        if (!(object.get(field) instanceof String text)) {
            throw RefusedException.malformed("\"" + field + "\" of a manifest must be a text");
        }
        return text;
    }

    private static long whole(String field, NavigableMap<?, ?> object) {
        return number("\"" + field + "\"", object.get(field));
    }

    private static long number(String what, @Nullable Object value) {
        if (!(value instanceof Long number)) {
            throw RefusedException.malformed(what + " of a manifest must be a whole number; it is " + value);
        }
        return number;
    }

    private static Hash hash(String what, @Nullable Object value) {
        if (!(value instanceof String hex) || !hex.matches("[0-9a-f]{64}")) {
            throw RefusedException.malformed(
                    what + " must be a hash of 64 hexadecimal digits in lower case, no path and no" + " address; it is "
                            + value);
        }
        return Hash.parse(hex);
    }

    private static DataType type(String name) {
        for (DataType type : DataType.values()) {
            if (typeName(type).equals(name)) {
                return type;
            }
        }
        throw RefusedException.unsupported(
                "\"" + name + "\" is no element type; they are written like float32 and int64");
    }

    private static String typeName(DataType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    private static HashFunction function(long code) {
        for (var function : HashFunction.values()) {
            if (function.code() == code) {
                return function;
            }
        }
        throw RefusedException.unsupported(
                "\"hash\" of a manifest must be 1 (SHA-256) or 2 (SHA-512/256); it is " + code);
    }
}
