package network.millrace.ledger.state;

import java.util.List;
import java.util.Optional;

/**
 * Port to a committed state: an ordered map from bytes to bytes, keys compared as unsigned bytes.
 *
 * <p>What a reader answers must stay one and the same state until its owner commits the next block. There is no cursor
 * to close: a range is read in batches, each continuing after the last key of the one before. Arrays handed out are
 * never changed by the caller.
 */
public interface StateReader {
    Optional<byte[]> get(byte[] key);

    /**
     * Up to {@code limit} entries with {@code from} &lt;= key &lt; {@code to}, in rising order, or in falling order when
     * {@code reverse}.
     */
    List<StateEntry> range(byte[] from, byte[] to, boolean reverse, int limit);
}
