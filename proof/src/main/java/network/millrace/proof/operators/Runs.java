package network.millrace.proof.operators;

import java.util.Arrays;
import network.millrace.proof.kernels.Workers;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;

/**
 * Walks over the output of an elementwise operator in runs along which every input either advances with the output or
 * stands still. Neighbouring dimensions that behave alike are one. An input that stands still is handed to the loop as a
 * short array full of its element, so that a loop only ever sees arrays that advance together.
 */
final class Runs {
    /** Elements that a loop gets at a time, at most: few enough to stay in the first cache. */
    private static final int BLOCK = 2048;

    /** Elements of one task; smaller operators run on the caller's thread. */
    private static final int TASK = 1 << 16;

    /** Computes elements that stand next to each other. */
    @FunctionalInterface
    interface Loop {
        /**
         * Computes {@code count} elements.
         *
         * @param in the arrays of the inputs
         * @param from where to start in each of them
         */
        void run(Object[] in, int[] from, Object out, int outFrom, int count);
    }

    private final Tensor[] inputs;
    private final Tensor output;
    private final int length;
    private final int[] outerDimensions;
    private final int[][] outerStrides;
    private final boolean[] still;

    /** The runs of an output, whose shape is the one that all inputs broadcast to. */
    Runs(Tensor output, Tensor... inputs) {
        this.output = output;
        this.inputs = inputs;
        Shape shape = output.shape();
        int[][] strides = new int[inputs.length][];
        for (int i = 0; i < inputs.length; i++) {
            strides[i] = inputs[i].shape().broadcastStrides(shape);
        }
        int inner = innerDimensions(shape, strides);
        int outer = shape.rank() - inner;
        length = shape.product(outer, shape.rank());
        outerDimensions = Arrays.copyOf(shape.dimensions(), outer);
        outerStrides = new int[inputs.length][];
        still = new boolean[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            outerStrides[i] = Arrays.copyOf(strides[i], outer);
            still[i] =
                    inner > 0 && Arrays.stream(strides[i], outer, shape.rank()).allMatch(stride -> stride == 0);
        }
    }

    /** Fills the output, whose shape is the one that all inputs broadcast to. */
    static void over(Workers workers, Loop loop, Tensor output, Tensor... inputs) {
        int size = output.size();
        if (size == 0) {
            return;
        }
        Runs runs = new Runs(output, inputs);
        int tasks = Math.ceilDiv(size, TASK);
        if (tasks == 1 || workers.count() == 1) {
            runs.compute(loop, 0, size);
            return;
        }
        workers.run(tasks, task -> runs.compute(loop, task * TASK, Math.min(size, (task + 1) * TASK)));
    }

    /** Computes some of the output's elements. */
    void compute(Loop loop, int from, int to) {
        Object[] arrays = new Object[inputs.length];
        Object[] filled = new Object[inputs.length];
        int[] offsets = new int[inputs.length];
        int room = Math.min(BLOCK, to - from);
        int position = from;
        while (position < to) {
            int run = position / length;
            int within = position % length;
            int end = Math.min(to, position + length - within);
            for (int i = 0; i < inputs.length; i++) {
                int start = start(i, run);
                if (still[i]) {
                    filled[i] = fill(filled[i], room, inputs[i], start, Math.min(BLOCK, end - position));
                    arrays[i] = filled[i];
                    offsets[i] = 0;
                } else {
                    arrays[i] = inputs[i].array();
                    offsets[i] = start + within;
                }
            }
            while (position < end) {
                int count = Math.min(BLOCK, end - position);
                loop.run(arrays, offsets, output.array(), position, count);
                position += count;
                for (int i = 0; i < inputs.length; i++) {
                    offsets[i] += still[i] ? 0 : count;
                }
            }
        }
    }

    /** Where run number {@code run} starts in an input. */
    private int start(int input, int run) {
        int start = 0;
        int rest = run;
        for (int d = outerDimensions.length - 1; d >= 0; d--) {
            start += rest % outerDimensions[d] * outerStrides[input][d];
            rest /= outerDimensions[d];
        }
        return start;
    }

    private static Object fill(
            @org.jspecify.annotations.Nullable Object reused, int room, Tensor tensor, int element, int count) {
        Object array = reused == null ? tensor.type().storage().allocate(room) : reused;
        switch (tensor.type().storage()) {
            case FLOATS -> Arrays.fill((float[]) array, 0, count, tensor.floats()[element]);
            case DOUBLES -> Arrays.fill((double[]) array, 0, count, tensor.doubles()[element]);
            case LONGS -> Arrays.fill((long[]) array, 0, count, tensor.longs()[element]);
            case INTS -> Arrays.fill((int[]) array, 0, count, tensor.ints()[element]);
            case SHORTS -> Arrays.fill((short[]) array, 0, count, tensor.shorts()[element]);
            case BYTES -> Arrays.fill((byte[]) array, 0, count, tensor.bytes()[element]);
        }
        return array;
    }

    /** How many trailing dimensions can be walked as one: every input is contiguous over them, or stands still. */
    private static int innerDimensions(Shape shape, int[][] strides) {
        int inner = 0;
        int size = 1;
        boolean[] contiguous = new boolean[strides.length];
        boolean[] repeated = new boolean[strides.length];
        Arrays.fill(contiguous, true);
        Arrays.fill(repeated, true);
        for (int d = shape.rank() - 1; d >= 0; d--) {
            for (int i = 0; i < strides.length; i++) {
                if (shape.dimension(d) != 1) {
                    contiguous[i] &= strides[i][d] == size;
                    repeated[i] &= strides[i][d] == 0;
                }
                if (!contiguous[i] && !repeated[i]) {
                    return inner;
                }
            }
            size *= shape.dimension(d);
            inner++;
        }
        return inner;
    }
}
