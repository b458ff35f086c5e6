package network.millrace.ledger.state;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks a range of a state: a merge of what the block has written and what is committed, the former winning.
 *
 * <p>Only the position is remembered between steps, so that writes made while walking are seen when they lie ahead. The
 * committed part is fetched in growing batches: a look at the first row stays cheap, a long walk makes few calls.
 */
final class Cursor {
    private static final int FIRST_BATCH = 4;
    private static final int LARGEST_BATCH = 512;

    private final State state;
    private final TableWrites writes;
    private final byte[] from;
    private final byte[] to;
    private final boolean reverse;
    private final ArrayDeque<StateEntry> fetched = new ArrayDeque<>();
    private int batch = FIRST_BATCH;
    private boolean exhausted;
    private @Nullable Key fetchedUpTo;
    private @Nullable Key position;
    private @Nullable Stored value;

    Cursor(State state, byte[] from, byte[] to, boolean reverse) {
        this.state = state;
        this.writes = state.writes(new Key(from));
        this.from = from;
        this.to = to;
        this.reverse = reverse;
    }

    /** Moves to the next row; false when there is none. */
    boolean advance() {
        while (true) {
            State.Slot written = nextWritten();
            StateEntry stored = nextStored();
            if (written == null && stored == null) {
                value = null;
                return false;
            }
            int order = order(written, stored);
            if (order >= 0) {
                fetched.removeFirst();
            }
            if (order > 0 && stored != null) {
                position = new Key(stored.key());
                value = new Stored.Encoded(stored);
                return true;
            }
            if (written != null) {
                position = written.key;
                if (written.value != null) {
                    value = new Stored.Decoded(written.value);
                    return true;
                }
            }
        }
    }

    byte[] key() {
        return current(position).bytes();
    }

    Stored value() {
        return current(value);
    }

    private static <T> T current(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("the cursor stands on no row: advance() first");
        }
        return part;
    }

    /** Below zero: the written row comes first; above: the stored one; zero: both have the same key. */
    private int order(State.@Nullable Slot written, @Nullable StateEntry stored) {
        if (written == null) {
            return 1;
        }
        if (stored == null) {
            return -1;
        }
        int comparison = Arrays.compareUnsigned(written.key.bytes(), stored.key());
        return reverse ? -comparison : comparison;
    }

    private State.@Nullable Slot nextWritten() {
        State.Slot slot = position == null
                ? writes.next(new Key(reverse ? to : from), !reverse, reverse)
                : writes.next(position, false, reverse);
        return slot != null && contains(slot.key.bytes()) ? slot : null;
    }

    private boolean contains(byte[] key) {
        return Arrays.compareUnsigned(key, from) >= 0 && Arrays.compareUnsigned(key, to) < 0;
    }

    private @Nullable StateEntry nextStored() {
        if (fetched.isEmpty() && !exhausted) {
            fetch();
        }
        return fetched.peekFirst();
    }

    private void fetch() {
        byte[] lower = reverse || fetchedUpTo == null ? from : justAfter(fetchedUpTo.bytes());
        byte[] upper = reverse && fetchedUpTo != null ? fetchedUpTo.bytes() : to;
        if (Arrays.compareUnsigned(lower, upper) >= 0) {
            exhausted = true;
            return;
        }
        List<StateEntry> entries = state.committedRange(lower, upper, reverse, batch);
        exhausted = entries.size() < batch;
        batch = Math.min(batch * 4, LARGEST_BATCH);
        fetched.addAll(entries);
        if (!entries.isEmpty()) {
            fetchedUpTo = new Key(entries.getLast().key());
        }
    }

    private static byte[] justAfter(byte[] key) {
        return Arrays.copyOf(key, key.length + 1);
    }
}
