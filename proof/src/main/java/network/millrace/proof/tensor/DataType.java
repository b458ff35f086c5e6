package network.millrace.proof.tensor;

import network.millrace.proof.RefusedException;

/** The element types that programs compute with, and their codes in ONNX files. */
public enum DataType {
    FLOAT32(1, 4, Storage.FLOATS),
    UINT8(2, 1, Storage.BYTES),
    INT8(3, 1, Storage.BYTES),
    UINT16(4, 2, Storage.SHORTS),
    INT16(5, 2, Storage.SHORTS),
    INT32(6, 4, Storage.INTS),
    INT64(7, 8, Storage.LONGS),
    /** One byte, 0 or 1. */
    BOOL(9, 1, Storage.BYTES),
    FLOAT16(10, 2, Storage.SHORTS),
    FLOAT64(11, 8, Storage.DOUBLES),
    UINT32(12, 4, Storage.INTS),
    UINT64(13, 8, Storage.LONGS),
    BFLOAT16(16, 2, Storage.SHORTS);

    /** The Java array that holds elements of a type; unsigned types use the signed array of their width. */
    public enum Storage {
        FLOATS,
        DOUBLES,
        LONGS,
        INTS,
        SHORTS,
        BYTES;

        /** A new array of zeros. */
        public Object allocate(int length) {
            return switch (this) {
                case FLOATS -> new float[length];
                case DOUBLES -> new double[length];
                case LONGS -> new long[length];
                case INTS -> new int[length];
                case SHORTS -> new short[length];
                case BYTES -> new byte[length];
            };
        }
    }

    private final int code;
    private final int bytes;
    private final Storage storage;

    DataType(int code, int bytes, Storage storage) {
        this.code = code;
        this.bytes = bytes;
        this.storage = storage;
    }

    /**
     * The type with an ONNX code.
     *
     * @throws RefusedException for strings, complex and 8-bit or smaller floating types, and for numbers that are no code
     */
    public static DataType of(int code) {
        for (DataType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw RefusedException.unsupported("element type " + code + " is not supported; the supported ones are "
                + "float16, bfloat16, float32, float64, bool and the integers of 8 to 64 bits");
    }

    /** The code in ONNX files and in canonical bytes. */
    public int code() {
        return code;
    }

    /** Bytes of one element in a file and in canonical bytes. */
    public int bytes() {
        return bytes;
    }

    public Storage storage() {
        return storage;
    }

    public boolean isFloating() {
        return switch (this) {
            case FLOAT16, BFLOAT16, FLOAT32, FLOAT64 -> true;
            case UINT8, INT8, UINT16, INT16, INT32, INT64, BOOL, UINT32, UINT64 -> false;
        };
    }

    /** Whether elements are 16-bit floating point numbers: stored so, computed in float32. */
    public boolean isHalf() {
        return this == FLOAT16 || this == BFLOAT16;
    }

    /** Whether this is a signed or unsigned integer; bool is none. */
    public boolean isInteger() {
        return !isFloating() && this != BOOL;
    }

    public boolean isUnsigned() {
        return this == UINT8 || this == UINT16 || this == UINT32 || this == UINT64;
    }
}
