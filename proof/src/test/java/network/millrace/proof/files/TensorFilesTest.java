package network.millrace.proof.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import network.millrace.proof.RefusedException;
import network.millrace.proof.Seed;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads what NumPy and the safetensors package have written (src/test/python/tensor_files.py), and what they would refuse. */
class TensorFilesTest {
    private static final Random RANDOM = Seed.random(TensorFilesTest.class);
    private static final long BYTES_MAX = 1 << 20;

    @ParameterizedTest
    @ValueSource(strings = {"plain.npz", "packed.npz"})
    void arraysOfNumpyAreRead(String file) throws Exception {
        NavigableMap<String, Tensor> arrays = Npz.read(resource(file), BYTES_MAX);

        assertThat(arrays.keySet()).containsExactly("empty", "fortran", "half", "ramp", "scalar", "small", "vector");
        assertThat(tensor(arrays, "fortran").sameBits(tensor(arrays, "ramp"))).isTrue();
        checkValues(arrays);
    }

    @Test
    void weightsOfSafetensorsAreRead() throws Exception {
        SafeTensors weights = SafeTensors.read(resource("weights.safetensors"));

        assertThat(weights.metadata()).containsEntry("note", "a \"quoted\" word");
        checkValues(weights.tensors());
    }

    private static void checkValues(NavigableMap<String, Tensor> tensors) {
        assertThat(tensor(tensors, "ramp").sameBits(Tensor.of(Shape.of(2, 3), 0f, 1f, 2f, 3f, 4f, 5f)))
                .isTrue();
        assertThat(tensor(tensors, "scalar").sameBits(Tensor.scalar(-7L))).isTrue();
        assertThat(tensor(tensors, "vector").sameBits(Tensor.of(Shape.of(3), true, false, true)))
                .isTrue();
        assertThat(tensor(tensors, "empty").tensorType()).isEqualTo(new TensorType(DataType.FLOAT64, Shape.of(0, 4)));
        assertThat(tensor(tensors, "half").type()).isEqualTo(DataType.FLOAT16);
        assertThat(tensor(tensors, "half").real(1)).isEqualTo(-2.0);
        assertThat(tensor(tensors, "small").real(0)).isEqualTo(200.0);
    }

    @Test
    void whatIsWrittenIsReadAgainAndAlwaysTheSame() {
        NavigableMap<String, Tensor> tensors = new TreeMap<>();
        for (DataType type : DataType.values()) {
            for (Shape shape : new Shape[] {Shape.SCALAR, Shape.of(3), Shape.of(2, 0), Shape.of(2, 3, 4)}) {
                tensors.put(type + " " + shape, random(new TensorType(type, shape)));
            }
        }

        byte[] safetensors = new SafeTensors(tensors, new TreeMap<>()).write();
        assertSame(SafeTensors.read(safetensors).tensors(), tensors);
        assertThat(new SafeTensors(tensors, new TreeMap<>()).write()).isEqualTo(safetensors);

        tensors.keySet().removeIf(name -> name.startsWith("BFLOAT16"));
        byte[] npz = Npz.write(tensors);
        assertSame(Npz.read(npz, BYTES_MAX), tensors);
        assertThat(Npz.write(tensors)).isEqualTo(npz);
    }

    @ParameterizedTest
    @ValueSource(strings = {"big-endian.npy", "complex.npy"})
    void elementsThatNoTensorHoldsAreRefused(String file) throws Exception {
        byte[] bytes = resource(file);

        assertThatThrownBy(() -> Npy.read(bytes, BYTES_MAX))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(file.startsWith("big") ? "big endian" : "<c8 is not supported");
    }

