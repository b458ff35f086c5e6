package network.millrace.cli.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Values of repeated runs. */
final class Samples {
    private final List<Double> values = new ArrayList<>();

    void add(double value) {
        values.add(value);
    }

    /** The middle value; of an even number the mean of the middle two. */
    double median() {
        if (values.isEmpty()) {
            throw new IllegalStateException("nothing was measured");
        }
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** The greatest value. */
    double worst() {
        return values.stream().mapToDouble(value -> value).max().orElseThrow();
    }
}
