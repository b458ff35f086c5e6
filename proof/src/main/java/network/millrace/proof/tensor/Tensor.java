package network.millrace.proof.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import network.millrace.proof.RefusedException;

/**
 * A dense, row-major tensor over one Java array.
 *
 * <p>A tensor is written once, by the kernel that makes it, and never changed afterwards; the arrays are handed out
 * without a copy because kernels live on them, and writing into a tensor that one did not just allocate is a bug. The
 * array may be longer than the tensor, since the executor reuses memory: loops run to {@link #size()}.
 */
public final class Tensor {
    private final TensorType type;
    private final Object array;
    private final int size;

    private Tensor(TensorType type, Object array) {
        this.type = type;
        this.array = array;
        this.size = type.shape().arraySize();
    }

    /** A tensor of zeros, to be filled by the caller. */
    public static Tensor allocate(TensorType type) {
        return new Tensor(type, type.type().storage().allocate(type.shape().arraySize()));
    }

    public static Tensor allocate(DataType type, Shape shape) {
        return allocate(new TensorType(type, shape));
    }

    /**
     * A tensor over an array that its owner hands over.
     *
     * @throws IllegalArgumentException when the array is of another type or too short
     */
    public static Tensor over(TensorType type, Object array) {
        boolean fits = array.getClass() == type.type().storage().allocate(0).getClass()
                && java.lang.reflect.Array.getLength(array) >= type.shape().arraySize();
        if (!fits) {
            throw new IllegalArgumentException("a tensor of type " + type + " needs another or a longer array than "
                    + array.getClass().getSimpleName() + " of " + java.lang.reflect.Array.getLength(array));
        }
        return new Tensor(type, array);
    }

    public static Tensor of(Shape shape, float... elements) {
        return exact(DataType.FLOAT32, shape, elements, elements.length);
    }

    public static Tensor of(Shape shape, double... elements) {
        return exact(DataType.FLOAT64, shape, elements, elements.length);
    }

    public static Tensor of(Shape shape, long... elements) {
        return exact(DataType.INT64, shape, elements, elements.length);
    }

    public static Tensor of(Shape shape, int... elements) {
        return exact(DataType.INT32, shape, elements, elements.length);
    }

    public static Tensor of(Shape shape, boolean... elements) {
        byte[] bytes = new byte[elements.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (elements[i] ? 1 : 0);
        }
        return exact(DataType.BOOL, shape, bytes, bytes.length);
    }

    public static Tensor scalar(float element) {
        return of(Shape.SCALAR, element);
    }

    public static Tensor scalar(long element) {
        return of(Shape.SCALAR, element);
    }

    /** A vector of int64, the form of axes, shapes and repetitions in ONNX. */
    public static Tensor vector(long... elements) {
        return of(Shape.of(elements.length), elements);
    }

    /**
     * Reads canonical bytes: little endian, row major.
     *
     * @throws RefusedException when there are more or fewer bytes than the type says, or a bool is neither 0 nor 1
     */
    public static Tensor fromLittleEndian(TensorType type, byte[] bytes) {
        if (bytes.length != type.bytes()) {
            throw RefusedException.malformed(
                    "a tensor of type " + type + " has " + type.bytes() + " bytes; these are " + bytes.length);
        }
        Tensor tensor = allocate(type);
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        switch (type.type().storage()) {
            case FLOATS -> buffer.asFloatBuffer().get(tensor.floats());
            case DOUBLES -> buffer.asDoubleBuffer().get(tensor.doubles());
            case LONGS -> buffer.asLongBuffer().get(tensor.longs());
            case INTS -> buffer.asIntBuffer().get(tensor.ints());
            case SHORTS -> buffer.asShortBuffer().get(tensor.shorts());
            case BYTES -> buffer.get(tensor.bytes());
        }
        if (type.type() == DataType.BOOL) {
            for (byte element : tensor.bytes()) {
                if (element != 0 && element != 1) {
                    throw RefusedException.malformed("a bool is the byte 0 or 1; this is " + (element & 0xff));
                }
            }
        }
        return tensor;
    }

    public TensorType tensorType() {
        return type;
    }

    public DataType type() {
        return type.type();
    }

    public Shape shape() {
        return type.shape();
    }

    /** The number of elements. */
    public int size() {
        return size;
    }

    /** The elements of a float32 tensor. */
    public float[] floats() {
        return (float[]) array;
    }

    /** The elements of a float64 tensor. */
    public double[] doubles() {
        return (double[]) array;
    }

    /** The elements of an int64 or uint64 tensor. */
    public long[] longs() {
        return (long[]) array;
    }

    /** The elements of an int32 or uint32 tensor. */
    public int[] ints() {
        return (int[]) array;
    }

    /** The elements of a 16-bit tensor, integers or the bits of half precision. */
    public short[] shorts() {
        return (short[]) array;
    }

    /** The elements of an 8-bit tensor; bool is 0 or 1. */
    public byte[] bytes() {
        return (byte[]) array;
    }

    /** The array, for code that only moves elements (with {@code System.arraycopy}). */
    public Object array() {
        return array;
    }

    /** The same elements in another shape of the same size; no copy. */
    public Tensor reshaped(Shape shape) {
        if (shape.size() != size) {
            throw RefusedException.malformed(
                    "shape " + shape() + " has " + size + " elements and cannot become " + shape);
        }
        return new Tensor(type.shaped(shape), array);
    }

