package network.millrace.proof.files;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import network.millrace.proof.RefusedException;
import network.millrace.proof.kernels.StridedCopy;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;

/**
 * One array in NumPy's format: a magic number, a version, the length of a header, the header (a Python dictionary with the
 * element type, the order and the shape), and the elements. Versions 1 to 3 are read, 1 is written.
 */
public final class Npy {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    /** NumPy itself refuses to read longer ones unasked. */
    private static final int HEADER_MAX = 10_000;

    private static final int ALIGNMENT = 64;
    private static final Pattern HEADER = Pattern.compile("\\s*\\{(?=.*'descr'\\s*:\\s*'(?<descr>[^']*)')"
            + "(?=.*'fortran_order'\\s*:\\s*(?<fortran>True|False))"
            + "(?=.*'shape'\\s*:\\s*\\((?<shape>[0-9,\\s]*)\\)).*\\}\\s*");

    private Npy() {}

    /**
     * The array in a file.
     *
     * @param bytesMax what its elements may take
     * @throws RefusedException when the bytes are no such file, or hold what no tensor holds: other byte orders, complex
     *     numbers, text, objects
     */
    public static Tensor read(byte[] file, long bytesMax) {
        if (file.length < MAGIC.length + 4 || !Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw RefusedException.malformed("this is no .npy file: it does not begin with \\x93NUMPY");
        }
        int version = file[MAGIC.length];
        if (version < 1 || version > 3) {
            throw RefusedException.unsupported(
                    "version " + version + " of the .npy format is not supported; 1, 2 and 3 are");
        }
        ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).position(MAGIC.length + 2);
        boolean isShort = version == 1;
        if (buffer.remaining() < (isShort ? 2 : 4)) {
            throw truncated();
        }
        long length = isShort ? Short.toUnsignedLong(buffer.getShort()) : Integer.toUnsignedLong(buffer.getInt());
        if (length > HEADER_MAX) {
            throw RefusedException.overLimit("bytes of a .npy header", length, HEADER_MAX);
        }
        if (buffer.remaining() < length) {
            throw truncated();
        }
        String header = new String(file, buffer.position(), (int) length, StandardCharsets.UTF_8);
        return elements(file, buffer.position() + (int) length, header, bytesMax);
    }

    private static Tensor elements(byte[] file, int from, String header, long bytesMax) {
        Matcher matcher = HEADER.matcher(header);
        if (!matcher.matches()) {
            throw RefusedException.malformed(
                    "the header of a .npy file has descr, fortran_order and shape; this is " + header.strip());
        }
        TensorType type = new TensorType(type(matcher.group("descr")), shape(matcher.group("shape")));
        if (type.bytes() > bytesMax) {
            throw RefusedException.overLimit("bytes of an array of type " + type, type.bytes(), bytesMax);
        }
        if (file.length - from != type.bytes()) {
            throw RefusedException.malformed("an array of type " + type + " has " + type.bytes() + " bytes; "
                    + (file.length - from) + " follow the header");
        }
        byte[] elements = Arrays.copyOfRange(file, from, file.length);
        return matcher.group("fortran").equals("True") && type.shape().rank() > 1
                ? transposed(type, elements)
                : Tensor.fromLittleEndian(type, elements);
    }

    /** Elements whose first axis runs fastest: they are those of the reversed shape, read with its axes turned around. */
    private static Tensor transposed(TensorType type, byte[] elements) {
        int rank = type.shape().rank();
        int[] reversed = new int[rank];
        for (int axis = 0; axis < rank; axis++) {
            reversed[axis] = type.shape().dimension(rank - 1 - axis);
        }
        Shape stored = Shape.of(reversed);
        Tensor source = Tensor.fromLittleEndian(type.shaped(stored), elements);
        int[] strides = stored.strides();
        int[] turned = new int[rank];
        for (int axis = 0; axis < rank; axis++) {
            turned[axis] = strides[rank - 1 - axis];
        }
        Tensor target = Tensor.allocate(type);
        StridedCopy.copy(
                source.array(),
                0,
                turned,
                target.array(),
                0,
                type.shape().strides(),
                type.shape().dimensions());
        return target;
    }

    private static DataType type(String descr) {
        if (descr.startsWith(">")) {
            throw RefusedException.unsupported("the array is big endian (" + descr
                    + "); write it little endian, in NumPy: array.astype(array.dtype.newbyteorder('<'))");
        }
        for (DataType type : DataType.values()) {
            if (type != DataType.BFLOAT16 && descr(type).equals(descr)) {
                return type;
            }
        }
        throw RefusedException.unsupported(
                "element type " + descr
                        + " is not supported; the supported ones are floats of 16 to 64 bits, integers of 8 to 64 bits and bool");
    }

    private static String descr(DataType type) {
        return switch (type) {
            case FLOAT16 -> "<f2";
            case FLOAT32 -> "<f4";
            case FLOAT64 -> "<f8";
            case INT8 -> "|i1";
            case INT16 -> "<i2";
            case INT32 -> "<i4";
            case INT64 -> "<i8";
            case UINT8 -> "|u1";
            case UINT16 -> "<u2";
            case UINT32 -> "<u4";
            case UINT64 -> "<u8";
            case BOOL -> "|b1";
            case BFLOAT16 ->
                throw RefusedException.unsupported("NumPy has no bfloat16; write safetensors, or cast to float32");
        };
    }

    private static Shape shape(String dimensions) {
        try {
            return Shape.of(Pattern.compile(",")
                    .splitAsStream(dimensions)
                    .map(String::strip)
                    .filter(dimension -> !dimension.isEmpty())
                    .mapToLong(Long::parseLong)
                    .toArray());
        } catch (NumberFormatException absurd) {
            throw RefusedException.malformed("(" + dimensions + ") is no shape");
        }
    }

    /** The file of an array, in C order. */
    public static byte[] write(Tensor tensor) {
        String dimensions = Arrays.stream(tensor.shape().toLongs())
                .mapToObj(dimension -> dimension + ",")
                .collect(Collectors.joining(" "));
        String shape = tensor.shape().rank() == 1 ? dimensions : dimensions.replaceAll(",$", "");
        String header = "{'descr': '" + descr(tensor.type()) + "', 'fortran_order': False, 'shape': (" + shape + "), }";
        int head = MAGIC.length + 4;
        int padding = ALIGNMENT - (head + header.length() + 1) % ALIGNMENT;
        byte[] text = (header + " ".repeat(padding % ALIGNMENT) + "\n").getBytes(StandardCharsets.US_ASCII);
        long size = head + text.length + tensor.tensorType().bytes();
        ByteBuffer file = ByteBuffer.allocate(Math.toIntExact(size)).order(ByteOrder.LITTLE_ENDIAN);
        file.put(MAGIC)
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) text.length)
                .put(text);
        tensor.putLittleEndian(0, tensor.size(), file);
        return file.array();
    }

    private static RefusedException truncated() {
        return RefusedException.malformed("this .npy file ends within its header");
    }
}
