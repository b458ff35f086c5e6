package network.millrace.ledger.state;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.ledger.v1.PageRequest;
import network.millrace.protocol.ledger.v1.PageResponse;

/** One page of a scan, and where the next begins. */
public record Page<K, V>(List<Row<K, V>> rows, PageResponse response) {
    static final int LIMIT_DEFAULT = 100;
    static final int LIMIT_MAX = 1_000;
    static final int KEY_BYTES_MAX = 256;

    public Page {
        rows = List.copyOf(rows);
    }

    /**
     * The page asked for.
     *
     * @throws MalformedException when limit or key are out of bounds
     */
    public static <K, V> Page<K, V> of(Scan<K, V> scan, PageRequest request) {
        int limit = limit(request);
        Scan<K, V> rest = request.getReverse() ? scan.reverse() : scan;
        if (!request.getKey().isEmpty()) {
            rest = rest.fromBytes(request.getKey().toByteArray());
        }
        var rows = new ArrayList<Row<K, V>>();
        Cursor cursor = rest.cursor();
        while (cursor.advance()) {
            if (rows.size() == limit) {
                return new Page<>(rows, response(rest.behindPrefix(cursor.key())));
            }
            rows.add(rest.row(cursor));
        }
        return new Page<>(rows, PageResponse.getDefaultInstance());
    }

    private static int limit(PageRequest request) {
        int limit = request.getLimit();
        if (limit < 0 || limit > LIMIT_MAX) {
            throw new MalformedException("a page holds at most " + LIMIT_MAX + " entries (0 = " + LIMIT_DEFAULT
                    + "); asked for were " + Integer.toUnsignedString(limit));
        }
        if (request.getKey().size() > KEY_BYTES_MAX) {
            throw new MalformedException("a page's key is the next_key of the page before, at most " + KEY_BYTES_MAX
                    + " bytes; this has " + request.getKey().size());
        }
        return limit == 0 ? LIMIT_DEFAULT : limit;
    }

    private static PageResponse response(byte[] nextKey) {
        return PageResponse.newBuilder()
                .setNextKey(ByteString.copyFrom(nextKey))
                .build();
    }
}
