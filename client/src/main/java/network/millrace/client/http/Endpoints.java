package network.millrace.client.http;

import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The nodes that may be asked. All threads ask the one that answered last; whoever finds it silent moves on to the next. */
final class Endpoints {
    private final List<URI> list;
    private final AtomicInteger current = new AtomicInteger();

    Endpoints(List<URI> list) {
        if (list.isEmpty()) {
            throw new IllegalArgumentException("at least one node is needed, such as http://127.0.0.1:26660");
        }
        for (URI endpoint : list) {
            boolean http = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
            if (!http || endpoint.getHost() == null) {
                throw new IllegalArgumentException(
                        "a node is given as http://host:port or https://host:port; this is " + endpoint);
            }
        }
        this.list = List.copyOf(list);
    }

    int count() {
        return list.size();
    }

    /** The node to ask now. */
    URI current() {
        return list.get(Math.floorMod(current.get(), list.size()));
    }

    /** Moves on, unless another thread already has. */
    void leave(URI silent) {
        int position = current.get();
        if (list.get(Math.floorMod(position, list.size())).equals(silent)) {
            current.compareAndSet(position, position + 1);
        }
    }

    @Override
    public String toString() {
        return String.join(", ", list.stream().map(URI::toString).toList());
    }
}
