package network.millrace.proof.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import network.millrace.proof.RefusedException;
import network.millrace.proof.commitment.Batches;
import network.millrace.proof.commitment.HashFunction;
import network.millrace.proof.commitment.Hashing;
import network.millrace.proof.files.Npz;
import network.millrace.proof.files.SafeTensors;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import network.millrace.protocol.crypto.Hash;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Data that a manifest names are those that were packed, and anything else in their place is refused by name. */
class DataManifestTest {
    private static final Hashing HASHING = new Hashing(HashFunction.SHA_256);
    private static final List<String> INPUTS = List.of("x", "target");
    private static final List<TensorType> TYPES =
            List.of(new TensorType(DataType.FLOAT32, Shape.of(2, 3)), new TensorType(DataType.INT64, Shape.of(2)));

    private final NavigableMap<Hash, byte[]> files = new TreeMap<>();
    private final NavigableMap<String, Tensor> arrays = new TreeMap<>();
    private int reads;

    @BeforeEach
    void makeArrays() {
        arrays.put("x", Tensor.of(Shape.of(6, 3), ramp(18)));
        arrays.put("target", Tensor.of(Shape.of(6), 0L, 1L, 2L, 3L, 4L, 5L));
    }

    private static float[] ramp(int size) {
        float[] ramp = new float[size];
        for (int i = 0; i < size; i++) {
            ramp[i] = i;
        }
        return ramp;
    }

    private DataManifest packed(List<String> order) {
        DataPacker packer = new DataPacker(2, order);
        packer.add(arrays, (batch, file) -> files.put(batch.sha256(), file));
        return packer.manifest();
    }

    private byte[] contents(Hash sha256, long bytes) {
        reads++;
        byte[] file = files.get(sha256);
        if (file == null) {
            throw RefusedException.malformed("there is no file of " + bytes + " bytes");
        }
        return file;
    }

    private Batches batches(DataManifest manifest) {
        return manifest.data(this::contents).batches(INPUTS, TYPES);
    }

    @Test
    void batchesAndTheirRootAreThoseOfTheArrays() {
        DataSet direct = DataSet.of(arrays, INPUTS, TYPES);
        Hash root = Batches.tree(HASHING, direct, 2).root();

        DataManifest manifest = DataManifest.read(packed(INPUTS).write());
        Batches read = batches(manifest);

        // The job's root is known without a look at the data.
        assertThat(Batches.tree(HASHING, read, 2).root()).isEqualTo(root);
        assertThat(manifest.root()).isEqualTo(root);
        assertThat(reads).isZero();
        assertThat(read.count()).isEqualTo(3);
        for (long batch = 0; batch < 3; batch++) {
            for (int slot = 0; slot < 2; slot++) {
                assertThat(read.batch(batch).get(slot).toLittleEndian())
                        .isEqualTo(direct.batch(batch).get(slot).toLittleEndian());
            }
        }
    }

    @Test
    void inputsAreTakenByNameInWhateverOrderTheyStand() {
        Batches byName = batches(packed(List.of()));

        assertThat(Batches.tree(HASHING, byName, 2).root())
                .isEqualTo(packed(INPUTS).root())
                .isNotEqualTo(packed(List.of()).root());
    }

    @Test
    void rootsUnderAnotherHashAreComputedFromTheFiles() {
        Hashing other = new Hashing(HashFunction.SHA_512_256);

        assertThat(Batches.tree(other, batches(packed(INPUTS)), 2).root())
                .isEqualTo(Batches.tree(other, DataSet.of(arrays, INPUTS, TYPES), 2)
                        .root());
    }

    @Test
    void batchMayBeAnNpz() {
        NavigableMap<String, Tensor> one = new TreeMap<>();
        one.put("x", Tensor.of(Shape.of(2, 3), ramp(6)));
        one.put("target", Tensor.of(Shape.of(2), 7L, 8L));
        byte[] npz = Npz.write(one);
        DataManifest manifest = new DataManifest(
                HashFunction.SHA_256,
                packed(INPUTS).inputs(),
                List.of(DataManifest.Batch.of(HASHING, npz, List.of(tensor(one, "x"), tensor(one, "target")))));
        files.put(Hash.sha256(npz), npz);

        assertThat(batches(manifest).batch(0).get(1).longs()).startsWith(7L, 8L);
    }

    @Test
    void oneFlippedBitIsRefusedWithTheNameOfTheBatch() {
        DataManifest manifest = packed(INPUTS);
        Hash second = manifest.batches().get(1).sha256();
        byte[] changed = Arrays.copyOf(contents(second, 0), contents(second, 0).length);
        changed[changed.length - 1] ^= 1;
        files.put(second, changed);
        Batches batches = batches(manifest);

        assertThat(batches.batch(0)).hasSize(2);
        assertThatThrownBy(() -> batches.batch(1))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("batch 1, sha256/" + second)
                .hasMessageContaining("does not match its name");
    }

    @Test
    void fileThatIsMissingIsRefusedWithTheNameOfTheBatch() {
        DataManifest manifest = packed(INPUTS);
        files.remove(manifest.batches().get(2).sha256());

        assertThatThrownBy(() -> batches(manifest).batch(2))
                .hasMessageContaining("batch 2")
                .hasMessageContaining("no file");
    }

