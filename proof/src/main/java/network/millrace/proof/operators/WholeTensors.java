package network.millrace.proof.operators;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TileGrid;
import org.jspecify.annotations.Nullable;

/** Tiles cut out of whole tensors, for a party that has them all; remembers which were read, so that it can open them. */
public final class WholeTensors implements TileRule.Tiles {
    /** One tile of one input, in the order of both. */
    public record Place(int input, long tile) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            return input != other.input ? Integer.compare(input, other.input) : Long.compare(tile, other.tile);
        }
    }

    private final List<@Nullable Tensor> inputs;
    private final SortedMap<Place, Tensor> read = new TreeMap<>();

    /** @param inputs the operation's inputs, null for one that is absent */
    public WholeTensors(List<@Nullable Tensor> inputs) {
        this.inputs = inputs;
    }

    @Override
    public Tensor tile(int input, long tile) {
        return read.computeIfAbsent(new Place(input, tile), place -> {
            Tensor whole = inputs.get(input);
            if (whole == null) {
                throw new IllegalStateException("a tile of the absent input " + input + " is read");
            }
            return new TileGrid(whole.shape()).cut(whole, tile);
        });
    }

    /** The tiles that were read, each once. */
    public SortedMap<Place, Tensor> read() {
        return Collections.unmodifiableSortedMap(read);
    }
}
