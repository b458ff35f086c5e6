package network.millrace.proof.commitment;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import network.millrace.protocol.crypto.Hash;

/** The hashes that commitments consist of. The first byte of what is hashed says which of them it is. */
public record Hashing(HashFunction function) {
    private static final byte TILE = 0;
    private static final byte INNER = 1;
    private static final byte ROOT = 2;
    private static final byte STATE = 3;
    private static final byte ABSENT = 4;

    /** A node above two others. */
    public Hash inner(Hash left, Hash right) {
        return hash(new byte[] {INNER}, left.bytes(), right.bytes());
    }

    /** The node above nodes of one level that are neighbours; the last one rises as it is when it has no partner. */
    public Hash top(List<Hash> nodes) {
        List<Hash> level = nodes;
        while (level.size() > 1) {
            List<Hash> above = new ArrayList<>((level.size() + 1) / 2);
            for (int i = 0; i < level.size(); i += 2) {
                above.add(i + 1 < level.size() ? inner(level.get(i), level.get(i + 1)) : level.get(i));
            }
            level = above;
        }
        return level.getFirst();
    }

    /** The root of a tree that has leaves. */
    public Hash root(TreeLabel label, Hash top) {
        if (label.count() == 0) {
            throw new IllegalArgumentException("a tree without leaves has no node on top");
        }
        return hash(head(label), top.bytes());
    }

    /** The root of a tree without leaves. */
    public Hash emptyRoot(TreeLabel label) {
        if (label.count() != 0) {
            throw new IllegalArgumentException("the tree has " + label.count() + " leaves");
        }
        return hash(head(label));
    }

    /** The root of a tree with the given leaves. */
    public Hash root(TreeLabel label, List<Hash> leaves) {
        if (leaves.size() != label.count()) {
            throw new IllegalArgumentException(leaves.size() + " leaves of " + label.count());
        }
        return leaves.isEmpty() ? emptyRoot(label) : root(label, top(leaves));
    }

    /** A tile as a leaf. Where it lies, and so its rows and columns, follows from its place in the tree. */
    public Hash tile(DataType type, byte[] bytes) {
        return hash(tileHead(type), bytes);
    }

    /** A state within the chain of links that make a piece; also a piece that is one element. */
    public Hash state(Tensor state) {
        return state(state.tensorType(), state.toLittleEndian());
    }

    /** As {@link #state(Tensor)}, from canonical bytes. */
    public Hash state(TensorType type, byte[] bytes) {
        return hash(new byte[] {STATE}, TreeLabel.tensor(type).context().toByteArray(), bytes);
    }

    /** Stands in a checkpoint before the first step, in place of an output that is no state. */
    public Hash absent() {
        return hash(new byte[] {ABSENT});
    }

    Hash hash(byte[]... parts) {
        MessageDigest digest = function.newDigest();
        for (byte[] part : parts) {
            digest.update(part);
        }
        return Hash.of(digest.digest());
    }

    static byte[] tileHead(DataType type) {
        return ByteBuffer.allocate(5).put(TILE).putInt(type.code()).array();
    }

    private static byte[] head(TreeLabel label) {
        ByteString context = label.context();
        ByteBuffer head = ByteBuffer.allocate(14 + context.size());
        head.put(ROOT).put((byte) label.kind().code()).putLong(label.count()).putInt(context.size());
        context.copyTo(head);
        return head.array();
    }
}
