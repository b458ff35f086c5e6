package network.millrace.client.sdl;

import java.util.Collections;
import java.util.List;

/**
 * Sorts as Go's library does where the order of equals can be seen: the hash of a manifest depends on it. Up to twelve
 * elements that is insertion sort; beyond, it is pattern-defeating quicksort (Orson Peters, 2021) with Go's constants, which
 * is not stable.
 */
final class GoSort<T> {
    private static final int INSERTION_MAX = 12;
    private static final int NINTHER_MIN = 50;
    private static final int SHIFTING_MIN = 50;
    private static final int PIVOT_MIN = 8;
    private static final int SWAPS_MAX = 12;
    private static final int REPAIRS_MAX = 5;

    private final List<T> list;
    private final Less<T> less;
    private int swaps;

    private GoSort(List<T> list, Less<T> less) {
        this.list = list;
        this.less = less;
    }

    /** Whether one element comes before another; need not make sense. */
    interface Less<T> {
        boolean isBefore(T one, T other);
    }

    /** Go's {@code sort.Sort}. */
    static <T> void sort(List<T> list, Less<T> less) {
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(list.size());
        new GoSort<>(list, less).quick(0, list.size(), bits);
    }

    /** Go's {@code sort.SliceStable} for up to twenty elements. */
    static <T> void insertion(List<T> list, Less<T> less) {
        new GoSort<>(list, less).insertion(0, list.size());
    }

    private boolean less(int one, int other) {
        return less.isBefore(list.get(one), list.get(other));
    }

    private void swap(int one, int other) {
        Collections.swap(list, one, other);
    }

    private void insertion(int from, int to) {
        for (int i = from + 1; i < to; i++) {
            for (int j = i; j > from && less(j, j - 1); j--) {
                swap(j, j - 1);
            }
        }
    }

    private void quick(int start, int end, int badPivots) {
        int from = start;
        int to = end;
        int bad = badPivots;
        boolean balanced = true;
        boolean partitioned = true;
        while (to - from > INSERTION_MAX) {
            if (bad == 0) {
                heap(from, to);
                return;
            }
            if (!balanced) {
                breakPatterns(from, to);
                bad--;
            }
            int pivot = pivot(from, to);
            boolean increasing = swaps == 0;
            if (swaps == SWAPS_MAX) {
                Collections.reverse(list.subList(from, to));
                pivot = to - 1 - (pivot - from);
                increasing = true;
            }
            if (balanced && partitioned && increasing && repair(from, to)) {
                return;
            }
            if (from > 0 && !less(from - 1, pivot)) {
                from = partitionEqual(from, to, pivot);
                continue;
            }
            partitioned = isPartitioned(from, to, pivot);
            int middle = partition(from, to, pivot);
            int threshold = (to - from) / 8;
            if (middle - from < to - middle) {
                balanced = middle - from >= threshold;
                quick(from, middle, bad);
                from = middle + 1;
            } else {
                balanced = to - middle >= threshold;
                quick(middle + 1, to, bad);
                to = middle;
            }
        }
        insertion(from, to);
    }

    /** The pivot of a range; leaves in {@code swaps} how many exchanges its search would have made. */
    private int pivot(int from, int to) {
        swaps = 0;
        int length = to - from;
        int low = from + length / 4;
        int middle = from + length / 4 * 2;
        int high = from + length / 4 * 3;
        if (length >= NINTHER_MIN) {
            low = median(low - 1, low, low + 1);
            middle = median(middle - 1, middle, middle + 1);
            high = median(high - 1, high, high + 1);
        }
        return length >= PIVOT_MIN ? median(low, middle, high) : middle;
    }

    private int median(int one, int two, int three) {
        int low = one;
        int middle = two;
        int high = three;
        if (less(middle, low)) {
            swaps++;
            low = two;
            middle = one;
        }
        if (less(high, middle)) {
            swaps++;
            int exchanged = middle;
            middle = high;
            high = exchanged;
        }
        if (less(middle, low)) {
            swaps++;
            middle = low;
        }
        return middle;
    }

    /** Whether the first sweep of {@link #partition} would find nothing to exchange. */
    private boolean isPartitioned(int from, int to, int pivot) {
        T value = list.get(pivot);
        T first = list.get(from);
        int low = from + 1;
        int high = to - 1;
        while (low <= high && less.isBefore(low == pivot ? first : list.get(low), value)) {
            low++;
        }
        while (low <= high && !less.isBefore(high == pivot ? first : list.get(high), value)) {
            high--;
        }
        return low > high;
    }

    /** Smaller ones to the left, the others to the right; the pivot's new place. */
    private int partition(int from, int to, int pivot) {
        swap(from, pivot);
        int low = from + 1;
        int high = to - 1;
        while (true) {
            while (low <= high && less(low, from)) {
                low++;
            }
            while (low <= high && !less(high, from)) {
                high--;
            }
            if (low > high) {
                swap(high, from);
                return high;
            }
            swap(low, high);
            low++;
            high--;
        }
    }

    /** Those equal to the pivot to the left; where the larger ones begin. */
    private int partitionEqual(int from, int to, int pivot) {
        swap(from, pivot);
        int low = from + 1;
        int high = to - 1;
        while (true) {
            while (low <= high && !less(from, low)) {
                low++;
            }
            while (low <= high && less(from, high)) {
                high--;
            }
            if (low > high) {
                return low;
            }
            swap(low, high);
            low++;
            high--;
        }
    }

    /** Mends a range that is nearly in order; false when it was not near enough. */
    private boolean repair(int from, int to) {
        int i = from + 1;
        for (int repairs = 0; repairs < REPAIRS_MAX; repairs++) {
            while (i < to && !less(i, i - 1)) {
                i++;
            }
            if (i == to) {
                return true;
            }
            if (to - from < SHIFTING_MIN) {
                return false;
            }
            swap(i, i - 1);
            for (int j = i - 1; i - from >= 2 && j >= 1 && less(j, j - 1); j--) {
                swap(j, j - 1);
            }
            for (int j = i + 1; to - i >= 2 && j < to && less(j, j - 1); j++) {
                swap(j, j - 1);
            }
        }
        return false;
    }

    /** Three exchanges at places that a small generator picks, always the same for a length. */
    private void breakPatterns(int from, int to) {
        int length = to - from;
        if (length < PIVOT_MIN) {
            return;
        }
        long random = length;
        long mask = (1L << (Integer.SIZE - Integer.numberOfLeadingZeros(length))) - 1;
        int index = from + length / 4 * 2 - 1;
        for (int i = 0; i < 3; i++) {
            random ^= random << 13;
            random ^= random >>> 7;
            random ^= random << 17;
            int other = (int) (random & mask);
            swap(index + i, from + (other >= length ? other - length : other));
        }
    }

    private void heap(int from, int to) {
        int length = to - from;
        for (int i = (length - 1) / 2; i >= 0; i--) {
            sink(i, length, from);
        }
        for (int i = length - 1; i >= 0; i--) {
            swap(from, from + i);
            sink(0, i, from);
        }
    }

    private void sink(int start, int end, int first) {
        int root = start;
        while (2 * root + 1 < end) {
            int child = 2 * root + 1;
            if (child + 1 < end && less(first + child, first + child + 1)) {
                child++;
            }
            if (!less(first + root, first + child)) {
                return;
            }
            swap(first + root, first + child);
            root = child;
        }
    }
}
