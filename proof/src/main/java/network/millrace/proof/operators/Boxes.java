package network.millrace.proof.operators;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import network.millrace.proof.RefusedException;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;

/**
 * NonMaxSuppression. How many boxes it selects depends on the data, so that they must be known: like NonZero it can be evaluated, and
 * stands in a program only where boxes and scores are constant. Everything is float32, in the order written here.
 */
final class Boxes {
    private final float[] boxes;
    private final Tensor scores;
    private final boolean centred;
    private final float overlap;

    private Boxes(Expansion e) {
        Tensor known = e.input(0).known("the boxes of NonMaxSuppression");
        this.scores = e.input(1).known("the scores of NonMaxSuppression");
        Shape shape = known.shape();
        boolean fits = shape.rank() == 3
                && shape.dimension(2) == 4
                && scores.shape().rank() == 3
                && scores.shape().dimension(0) == shape.dimension(0)
                && scores.shape().dimension(2) == shape.dimension(1);
        if (!fits) {
            throw RefusedException.malformed("boxes of shape " + shape + " and scores of shape " + scores.shape()
                    + " do not fit: [batch, boxes, 4] and [batch, classes, boxes] do");
        }
        this.boxes = new float[known.size()];
        for (int i = 0; i < boxes.length; i++) {
            boxes[i] = (float) known.real(i);
        }
        this.centred = e.attributes().flag("center_point_box", false);
        this.overlap = number(e, 3, 0);
    }

    private static float number(Expansion e, int input, float absent) {
        boolean given = e.has(input) && e.input(input).shape().size() > 0;
        return given
                ? (float)
                        e.input(input).known("a threshold of NonMaxSuppression").real(0)
                : absent;
    }

    static Value expand(Expansion e) {
        return e.constant(new Boxes(e).selected(e));
    }

    private Tensor selected(Expansion e) {
        boolean limited = e.has(2) && e.input(2).shape().size() > 0;
        long most = limited
                ? e.input(2).known("the largest number of NonMaxSuppression").integer(0)
                : 0;
        boolean filtered = e.has(4) && e.input(4).shape().size() > 0;
        float least = number(e, 4, 0);
        int classes = scores.shape().dimension(1);
        int count = scores.shape().dimension(2);
        List<long[]> selected = new ArrayList<>();
        for (int row = 0; row < scores.shape().dimension(0) * classes; row++) {
            int first = row * count;
            int batch = row / classes;
            List<Integer> order = IntStream.range(0, count)
                    .filter(box -> !filtered || (float) scores.real(first + box) > least)
                    .boxed()
                    .sorted(Comparator.comparingLong((Integer box) -> SortKey.of(scores, first + box))
                            .reversed())
                    .toList();
            List<Integer> kept = new ArrayList<>();
            for (int box : order) {
                if (kept.size() >= most) {
                    break;
                }
                if (kept.stream().noneMatch(other -> covers(batch * count + box, batch * count + other))) {
                    kept.add(box);
                    selected.add(new long[] {batch, row % classes, box});
                }
            }
        }
        return Tensor.of(
                Shape.of(selected.size(), 3),
                selected.stream().flatMapToLong(java.util.Arrays::stream).toArray());
    }

    /** Where a box begins along an axis: 0 is the axis of its numbers 0 and 2. */
    private float begin(int box, int axis) {
        float a = boxes[4 * box + axis];
        float b = boxes[4 * box + 2 + axis];
        return centred ? a - b / 2 : Math.min(a, b);
    }

    private float end(int box, int axis) {
        float a = boxes[4 * box + axis];
        float b = boxes[4 * box + 2 + axis];
        return centred ? a + b / 2 : Math.max(a, b);
    }

    /** Whether the common part of two boxes is more than the threshold of what they cover together. */
    private boolean covers(int one, int other) {
        float common = 1;
        float first = 1;
        float second = 1;
        for (int axis = 0; axis < 2; axis++) {
            float from = Math.max(begin(one, axis), begin(other, axis));
            float to = Math.min(end(one, axis), end(other, axis));
            if (!(to > from)) {
                return false;
            }
            common *= to - from;
            first *= end(one, axis) - begin(one, axis);
            second *= end(other, axis) - begin(other, axis);
        }
        float union = first + second - common;
        boolean proper = common > 0 && first > 0 && second > 0 && union > 0;
        return proper && common / union > overlap;
    }
}
