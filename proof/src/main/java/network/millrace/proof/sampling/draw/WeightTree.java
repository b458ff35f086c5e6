package network.millrace.proof.sampling.draw;

/**
 * Weights from which one after another is found by its share and taken out, in logarithmic time: a binary indexed tree
 * (Fenwick 1994, "A new data structure for cumulative frequency tables"). One owner: the draw that made it.
 */
final class WeightTree {
    /** Place i holds the sum of the weights from i - lowestBit(i) to i - 1. */
    private final long[] sums;

    private final long[] weights;
    private long total;

    private WeightTree(long[] weights) {
        this.weights = weights.clone();
        this.sums = new long[weights.length + 1];
    }

    static WeightTree of(long[] weights) {
        WeightTree tree = new WeightTree(weights);
        for (int place = 0; place < weights.length; place++) {
            if (weights[place] < 0) {
                throw new IllegalArgumentException(
                        "a weight is not negative; that at place " + place + " is " + weights[place]);
            }
            tree.total = sum(tree.total, weights[place]);
            tree.add(place, weights[place]);
        }
        return tree;
    }

    long total() {
        return total;
    }

    /** The first place at which the running sum of the weights passes this number, which is below the total. */
    int find(long number) {
        int place = 0;
        long rest = number;
        for (int stride = Integer.highestOneBit(weights.length); stride > 0; stride >>= 1) {
            int next = place + stride;
            if (next <= weights.length && sums[next] <= rest) {
                place = next;
                rest -= sums[next];
            }
        }
        return place;
    }

    void take(int place) {
        long weight = weights[place];
        weights[place] = 0;
        total -= weight;
        add(place, -weight);
    }

    private void add(int place, long weight) {
        for (int node = place + 1; node < sums.length; node += node & -node) {
            sums[node] += weight;
        }
    }

    private static long sum(long total, long weight) {
        if (weight > Long.MAX_VALUE - total) {
            throw new IllegalArgumentException("weights add up to less than 2^63; take a coarser unit");
        }
        return total + weight;
    }
}
