package network.millrace.proof.program;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attribute;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.operators.Signature;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import network.millrace.protocol.crypto.Hash;

/**
 * A program in canonical bytes. Numbers are big endian, texts and lists have their length in front:
 *
 * <pre>
 *   program    = "millrace.program" version:u32 list(type of each input) list(constant) list(operation) list(output:u32)
 *   type       = element type:u32 list(dimension:u64)
 *   constant   = 0:u8 type bytes           up to 64 elements: the little-endian elements
 *              | 1:u8 type digest:32 bytes
 *   operation  = name:text list(attribute) list(input:i32, -1 absent) count of outputs:u32
 *   attribute  = name:text kind:u8 value
 * </pre>
 *
 * Types of values in between are not written, since they follow. Every change of what an operator computes is a new
 * version.
 */
public final class ProgramEncoding {
    /** The version of the specification that programs are computed by. */
    public static final int VERSION = 1;

    private static final String MAGIC = "millrace.program";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private ProgramEncoding() {}

    /** The canonical bytes, with large constants bound by a digest. */
    public static byte[] encode(Program program, TensorDigest digest) {
        ProgramEncoding encoding = new ProgramEncoding();
        encoding.program(program, digest);
        return encoding.bytes.toByteArray();
    }

    /** The program's id: SHA-256 of its canonical bytes. */
    public static Hash id(Program program, TensorDigest digest) {
        return Hash.sha256(encode(program, digest));
    }

    private void program(Program program, TensorDigest digest) {
        bytes.writeBytes(MAGIC.getBytes(StandardCharsets.UTF_8));
        word(VERSION);
        word(program.inputNames().size());
        for (int i = 0; i < program.inputNames().size(); i++) {
            type(program.type(i));
        }
        word(program.constants().size());
        program.constants().forEach(constant -> constant(constant, digest));
        word(program.operations().size());
        program.operations().forEach(this::operation);
        word(program.outputs().size());
        program.outputs().forEach(this::word);
    }

    private void constant(Tensor constant, TensorDigest digest) {
        boolean small = constant.size() <= Signature.SMALL_CONSTANT_MAX;
        bytes.write(small ? 0 : 1);
        type(constant.tensorType());
        bytes.writeBytes(small ? constant.toLittleEndian() : digest.of(constant).bytes());
    }

    private void operation(Operation operation) {
        text(operation.operator().name());
        attributes(operation.attributes());
        word(operation.inputs().size());
        operation.inputs().forEach(this::word);
        word(operation.outputs().size());
    }

    private void attributes(Attributes attributes) {
        word(attributes.byName().size());
        attributes.byName().forEach((name, attribute) -> {
            text(name);
            attribute(attribute);
        });
    }

    private void attribute(Attribute attribute) {
        switch (attribute) {
            case Attribute.Real(float value) -> {
                bytes.write(1);
                word(Float.floatToIntBits(value));
            }
            case Attribute.Whole(long value) -> {
                bytes.write(2);
                number(value);
            }
            case Attribute.Text(String value) -> {
                bytes.write(3);
                text(value);
            }
            case Attribute.Constant(Tensor value) -> {
                bytes.write(4);
                type(value.tensorType());
                bytes.writeBytes(value.toLittleEndian());
            }
            case Attribute.Reals(List<Float> values) -> {
                bytes.write(5);
                word(values.size());
                values.forEach(value -> word(Float.floatToIntBits(value)));
            }
            case Attribute.Wholes(List<Long> values) -> {
                bytes.write(6);
                word(values.size());
                values.forEach(this::number);
            }
            case Attribute.Texts(List<String> values) -> {
                bytes.write(7);
                word(values.size());
                values.forEach(this::text);
            }
            case Attribute.ElementType(var value) -> {
                bytes.write(8);
                word(value.code());
            }
            case Attribute.Subgraph ignored ->
                throw RefusedException.unsupported("an operation with a subgraph has no canonical form");
            case Attribute.Reference(String name) ->
                throw RefusedException.malformed("attribute " + name + " of a function was never given");
        }
    }

    private void type(TensorType type) {
        word(type.type().code());
        word(type.shape().rank());
        for (long dimension : type.shape().toLongs()) {
            number(dimension);
        }
    }

    private void text(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        word(encoded.length);
        bytes.writeBytes(encoded);
    }

    private void word(int value) {
        bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
    }

    private void number(long value) {
        bytes.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
    }
}
