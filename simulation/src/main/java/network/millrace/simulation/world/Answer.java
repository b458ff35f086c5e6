package network.millrace.simulation.world;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that will be known later; see {@link Fibers#await}. The first word counts. */
public final class Answer<T> {
    private final String what;
    private final List<Runnable> waiting = new ArrayList<>();
    private @Nullable T value;
    private @Nullable RuntimeException failure;

    public Answer(String what) {
        this.what = what;
    }

    /** Gives the answer. */
    public void give(T answer) {
        if (!isThere()) {
            value = answer;
            wake();
        }
    }

    /** Says that no answer comes. */
    public void fail(RuntimeException why) {
        if (!isThere()) {
            failure = why;
            wake();
        }
    }

    public boolean isThere() {
        return value != null || failure != null;
    }

    T value() {
        if (failure != null) {
            throw failure;
        }
        if (value == null) {
            throw new IllegalStateException("there is no answer yet: " + what);
        }
        return value;
    }

    /** Hands the answer, or what came instead, on to another as soon as it is there. */
    public void passTo(Answer<T> other) {
        whenThere(() -> {
            if (failure != null) {
                other.fail(failure);
            } else {
                other.give(value());
            }
        });
    }

    /** Runs something as soon as the answer is there; at once when it is. */
    public void whenThere(Runnable then) {
        if (isThere()) {
            then.run();
            return;
        }
        waiting.add(then);
    }

    @Override
    public String toString() {
        return what;
    }

    private void wake() {
        waiting.forEach(Runnable::run);
        waiting.clear();
    }
}
