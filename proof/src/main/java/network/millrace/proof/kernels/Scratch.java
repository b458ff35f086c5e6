package network.millrace.proof.kernels;

import java.util.ArrayList;
import java.util.List;

/**
 * Arrays for what is packed, used again and again: new ones would be cold, and be filled with zeros first. What an array holds
 * when it is taken is undefined. Tasks on several threads take from one scratch; its methods exclude each other.
 */
final class Scratch {
    private final List<float[]> free = new ArrayList<>();

    /** An array of at least a length, the taker's until it is given back. */
    synchronized float[] take(int length) {
        int best = -1;
        for (int i = 0; i < free.size(); i++) {
            int size = free.get(i).length;
            if (size >= length && (best < 0 || size < free.get(best).length)) {
                best = i;
            }
        }
        if (best >= 0) {
            return free.remove(best);
        }
        // A longer one takes the place of a shorter one, so that there are never more than are used at a time.
        if (!free.isEmpty()) {
            free.removeLast();
        }
        return new float[length];
    }

    synchronized void clear() {
        free.clear();
    }

    synchronized void give(float[] array) {
        free.add(array);
    }
}
