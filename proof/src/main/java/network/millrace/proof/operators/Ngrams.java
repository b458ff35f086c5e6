package network.millrace.proof.operators;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;

/**
 * TfIdfVectorizer of whole numbers: how often each n-gram of a pool stands in a row, its items together or with equally many others
 * between them. Equal compares everything with everything, so that nothing depends on the data but the numbers.
 */
final class Ngrams {
    private final Expansion e;
    private final long[] pool;
    private final long[] indexes;
    private final Value rows;

    private Ngrams(Expansion e) {
        this.e = e;
        if (!e.attributes().has("pool_int64s")) {
            throw RefusedException.unsupported("TfIdfVectorizer is supported with pool_int64s only");
        }
        this.pool = e.attributes().integers("pool_int64s").orElseThrow();
        this.indexes = e.attributes().integers("ngram_indexes").orElse(new long[0]);
        Shape shape = e.input(0).shape();
        if (shape.rank() < 1 || shape.rank() > 2) {
            throw RefusedException.malformed("TfIdfVectorizer takes a row or rows, not the shape " + shape);
        }
        Value wide = e.emit("Cast", Attributes.NONE.with("to", DataType.INT64.code()), e.input(0));
        this.rows = shape.rank() == 2 ? wide : e.reshape(wide, Shape.of(1, shape.dimension(0)));
    }

    static Value expand(Expansion e) {
        return new Ngrams(e).result();
    }

    private Value result() {
        long[] starts = e.attributes().integers("ngram_counts").orElse(new long[0]);
        long shortest = e.attributes().integer("min_gram_length", 1);
        long longest = e.attributes().integer("max_gram_length", 1);
        List<Value> counts = new ArrayList<>();
        List<Long> columns = new ArrayList<>();
        int id = 0;
        for (int size = 1; size <= starts.length; size++) {
            long from = starts[size - 1];
            long to = size < starts.length ? starts[size] : pool.length;
            if (from < 0 || to < from || to > pool.length || (to - from) % size != 0) {
                throw RefusedException.malformed("ngram_counts " + Arrays.toString(starts) + " do not divide a pool of "
                        + pool.length + " in n-grams");
            }
            int grams = (int) (to - from) / size;
            if (id + grams > indexes.length) {
                throw RefusedException.malformed("ngram_indexes names fewer n-grams than the pool has");
            }
            if (grams > 0 && size >= shortest && size <= longest) {
                counts.add(counted(size, Arrays.copyOfRange(pool, (int) from, (int) to)));
                for (int gram = 0; gram < grams; gram++) {
                    columns.add(indexes[id + gram]);
                }
            }
            id += grams;
        }
        return weighted(placed(counts, columns));
    }

    private int width() {
        long width = Arrays.stream(indexes).max().orElse(-1) + 1;
        if (width > 1 << 24 || Arrays.stream(indexes).anyMatch(index -> index < 0)) {
            throw RefusedException.malformed("ngram_indexes must be from 0 to " + (1 << 24));
        }
        return (int) width;
    }

    /** How often each n-gram of one size stands in each row; single items are counted once, whatever may stand between. */
    private Value counted(int size, long[] grams) {
        int batch = rows.shape().dimension(0);
        int length = rows.shape().dimension(1);
        int count = grams.length / size;
        long skips = size == 1 ? 0 : Math.min(e.attributes().integer("max_skip_count", 0), length);
        Value sum = e.constant(Tensor.allocate(DataType.FLOAT32, Shape.of(1, count)));
        sum = e.emit("Expand", sum, e.integers(batch, count));
        for (long distance = 1; distance <= skips + 1; distance++) {
            long places = length - (size - 1) * distance;
            if (places < 1) {
                break;
            }
            Value all = Value.ABSENT;
            for (int item = 0; item < size; item++) {
                long from = item * distance;
                Value part = e.emit("Slice", rows, e.integers(from), e.integers(from + places), e.integers(1));
                Value equal = e.emit(
                        "Equal",
                        e.reshape(part, Shape.of(new long[] {batch, 1, places})),
                        e.constant(Tensor.of(Shape.of(count, 1), every(grams, size, item))));
                all = all.isAbsent() ? equal : e.emit("And", all, equal);
            }
            Value found = e.emit("Cast", Attributes.NONE.with("to", DataType.FLOAT32.code()), all);
            Value here = e.emit("ReduceSum", Attributes.NONE.with("keepdims", 0), found, e.integers(2));
            sum = e.emit("Add", sum, here);
        }
        return sum;
    }

    private static long[] every(long[] grams, int size, int item) {
        long[] items = new long[grams.length / size];
        for (int gram = 0; gram < items.length; gram++) {
            items[gram] = grams[gram * size + item];
        }
        return items;
    }

    /** The counts in the columns that {@code ngram_indexes} names, in the input's rank. */
    private Value placed(List<Value> counts, List<Long> columns) {
        int batch = rows.shape().dimension(0);
        int width = width();
        Value result = e.emit(
                "Expand", e.constant(Tensor.allocate(DataType.FLOAT32, Shape.of(1, 1))), e.integers(batch, width));
        if (!counts.isEmpty()) {
            Value all = counts.size() == 1
                    ? counts.getFirst()
                    : e.emit("Concat", 1, Attributes.NONE.with("axis", 1), counts)
                            .getFirst();
            long[] targets = columns.stream().mapToLong(Long::longValue).toArray();
            Value indices = e.emit(
                    "Expand",
                    e.constant(Tensor.of(Shape.of(1, targets.length), targets)),
                    e.integers(batch, targets.length));
            Attributes add = Attributes.NONE.with("axis", 1).with("reduction", "add");
            result = e.emit("ScatterElements", add, result, indices, all);
        }
        return e.input(0).shape().rank() == 2 ? result : e.reshape(result, Shape.of(width));
    }

    private Value weighted(Value counts) {
        String mode = e.attributes().text("mode");
        float[] weights = e.attributes().numbers("weights").orElse(new float[0]);
        if (weights.length > 0 && weights.length != counts.shape().dimension(-1)) {
            throw RefusedException.malformed("there are " + weights.length + " weights for "
                    + counts.shape().dimension(-1) + " columns");
        }
        Value factors = weights.length == 0
                ? e.scalarLike(counts, 1)
                : e.constant(Tensor.of(Shape.of(weights.length), weights));
        return switch (mode) {
            case "TF" -> counts;
            case "TFIDF" -> weights.length == 0 ? counts : e.emit("Mul", factors, counts);
            case "IDF" ->
                e.emit("Where", e.emit("Greater", counts, e.scalarLike(counts, 0)), factors, e.scalarLike(counts, 0));
            default -> throw RefusedException.malformed("TfIdfVectorizer has no mode \"" + mode + "\"");
        };
    }
}
