package network.millrace.proof.program;

import java.nio.ByteBuffer;
import network.millrace.proof.tensor.Tensor;
import network.millrace.protocol.crypto.Hash;

/** How a tensor is bound to a program's id. */
@FunctionalInterface
public interface TensorDigest {
    /** The hash of type, shape and canonical bytes. Disputes use Merkle roots over tiles in its place. */
    TensorDigest OF_CONTENT = tensor -> {
        ByteBuffer head = ByteBuffer.allocate(8 + 8 * tensor.shape().rank());
        head.putInt(tensor.type().code()).putInt(tensor.shape().rank());
        for (long dimension : tensor.shape().toLongs()) {
            head.putLong(dimension);
        }
        return Hash.sha256(head.array(), tensor.toLittleEndian());
    };

    Hash of(Tensor tensor);
}
