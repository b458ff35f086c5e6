package network.millrace.proof.operators;

import java.util.ArrayList;
import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;

/** The largest element in each bin of regions: of known ones a Slice and a ReduceMax for each bin. */
final class MaxRoiPool {
    private static final int BINS_MAX = 1 << 12;

    private final Expansion e;
    private final Shape image;
    private final Tensor regions;
    private final float scale;

    private MaxRoiPool(Expansion e, Tensor regions) {
        this.e = e;
        this.image = e.input(0).shape();
        this.regions = regions;
        this.scale = e.attributes().number("spatial_scale", 1);
    }

    static Value expand(Expansion e) {
        Shape image = e.input(0).shape();
        Shape regions = e.input(1).shape();
        if (image.rank() != 4 || regions.rank() != 2 || regions.dimension(1) != 5) {
            throw RefusedException.malformed(
                    "MaxRoiPool takes images of rank 4 and regions of 5 numbers, not " + image + " and " + regions);
        }
        long[] bins = e.attributes().integers("pooled_shape").orElse(new long[0]);
        if (bins.length != 2 || Math.min(bins[0], bins[1]) < 1 || Math.max(bins[0], bins[1]) > BINS_MAX) {
            throw RefusedException.malformed("pooled_shape of MaxRoiPool must be two numbers from 1 to " + BINS_MAX);
        }
        return e.input(1)
                .known()
                .map(known -> new MaxRoiPool(e, known).result(bins))
                .orElseGet(() -> new RegionMaximum(e).result((int) bins[0], (int) bins[1]));
    }

    private Value result(long[] bins) {
        int count = regions.shape().dimension(0);
        Shape result = Shape.of(new long[] {count, image.dimension(1), bins[0], bins[1]});
        List<Value> pooled = new ArrayList<>();
        for (int bin = 0; bin < count * result.product(2, 4); bin++) {
            int[] place = Places.of(Shape.of(count, result.dimension(2), result.dimension(3)), bin);
            pooled.add(largest(place, result));
        }
        if (pooled.isEmpty()) {
            return Fill.like(e, e.input(0), 0, result);
        }
        Value all = pooled.size() == 1
                ? pooled.getFirst()
                : e.emit("Concat", 1, Attributes.NONE.with("axis", 0), pooled).getFirst();
        Value apart = e.reshape(all, Shape.of(count, result.dimension(2), result.dimension(3), result.dimension(1)));
        return e.emit("Transpose", Attributes.NONE.with("perm", new long[] {0, 3, 1, 2}), apart);
    }

    /** One number for each channel; 0 where a bin lies outside of the image. */
    private Value largest(int[] place, Shape result) {
        long batch = (long) regions.real(5 * place[0]);
        if (batch < 0 || batch >= image.dimension(0)) {
            throw RefusedException.malformed(
                    "region " + place[0] + " is of image " + batch + "; there are " + image.dimension(0));
        }
        long[] rows = range(place[0], 1, place[1], result.dimension(2));
        long[] columns = range(place[0], 0, place[2], result.dimension(3));
        if (rows[0] >= rows[1] || columns[0] >= columns[1]) {
            return Fill.like(e, e.input(0), 0, Shape.of(1, image.dimension(1)));
        }
        Value part = e.emit(
                "Slice",
                e.input(0),
                e.integers(batch, rows[0], columns[0]),
                e.integers(batch + 1, rows[1], columns[1]),
                e.integers(0, 2, 3));
        return e.emit("ReduceMax", Attributes.NONE.with("keepdims", 0), part, e.integers(2, 3));
    }

    /** From where to where a bin goes: edges times the scale are rounded, half away from 0, and both elements belong to the region. */
    private long[] range(int region, int axis, int bin, int bins) {
        int size = image.dimension(3 - axis);
        float start = rounded((float) regions.real(5 * region + 1 + axis) * scale);
        float end = rounded((float) regions.real(5 * region + 3 + axis) * scale);
        float length = Math.max(end - start + 1, 1) / bins;
        double from = Math.floor(bin * length) + start;
        double to = Math.ceil((bin + 1) * length) + start;
        return new long[] {(long) Math.clamp(from, 0, (double) size), (long) Math.clamp(to, 0, (double) size)};
    }

    private static float rounded(float number) {
        return (float) (number < 0 ? Math.ceil(number - 0.5) : Math.floor(number + 0.5));
    }
}
