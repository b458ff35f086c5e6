package network.millrace.ledger.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was written to one table. Keys are put in order only when the table is scanned, because most tables never are in a
 * block, and a sorted map costs more than all else in a transfer.
 */
final class TableWrites {
    private final List<State.Slot> written = new ArrayList<>();
    /** The first {@link #sortedCount} of {@link #written}, by key. */
    private final TreeMap<Key, State.Slot> sorted = new TreeMap<>();

    private int sortedCount;

    void add(State.Slot slot) {
        written.add(slot);
    }

    /** All slots ever written; those taken back by a rollback are not dirty. */
    List<State.Slot> all() {
        return written;
    }

    /** The first dirty slot after {@code position} (at or after it when {@code inclusive}), in the direction asked. */
    State.@Nullable Slot next(Key position, boolean inclusive, boolean reverse) {
        sortNewlyWritten();
        var entry = reverse ? below(position, inclusive) : above(position, inclusive);
        while (entry != null && !entry.getValue().dirty) {
            entry = reverse ? sorted.lowerEntry(entry.getKey()) : sorted.higherEntry(entry.getKey());
        }
        return entry == null ? null : entry.getValue();
    }

    private Map.@Nullable Entry<Key, State.Slot> above(Key position, boolean inclusive) {
        return inclusive ? sorted.ceilingEntry(position) : sorted.higherEntry(position);
    }

    private Map.@Nullable Entry<Key, State.Slot> below(Key position, boolean inclusive) {
        return inclusive ? sorted.floorEntry(position) : sorted.lowerEntry(position);
    }

    private void sortNewlyWritten() {
        for (; sortedCount < written.size(); sortedCount++) {
            State.Slot slot = written.get(sortedCount);
            sorted.put(slot.key, slot);
        }
    }
}