    /**
     * Element i as a double, whatever its type; exact except for 64-bit integers beyond 2^53.
     *
     * @throws RefusedException when there are fewer elements
     */
    public double real(int i) {
        requireElement(i);
        return switch (type()) {
            case FLOAT32 -> floats()[i];
            case FLOAT64 -> doubles()[i];
            case FLOAT16, BFLOAT16 -> HalfPrecision.toFloat(type(), shorts()[i]);
            case UINT64 -> Casts.unsignedToDouble(longs()[i]);
            case UINT8, INT8, UINT16, INT16, INT32, INT64, BOOL, UINT32 -> integer(i);
        };
    }

    /**
     * Element i of an integer or bool tensor; a uint64 beyond 2^63 comes out negative.
     *
     * @throws RefusedException when there are fewer elements, or they are floating point
     */
    public long integer(int i) {
        requireElement(i);
        return switch (type()) {
            case INT64, UINT64 -> longs()[i];
            case INT32 -> ints()[i];
            case UINT32 -> Integer.toUnsignedLong(ints()[i]);
            case INT16 -> shorts()[i];
            case UINT16 -> Short.toUnsignedLong(shorts()[i]);
            case INT8 -> bytes()[i];
            case UINT8, BOOL -> Byte.toUnsignedLong(bytes()[i]);
            case FLOAT16, BFLOAT16, FLOAT32, FLOAT64 ->
                throw RefusedException.malformed("whole numbers are needed here, not " + type());
        };
    }

    /** What operators read by number, as an axis or a scale, comes out of files that may hold less. */
    private void requireElement(int i) {
        if (i < 0 || i >= size) {
            throw RefusedException.malformed(
                    "a tensor of shape " + shape() + " has no element " + i + ", which is needed here");
        }
    }

    /** All elements of an integer or bool tensor. */
    public long[] toLongs() {
        long[] elements = new long[size];
        for (int i = 0; i < size; i++) {
            elements[i] = integer(i);
        }
        return elements;
    }

    /** Canonical bytes: little endian, row major, each NaN as the one quiet pattern without sign and payload. */
    public byte[] toLittleEndian() {
        return toLittleEndian(0, size);
    }

    /** Canonical bytes of the elements from (inclusive) to (exclusive) in flat order. */
    public byte[] toLittleEndian(int from, int to) {
        byte[] bytes = new byte[Math.multiplyExact(to - from, type().bytes())];
        putLittleEndian(from, to, ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
        return bytes;
    }

    /**
     * Appends the canonical bytes of the elements from (inclusive) to (exclusive) in flat order.
     *
     * @param buffer little endian, with room for them
     */
    public void putLittleEndian(int from, int to, ByteBuffer buffer) {
        switch (type().storage()) {
            case FLOATS -> {
                float[] elements = floats();
                if (hasNan(elements, from, to)) {
                    for (int i = from; i < to; i++) {
                        buffer.putInt(Float.floatToIntBits(elements[i]));
                    }
                } else {
                    buffer.asFloatBuffer().put(elements, from, to - from);
                    advance(buffer, to - from);
                }
            }
            case DOUBLES -> {
                double[] elements = doubles();
                for (int i = from; i < to; i++) {
                    buffer.putLong(Double.doubleToLongBits(elements[i]));
                }
            }
            case LONGS -> {
                buffer.asLongBuffer().put(longs(), from, to - from);
                advance(buffer, to - from);
            }
            case INTS -> {
                buffer.asIntBuffer().put(ints(), from, to - from);
                advance(buffer, to - from);
            }
            case SHORTS -> {
                short[] elements = shorts();
                for (int i = from; i < to; i++) {
                    buffer.putShort(HalfPrecision.canonical(type(), elements[i]));
                }
            }
            case BYTES -> buffer.put(bytes(), from, to - from);
        }
    }

    private void advance(ByteBuffer buffer, int elements) {
        buffer.position(buffer.position() + elements * type().bytes());
    }

    /** Looks at all of them, so that the loop has no way out and several are compared at a time. */
    private static boolean hasNan(float[] elements, int from, int to) {
        int nans = 0;
        for (int i = from; i < to; i++) {
            nans += Float.isNaN(elements[i]) ? 1 : 0;
        }
        return nans > 0;
    }

    /** Whether type, shape and canonical bytes are the same. Unlike {@code ==} on floats, -0 differs from +0. */
    public boolean sameBits(Tensor other) {
        return type.equals(other.type) && Arrays.equals(toLittleEndian(), other.toLittleEndian());
    }

    /** Type, shape and the first elements. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(type.toString()).append(" {");
        for (int i = 0; i < Math.min(size, 8); i++) {
            text.append(i == 0 ? "" : ", ");
            if (type().isFloating()) {
                text.append(real(i));
            } else {
                text.append(integer(i));
            }
        }
        return text.append(size > 8 ? ", …}" : "}").toString();
    }

    private static Tensor exact(DataType type, Shape shape, Object array, int length) {
        if (shape.size() != length) {
            throw RefusedException.malformed(
                    "shape " + shape + " has " + shape.size() + " elements; " + length + " were given");
        }
        return new Tensor(new TensorType(type, shape), array);
    }
}
