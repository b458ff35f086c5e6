package network.millrace.agent.core;

import java.util.LinkedHashSet;
import java.util.Set;

/** The newest so many of what was added. */
final class RecentSet<T> {

    private final Set<T> newest = new LinkedHashSet<>();
    private final int most;

    RecentSet(int most) {
        this.most = most;
    }

    void add(T item) {
        newest.remove(item);
        newest.add(item);
        if (newest.size() > most) {
            newest.remove(newest.iterator().next());
        }
    }

    void remove(T item) {
        newest.remove(item);
    }

    boolean contains(T item) {
        return newest.contains(item);
    }
}
