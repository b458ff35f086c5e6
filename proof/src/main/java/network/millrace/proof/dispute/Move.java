package network.millrace.proof.dispute;

import com.google.protobuf.ByteString;
import java.util.List;
import network.millrace.protocol.crypto.Hash;

/** What a side says. */
public sealed interface Move {
    /** Bytes of what it carries; lengths and tags of an encoding are not counted. */
    long bytes();

    /** Defender: the nodes below the one in dispute, or the states that cut the chain in dispute. */
    record Reveal(List<Hash> nodes) implements Move {
        public Reveal {
            nodes = List.copyOf(nodes);
        }

        @Override
        public long bytes() {
            return hashes(nodes);
        }
    }

    /** Challenger: the first of what was shown that it disagrees with. */
    record Pick(int index) implements Move {
        @Override
        public long bytes() {
            return Integer.BYTES;
        }
    }

    /** Defender: the checkpoint before the one in dispute, with its path in the run. */
    record OpenBefore(Hash checkpoint, List<Hash> path) implements Move {
        public OpenBefore {
            path = List.copyOf(path);
        }

        @Override
        public long bytes() {
            return Hash.BYTES + hashes(path);
        }
    }

    /** Defender: the trace of the step in dispute, with the path of its last leaf, which is the checkpoint after the step. */
    record OpenTrace(Hash trace, List<Hash> path) implements Move {
        public OpenTrace {
            path = List.copyOf(path);
        }

        @Override
        public long bytes() {
            return Hash.BYTES + hashes(path);
        }
    }

    /** Defender: the tile in dispute, where elements are disputed one by one. */
    record OpenTile(ByteString tile) implements Move {
        @Override
        public long bytes() {
            return tile.size();
        }
    }

    /**
     * Defender: all that one link is computed from.
     *
     * @param state the state before the link; empty before the first, where it is known
     * @param values the tensors that tiles are shown of, each once
     */
    record ProveLink(ByteString state, List<ValueProof> values, List<TileProof> tiles) implements Move {
        public ProveLink {
            values = List.copyOf(values);
            tiles = List.copyOf(tiles);
        }

        @Override
        public long bytes() {
            return state.size()
                    + values.stream().mapToLong(ValueProof::length).sum()
                    + tiles.stream().mapToLong(TileProof::length).sum();
        }
    }

    /** Defender: the root of the value that an output of the step program is. */
    record ProveOutput(ValueProof value) implements Move {
        @Override
        public long bytes() {
            return value.length();
        }
    }

    /**
     * Shows the root of a value of the program, by what the value is: bound by the trace, the checkpoint before the step, the
     * manifest, or the job itself; then there is no path.
     *
     * @param value its number in the program
     * @param slotPath for the output of an operation: its path among the operation's outputs
     * @param path from there to the root that is known
     */
    record ValueProof(int value, Hash root, List<Hash> slotPath, List<Hash> path) {
        public ValueProof {
            slotPath = List.copyOf(slotPath);
            path = List.copyOf(path);
        }

        long length() {
            return Integer.BYTES + Hash.BYTES + hashes(slotPath) + hashes(path);
        }
    }

    /** Shows one tile of an operation's input. */
    record TileProof(int input, long tile, ByteString content, List<Hash> path) {
        public TileProof {
            path = List.copyOf(path);
        }

        long length() {
            return Integer.BYTES + Long.BYTES + content.size() + hashes(path);
        }
    }

    private static long hashes(List<Hash> hashes) {
        return (long) Hash.BYTES * hashes.size();
    }
}