    @Test
    void shortFileIsRefusedBeforeItIsHashed() {
        DataManifest manifest = packed(INPUTS);
        Hash first = manifest.batches().getFirst().sha256();
        files.put(first, new byte[3]);

        assertThatThrownBy(() -> batches(manifest).batch(0)).hasMessageContaining("it has 3");
    }

    /** Whoever made the manifest named a file rightly, and lied of what is in it. */
    @Test
    void rootThatIsNotThatOfTheTensorIsRefused() {
        DataManifest honest = packed(INPUTS);
        DataManifest.Batch first = honest.batches().getFirst();
        DataManifest.Batch lie = new DataManifest.Batch(
                first.sha256(), first.bytes(), List.of(first.roots().get(0), Hash.sha256(new byte[] {1})));
        DataManifest manifest = new DataManifest(HashFunction.SHA_256, honest.inputs(), List.of(lie));

        assertThatThrownBy(() -> batches(manifest).batch(0)).hasMessageContaining("the root of target");
    }

    @Test
    void fileWithAnArrayTooManyIsRefused() {
        NavigableMap<String, Tensor> more = new TreeMap<>();
        more.put("x", Tensor.of(Shape.of(2, 3), ramp(6)));
        more.put("target", Tensor.of(Shape.of(2), 7L, 8L));
        more.put("extra", Tensor.scalar(1L));
        byte[] file = new SafeTensors(more, new TreeMap<>()).write();
        files.put(Hash.sha256(file), file);
        DataManifest manifest = new DataManifest(
                HashFunction.SHA_256,
                packed(INPUTS).inputs(),
                List.of(DataManifest.Batch.of(HASHING, file, List.of(tensor(more, "x"), tensor(more, "target")))));

        assertThatThrownBy(() -> batches(manifest).batch(0)).hasMessageContaining("extra");
    }

    @Test
    void dataThatTheJobCannotTakeAreRefused() {
        TrainingData data = packed(INPUTS).data(this::contents);

        assertThatThrownBy(() -> data.batches(List.of("y"), TYPES.subList(0, 1)))
                .hasMessageContaining("no array y");
        assertThatThrownBy(() -> data.batches(List.of("x"), TYPES.subList(1, 2)))
                .hasMessageContaining("the job takes");
    }

    @Test
    void rowsThatMakeNoWholeBatchesAreRefused() {
        DataPacker packer = new DataPacker(4, List.of());

        assertThatThrownBy(() -> packer.add(arrays, (batch, file) -> {})).hasMessageContaining("take off the last 2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"millrace_data\": 1 | \"millrace_data\": 2 | must be 1",
                "\"hash\": 1 | \"hash\": 9 | SHA-512/256",
                "\"hash\": 1, | | just the fields",
                "\"hash\": 1 | \"hash\": 1, \"more\": 1 | just the fields",
                "\"name\": \"target\" | \"name\": \"x\" | input x twice",
                "\"type\": \"int64\" | \"type\": \"text\" | no element type",
                "\"shape\": [2, 3] | \"shape\": [2, -3] | a whole number",
                "\"shape\": [2, 3] | \"shape\": [99999999, 99999999] | 9",
                "\"sha256\": \" | \"sha256\": \"../../etc/passwd | no path",
                "\"sha256\": \" | \"sha256\": \"https://a.b/ | no path",
                "\"roots\": [\" | \"roots\": [\"00 | 64 hexadecimal digits",
                "\"bytes\": | \"bytes\": 9000000000 , \"bytes\": | bytes"
            })
    void manifestThatIsNotWellFormedIsRefused(String part, String instead, String sentence) {
        String text = new String(packed(INPUTS).write(), StandardCharsets.UTF_8);
        String changed = text.replaceFirst(Pattern.quote(part), instead == null ? "" : instead);
        assertThat(changed).isNotEqualTo(text);

        assertThatThrownBy(() -> DataManifest.read(changed.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void sameBatchTwiceIsRefused() {
        DataManifest manifest = packed(INPUTS);
        DataManifest.Batch first = manifest.batches().getFirst();

        assertThatThrownBy(() -> new DataManifest(HashFunction.SHA_256, manifest.inputs(), List.of(first, first)))
                .hasMessageContaining("batches 0 and 1 of the manifest are the same file");
    }

    @Test
    void absurdLengthOfAFileIsRefusedBeforeItIsRead() {
        DataManifest manifest = packed(INPUTS);
        DataManifest.Batch first = manifest.batches().getFirst();
        DataManifest.Batch huge = new DataManifest.Batch(first.sha256(), 1L << 40, first.roots());

        assertThatThrownBy(() -> new DataManifest(HashFunction.SHA_256, manifest.inputs(), List.of(huge)))
                .hasMessageContaining("1099511627776");
        assertThat(reads).isZero();
    }

    @Test
    void everyTruncatedManifestIsRefused() {
        byte[] whole = packed(INPUTS).write();
        for (int length = 0; length < whole.length - 2; length += 7) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> DataManifest.read(cut)).isInstanceOf(RefusedException.class);
        }
    }

    private static Tensor tensor(NavigableMap<String, Tensor> tensors, String name) {
        return Objects.requireNonNull(tensors.get(name), name);
    }
}
