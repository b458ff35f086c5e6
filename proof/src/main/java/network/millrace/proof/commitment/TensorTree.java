package network.millrace.proof.commitment;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import network.millrace.proof.program.TensorDigest;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TileGrid;
import network.millrace.protocol.crypto.Hash;

/** Tensors as trees of tiles. A tile is written to one small buffer and hashed from there; the tensor is not copied. */
public final class TensorTree {
    private TensorTree() {}

    /** The root of a tensor. */
    public static Hash root(Hashing hashing, Tensor tensor) {
        Frontier frontier = new Frontier(hashing, TreeLabel.tensor(tensor.tensorType()));
        hashTiles(hashing, tensor, frontier::add);
        return frontier.root();
    }

    /** All nodes of a tensor's tree. */
    public static MerkleTree of(Hashing hashing, Tensor tensor) {
        List<Hash> leaves = new ArrayList<>();
        hashTiles(hashing, tensor, leaves::add);
        return new MerkleTree(hashing, TreeLabel.tensor(tensor.tensorType()), leaves);
    }

    /** How a program's id binds its large constants when its runs are committed to. */
    public static TensorDigest digest(Hashing hashing) {
        return tensor -> root(hashing, tensor);
    }

    private static void hashTiles(Hashing hashing, Tensor tensor, Consumer<Hash> leaves) {
        TileGrid grid = new TileGrid(tensor.shape());
        MessageDigest digest = hashing.function().newDigest();
        byte[] head = Hashing.tileHead(tensor.type());
        int columns = grid.columns();
        ByteBuffer buffer = ByteBuffer.allocate(
                        TileGrid.EDGE * TileGrid.EDGE * tensor.type().bytes())
                .order(ByteOrder.LITTLE_ENDIAN);
        for (long tile = 0; tile < grid.tiles(); tile++) {
            int first = Math.toIntExact(grid.firstElement(tile));
            int width = grid.width(tile);
            buffer.clear();
            for (int row = 0; row < grid.height(tile); row++) {
                tensor.putLittleEndian(first + row * columns, first + row * columns + width, buffer);
            }
            digest.update(head);
            digest.update(buffer.flip());
            leaves.accept(Hash.of(digest.digest()));
        }
    }
}