    @Test
    void arraysBeyondTheLimitAreRefusedBeforeTheyAreHeld() {
        NavigableMap<String, Tensor> large = new TreeMap<>();
        large.put("large", Tensor.allocate(DataType.FLOAT32, Shape.of(1 << 12)));

        assertThatThrownBy(() -> Npz.read(Npz.write(large), 1 << 12)).hasMessageContaining("more than 4096 bytes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'descr': 'O8', 'fortran_order': False, 'shape': (2,), } | element type",
                "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,), } | descr, fortran_order and shape",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (-2,), } | descr, fortran_order and shape",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999, 99999999, 99999999), } | 99999999",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), } | has 12 bytes; 8 follow",
                "{'descr': '<f4', 'fortran_order': Maybe, 'shape': (2,), } | descr, fortran_order and shape"
            },
            quoteCharacter = '"')
    void numpyHeaderThatLiesIsRefused(String header, String sentence) {
        byte[] text = header.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer file = ByteBuffer.allocate(10 + text.length + 8).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) text.length);
        file.put(text);

        assertThatThrownBy(() -> Npy.read(file.array(), BYTES_MAX))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void numpyHeaderOfAbsurdLengthIsRefused() {
        byte[] file = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0, -1, -1, -1, -1, 0, 0};

        assertThatThrownBy(() -> Npy.read(file, BYTES_MAX)).hasMessageContaining("4294967295");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32, 100_000_001, 100})
    void safetensorsHeaderOfAbsurdLengthIsRefused(long length) {
        byte[] file = ByteBuffer.allocate(64)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .array();

        assertThatThrownBy(() -> SafeTensors.read(file)).isInstanceOf(RefusedException.class);
    }

    /** A thousand million zeros pack into a megabyte; they are not unpacked beyond the limit. */
    @Test
    void archiveThatUnpacksToFarMoreThanItTakesIsRefused() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(packed)) {
            zip.putNextEntry(new ZipEntry("zeros.npy"));
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 64; i++) {
                zip.write(zeros);
            }
        }
        assertThat(packed.size()).isLessThan(1 << 18);

        assertThatThrownBy(() -> Npz.read(packed.toByteArray(), 1 << 22))
                .hasMessageContaining("more than 4194304 bytes");
    }

    @Test
    void archiveWithOneNameTwiceOrWithOtherFilesIsRefused() throws Exception {
        byte[] npy = Npy.write(Tensor.scalar(1L));
        NavigableMap<String, Tensor> two = new TreeMap<>();
        two.put("a", Tensor.scalar(1L));
        two.put("b", Tensor.scalar(2L));
        byte[] twice = Npz.write(two);
        for (int i = 0; i + 4 < twice.length; i++) {
            if (new String(twice, i, 5, StandardCharsets.ISO_8859_1).equals("b.npy")) {
                twice[i] = 'a';
            }
        }
        ByteArrayOutputStream other = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(other)) {
            zip.putNextEntry(new ZipEntry("../../readme.txt"));
            zip.write(npy);
        }

        assertThatThrownBy(() -> Npz.read(twice, BYTES_MAX)).hasMessageContaining("holds a twice");
        assertThatThrownBy(() -> Npz.read(other.toByteArray(), BYTES_MAX)).hasMessageContaining("readme.txt");
    }

    static Stream<String> headers() {
        String one = "{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}";
        return Stream.of(
                "[]",
                "{\"a\":" + one + ",\"a\":" + one + "}",
                "{\"a\":" + one + ",\"b\":" + one + "}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}",
                "{\"a\":{\"dtype\":\"F33\",\"shape\":[1],\"data_offsets\":[0,4]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[999999999,999999999],\"data_offsets\":[0,4]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4],\"more\":1}}",
                "{\"a\":" + one + "} x",
                "{\"a\":" + one,
                "[[[[[[[[[[[[]]]]]]]]]]]]");
    }

    @ParameterizedTest
    @MethodSource("headers")
    void safetensorsHeaderThatLiesIsRefused(String header) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + text.length + 4).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(text.length).put(text);

        assertThatThrownBy(() -> SafeTensors.read(file.array())).isInstanceOf(RefusedException.class);
    }

    @Test
    void everyTruncatedOrChangedFileIsReadOrRefusedButNothingElse() throws Exception {
        for (String name : new String[] {"plain.npz", "packed.npz", "weights.safetensors"}) {
            byte[] whole = resource(name);
            for (int round = 0; round < 300; round++) {
                byte[] changed = Arrays.copyOf(whole, round % 2 == 0 ? RANDOM.nextInt(whole.length) : whole.length);
                if (round % 2 == 1) {
                    changed[RANDOM.nextInt(changed.length)] ^= (byte) (1 << RANDOM.nextInt(8));
                }
                try {
                    if (name.endsWith(".npz")) {
                        Npz.read(changed, BYTES_MAX);
                    } else {
                        SafeTensors.read(changed);
                    }
                } catch (RefusedException refused) {
                    assertThat(refused.getMessage()).isNotBlank();
                }
            }
        }
    }

    private static void assertSame(NavigableMap<String, Tensor> read, NavigableMap<String, Tensor> written) {
        assertThat(read.keySet()).isEqualTo(written.keySet());
        written.forEach((name, tensor) ->
                assertThat(tensor(read, name).sameBits(tensor)).as(name).isTrue());
    }

    private static Tensor random(TensorType type) {
        byte[] bytes = new byte[(int) type.bytes()];
        RANDOM.nextBytes(bytes);
        if (type.type() == DataType.BOOL) {
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] &= 1;
            }
        }
        return Tensor.fromLittleEndian(type, bytes);
    }

    private static Tensor tensor(NavigableMap<String, Tensor> tensors, String name) {
        return Objects.requireNonNull(tensors.get(name), name);
    }

    private static byte[] resource(String name) throws Exception {
        try (InputStream in = Objects.requireNonNull(TensorFilesTest.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        }
    }
}
