package network.millrace.proof.commitment;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import network.millrace.proof.tensor.TensorType;
import network.millrace.proof.tensor.TileGrid;
import network.millrace.protocol.crypto.Hash;

/**
 * What a verifier knows of a tree without having seen any of it: what it is of, and how many leaves it has. The root is bound
 * to all of this, so a proof for one tree, size or place proves nothing about another.
 */
public record TreeLabel(Kind kind, ByteString context, long count) {
    /** More leaves than any tree that can be computed has. */
    public static final long COUNT_MAX = 1L << 48;

    /** What a tree is of. */
    public enum Kind {
        TENSOR(1),
        CHECKPOINT(2),
        RUN(3),
        OPERATION(4),
        TRACE(5),
        MANIFEST(6);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    public TreeLabel {
        if (count < 0 || count > COUNT_MAX) {
            throw new IllegalArgumentException("a tree has 0 to " + COUNT_MAX + " leaves; this one has " + count);
        }
    }

    /** The tiles of a tensor. */
    public static TreeLabel tensor(TensorType type) {
        ByteBuffer context = ByteBuffer.allocate(8 + 8 * type.shape().rank());
        context.putInt(type.type().code()).putInt(type.shape().rank());
        for (long dimension : type.shape().toLongs()) {
            context.putLong(dimension);
        }
        return new TreeLabel(Kind.TENSOR, ByteString.copyFrom(context.flip()), new TileGrid(type.shape()).tiles());
    }

    /** The outputs of a step program, in order. */
    public static TreeLabel checkpoint(int outputs) {
        return new TreeLabel(Kind.CHECKPOINT, ByteString.EMPTY, outputs);
    }

    /** The checkpoints of a job's run. */
    public static TreeLabel run(Hash job, long checkpoints) {
        return new TreeLabel(Kind.RUN, job.toByteString(), checkpoints);
    }

    /** The outputs of one operation. */
    public static TreeLabel operation(int index, int outputs) {
        return new TreeLabel(Kind.OPERATION, number(index), outputs);
    }

    /** The operations of one step, and as the last leaf the checkpoint that it ends with. */
    public static TreeLabel trace(long step, int operations) {
        return new TreeLabel(Kind.TRACE, number(step), operations + 1L);
    }

    /** The tensors of all batches, batch by batch. */
    public static TreeLabel manifest(int slots, long batches) {
        return new TreeLabel(Kind.MANIFEST, number(slots), Math.multiplyExact(batches, slots));
    }

    /** How many levels of pairs lie above the leaves; 0 for up to one leaf. */
    public int depth() {
        return count <= 1 ? 0 : Long.SIZE - Long.numberOfLeadingZeros(count - 1);
    }

    /** How many nodes a level has; level 0 are the leaves. A node without a neighbour on its right rises as it is. */
    public long nodes(int level) {
        return (count + (1L << level) - 1) >> level;
    }

    private static ByteString number(long number) {
        return ByteString.copyFrom(
                ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
    }
}
