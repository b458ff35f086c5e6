package network.millrace.proof.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntConsumer;
import network.millrace.proof.Seed;
import network.millrace.proof.kernels.MatrixProduct.Matrix;
import network.millrace.proof.kernels.MatrixProduct.RightSide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The fast kernels give the bits of the scalar ones, whatever the shapes, the numbers and the threads. */
class KernelsProperties {
    private static final Random RANDOM = Seed.random(KernelsProperties.class);
    private final Kernels fast = Kernels.best();
    private final Kernels scalar = Kernels.scalar();

    @Test
    void theVectorApiIsThere() {
        assertThat(fast).isInstanceOf(VectorKernels.class);
    }

    @Test
    void productsAreThoseOfTheDefinition() {
        for (int round = 0; round < 60; round++) {
            int rows = RANDOM.nextInt(round < 40 ? 40 : 230);
            int columns = RANDOM.nextInt(round < 40 ? 90 : 300);
            int depth = RANDOM.nextInt(round < 40 ? 30 : 600);
            float[] a = numbers(rows * depth + 3, round % 2 == 0);
            float[] b = numbers(depth * columns + 5, round % 2 == 0);
            Matrix left = RANDOM.nextBoolean()
                    ? Matrix.rowMajor(a, 3, depth)
                    : Matrix.rowMajor(a, 3, rows).transposed();
            Matrix right = RANDOM.nextBoolean()
                    ? Matrix.rowMajor(b, 5, columns)
                    : Matrix.rowMajor(b, 5, depth).transposed();

            float[] expected = definition(left, right, rows, columns, depth);
            assertSameBits(product(fast, left, right, rows, columns, depth, Workers.SERIAL), expected);
            assertSameBits(product(fast, left, right, rows, columns, depth, new Shuffled(RANDOM, 3)), expected);
            assertSameBits(product(scalar, left, right, rows, columns, depth, new Shuffled(RANDOM, 2)), expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void functionsOfSeveralNumbersAreThoseOfOne(Kernels.Function function) {
        for (int round = 0; round < 50; round++) {
            int count = RANDOM.nextInt(2000);
            float[] in = numbers(count + 2, round % 2 == 0);
            float[] some = new float[count + 1];
            float[] others = new float[count + 1];

            fast.apply(function, in, 2, some, 1, count);
            scalar.apply(function, in, 2, others, 1, count);

            assertSameBits(some, others);
        }
    }

    /** Grouped, strided and dilated windows over one to three axes, with padding that whole windows lie in. */
    @Test
    void convolutionsAreThoseOfTheDefinition() {
        for (int round = 0; round < 60; round++) {
            int axes = 1 + RANDOM.nextInt(3);
            int channels = 1 + RANDOM.nextInt(round < 40 ? 4 : 40);
            int outputs = 1 + RANDOM.nextInt(round < 40 ? 6 : 30);
            Windows windows = Windows.random(axes, round < 40 ? 6 : 14);
            float[] image = numbers(3 + channels * product(windows.sizes), round % 2 == 0);
            int depth = channels * product(windows.kernel);
            float[] weights = numbers(outputs * depth, round % 2 == 0);
            int count = product(windows.counts);
            Patches patches = new Patches(windows.geometry(), image, 3);
            Matrix left = Matrix.rowMajor(weights, 0, depth);

            float[] expected = new float[outputs * count + 1];
            for (int output = 0; output < outputs; output++) {
                for (int window = 0; window < count; window++) {
                    float sum = 0;
                    for (int k = 0; k < depth; k++) {
                        sum = Math.fma(weights[output * depth + k], windows.element(image, 3, k, window), sum);
                    }
                    expected[1 + output * count + window] = sum;
                }
            }

            for (Workers workers : List.of(Workers.SERIAL, new Shuffled(RANDOM, 3), new Threads(2))) {
                assertSameBits(product(fast, left, patches, outputs, count, depth, workers), expected);
                assertSameBits(product(scalar, left, patches, outputs, count, depth, workers), expected);
            }
        }
    }

    /** Images that are many blocks of columns wide, so that blocks begin and end in the midst of lines. */
    @Test
    void convolutionsOfLargeImagesAreThoseOfTheDefinition() {
        for (int round = 0; round < 12; round++) {
            int stride = 1 + round % 3;
            int size = 3 + RANDOM.nextInt(3);
            int[] sizes = {30 + RANDOM.nextInt(40), 60 + RANDOM.nextInt(60)};
            int before = RANDOM.nextInt(size);
            int[] counts = {(sizes[0] + before - size) / stride + 1, (sizes[1] + before - size) / stride + 1};
            Windows windows =
                    new Windows(new int[][] {sizes, counts, {size, size}, {stride, stride}, {1, 1}, {before, before}});
            int channels = 1 + RANDOM.nextInt(40);
            int outputs = 4 + RANDOM.nextInt(20);
            int depth = channels * size * size;
            int count = counts[0] * counts[1];
            float[] weights = numbers(outputs * depth, false);
            Matrix left = Matrix.rowMajor(weights, 0, depth);
            Patches patches = new Patches(windows.geometry(), numbers(product(sizes) * channels, round > 8), 0);

            assertThat(Planes.suit(windows.geometry())).isTrue();
            float[] expected = product(scalar, left, patches, outputs, count, depth, Workers.SERIAL);
            assertSameBits(product(fast, left, patches, outputs, count, depth, Workers.SERIAL), expected);
            assertSameBits(product(fast, left, patches, outputs, count, depth, new Shuffled(RANDOM, 3)), expected);
        }
    }

    /** What a product finishes is each of its elements, once, after its last step of k. */
    @Test
    void productsFinishEveryElementOnce() {
        int[] counts = {20, 33};
        Windows windows = new Windows(new int[][] {{20, 33}, counts, {3, 3}, {1, 1}, {1, 1}, {1, 1}});
        Patches patches = new Patches(windows.geometry(), numbers(5 * 20 * 33, false), 0);
        for (Kernels kernels : List.of(fast, scalar)) {
            for (int rows : new int[] {1, 7, 50}) {
                Matrix left = Matrix.rowMajor(numbers(rows * 600, false), 0, 45);
                Matrix plain = Matrix.rowMajor(numbers(660 * 45, false), 0, 660);
                for (RightSide right : List.of(patches, plain)) {
                    float[] expected = product(kernels, left, right, rows, 660, 45, Workers.SERIAL);
                    float[] c = new float[rows * 660 + 1];
                    MatrixProduct.Finish negate = (from, to) -> {
                        for (int i = from; i < to; i++) {
                            c[i] = -c[i];
                        }
                    };

                    kernels.multiply(
                            new MatrixProduct(rows, 660, 45, left, right, Matrix.rowMajor(c, 1, 660), negate),
                            new Threads(2));

                    for (int i = 1; i < c.length; i++) {
                        c[i] = -c[i];
                    }
                    assertSameBits(c, expected);
                }
            }
        }
    }

    /** Kept by array, place and shape: the same array can be the left side of several products. */
    @Test
    void leftSidesThatStayPackedGiveTheSameBits() {
        float[] weights = numbers(3 + 2 * 40 * 300, false);
        fast.keep(weights);
        Matrix right = Matrix.rowMajor(numbers(300 * 70, true), 0, 70);
        for (int round = 0; round < 2; round++) {
            for (Matrix left : List.of(Matrix.rowMajor(weights, 3, 300), Matrix.rowMajor(weights, 3 + 40 * 300, 300))) {
                for (int rows : new int[] {37, 40}) {
                    float[] expected = product(scalar, left, right, rows, 70, 300, Workers.SERIAL);
                    assertSameBits(product(fast, left, right, rows, 70, 300, Workers.SERIAL), expected);
                    assertSameBits(product(fast, left, right, rows, 70, 300, new Threads(2)), expected);
                }
            }
            // once more after all of it was given up, and with other numbers in an array that is no longer kept
            fast.release();
            weights[3] += 1;
        }
    }

    @ParameterizedTest
    @EnumSource
    void manyPairsAreCombinedAsOne(Kernels.Arithmetic operation) {
        for (int round = 0; round < 50; round++) {
            int count = RANDOM.nextInt(200);
            float[] a = numbers(count + 2, round % 2 == 0);
            float[] b = numbers(count + 3, round % 2 == 0);
            float[] expected = new float[count + 2];
            scalar.combine(operation, a, 2, b, 3, expected, 2, count);

            // beside the inputs, and in the place of one
            float[] apart = new float[count + 2];
            fast.combine(operation, a, 2, b, 3, apart, 2, count);
            fast.combine(operation, a, 2, b, 3, a, 2, count);

            assertSameBits(apart, expected);
            a[0] = 0;
            a[1] = 0;
            assertSameBits(a, expected);
        }
    }

    @Test
    void rootsAndRectifiedNumbersAreThoseOfTheDefinition() {
        float[] in = numbers(5_000, true);
        float[] some = new float[in.length];
        float[] others = new float[in.length];

        fast.squareRoots(in, 1, some, 2, in.length - 2);
        scalar.squareRoots(in, 1, others, 2, in.length - 2);
        assertSameBits(some, others);

        in[1] = -0f;
        in[2] = Float.NaN;
        fast.rectify(in, 1, some, 2, in.length - 2);
        scalar.rectify(in, 1, others, 2, in.length - 2);
        assertSameBits(some, others);
        assertThat(some[2]).isEqualTo(0f);
        assertThat(some[3]).isNaN();
    }

    @Test
    void largerNumbersAreTakenAsTheDefinitionSays() {
        for (int step : new int[] {1, 2, 3}) {
            for (int round = 0; round < 50; round++) {
                int count = RANDOM.nextInt(100);
                float[] from = numbers(1 + Math.max(1, count * step), true);
                float[] some = numbers(count + 1, true);
                some[count / 2] = -0f;
                float[] others = some.clone();

                fast.replaceByLarger(some, 1, from, 1, step, count);
                scalar.replaceByLarger(others, 1, from, 1, step, count);

                assertSameBits(some, others);
            }
        }
    }

    @Test
    void productsOnSeveralThreadsHaveTheBitsOfOne() {
        for (int rows : new int[] {1, 3, 64, 129, 500}) {
            int columns = 70 + RANDOM.nextInt(500);
            int depth = 300 + RANDOM.nextInt(300);
            Matrix left = Matrix.rowMajor(numbers(rows * depth, false), 0, depth);
            Matrix right = Matrix.rowMajor(numbers(depth * columns, false), 0, columns);
            float[] one = product(fast, left, right, rows, columns, depth, Workers.SERIAL);
            for (int threads : new int[] {2, 4}) {
                assertSameBits(product(fast, left, right, rows, columns, depth, new Threads(threads)), one);
                assertSameBits(product(scalar, left, right, rows, columns, depth, new Threads(threads)), one);
            }
        }
    }

    /** Random windows, and what they read, element by element. */
    private static final class Windows {
        private final int[] sizes;
        private final int[] counts;
        private final int[] kernel;
        private final int[] strides;
        private final int[] dilations;
        private final int[] before;

        private Windows(int[][] numbers) {
            this.sizes = numbers[0];
            this.counts = numbers[1];
            this.kernel = numbers[2];
            this.strides = numbers[3];
            this.dilations = numbers[4];
            this.before = numbers[5];
        }

        static Windows random(int axes, int sizeMax) {
            int[][] numbers = new int[6][axes];
            for (int axis = 0; axis < axes; axis++) {
                int size = 1 + RANDOM.nextInt(sizeMax);
                int kernel = 1 + RANDOM.nextInt(3);
                int stride = 1 + RANDOM.nextInt(3);
                int dilation = 1 + RANDOM.nextInt(2);
                int reach = (kernel - 1) * dilation + 1;
                int before = RANDOM.nextInt(4);
                int after = Math.max(RANDOM.nextInt(4), reach - size - before);
                int count = (size + before + after - reach) / stride + 1;
                int[] drawn = {size, count, kernel, stride, dilation, before};
                for (int i = 0; i < drawn.length; i++) {
                    numbers[i][axis] = drawn[i];
                }
            }
            return new Windows(numbers);
        }

        Patches.Geometry geometry() {
            return new Patches.Geometry(sizes, counts, kernel, strides, dilations, before);
        }

        float element(float[] image, int offset, int k, int column) {
            int place = k % product(kernel);
            int window = column;
            int at = 0;
            int scale = 1;
            for (int axis = sizes.length - 1; axis >= 0; axis--) {
                int along =
                        window % counts[axis] * strides[axis] - before[axis] + place % kernel[axis] * dilations[axis];
                if (along < 0 || along >= sizes[axis]) {
                    return 0;
                }
                at += along * scale;
                scale *= sizes[axis];
                window /= counts[axis];
                place /= kernel[axis];
            }
            return image[offset + k / product(kernel) * product(sizes) + at];
        }
    }

    private static int product(int[] numbers) {
        return java.util.Arrays.stream(numbers).reduce(1, Math::multiplyExact);
    }

    @Test
    void sumsAndMaximaAreThoseOfTheDefinition() {
        for (int round = 0; round < 200; round++) {
            int count = RANDOM.nextInt(300);
            int stride = 1 + RANDOM.nextInt(3);
            float[] array = numbers(count * stride + 7, round % 3 == 0);

            assertSameBits(fast.sum(array, 7, stride, count), definitionOfSum(array, 7, stride, count));
            assertSameBits(scalar.sum(array, 7, stride, count), definitionOfSum(array, 7, stride, count));
            assertSameBits(fast.max(array, 7, count), scalar.max(array, 7, count));
        }
    }

    @Test
    void sumsOfColumnsAreThoseOfTheDefinition() {
        for (int round = 0; round < 100; round++) {
            int rows = RANDOM.nextInt(100);
            int columns = RANDOM.nextInt(100);
            int stride = columns + RANDOM.nextInt(5);
            float[] array = numbers(rows * stride + 3, round % 3 == 0);
            float[] sums = new float[columns + 1];

            fast.sumRows(array, 3, stride, rows, columns, sums, 1);

            for (int column = 0; column < columns; column++) {
                assertSameBits(sums[1 + column], definitionOfSum(array, 3 + column, stride, rows));
            }
        }
    }

    /** Ordinary numbers, or any bit patterns: infinities, NaN, subnormal ones. */
    private float[] numbers(int count, boolean any) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = any && RANDOM.nextInt(4) == 0
                    ? Float.intBitsToFloat(RANDOM.nextInt())
                    : (RANDOM.nextFloat() - 0.5f) * (1 << RANDOM.nextInt(8));
        }
        return numbers;
    }

    private static float[] product(
            Kernels kernels, Matrix a, RightSide b, int rows, int columns, int depth, Workers workers) {
        float[] c = new float[rows * columns + 1];
        java.util.Arrays.fill(c, Float.NaN);
        kernels.multiply(new MatrixProduct(rows, columns, depth, a, b, Matrix.rowMajor(c, 1, columns)), workers);
        c[0] = 0;
        return c;
    }

    private static float[] definition(Matrix a, Matrix b, int rows, int columns, int depth) {
        float[] c = new float[rows * columns + 1];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                float sum = 0;
                for (int k = 0; k < depth; k++) {
                    sum = Math.fma(
                            a.array[a.offset + i * a.rowStride + k * a.columnStride],
                            b.array[b.offset + k * b.rowStride + j * b.columnStride],
                            sum);
                }
                c[1 + i * columns + j] = sum;
            }
        }
        return c;
    }

    private static float definitionOfSum(float[] array, int offset, int stride, int count) {
        float[] lanes = new float[32];
        for (int j = 0; j < count; j++) {
            lanes[j % 32] += array[offset + j * stride];
        }
        for (int half : new int[] {16, 8, 4, 2, 1}) {
            for (int i = 0; i < half; i++) {
                lanes[i] += lanes[i + half];
            }
        }
        return lanes[0];
    }

    /** Canonical bits: which of the many NaN an operation makes is left open. */
    private static void assertSameBits(float actual, float expected) {
        assertThat(Float.floatToIntBits(actual)).isEqualTo(Float.floatToIntBits(expected));
    }

    private static void assertSameBits(float[] actual, float[] expected) {
        for (int i = 0; i < expected.length; i++) {
            if (Float.floatToIntBits(actual[i]) != Float.floatToIntBits(expected[i])) {
                throw new AssertionError("element " + i + ": expected " + expected[i] + ", got " + actual[i]);
            }
        }
    }

    /** Workers that run their tasks one after another in any order. */
    private record Shuffled(Random random, int count) implements Workers {
        @Override
        public void run(int tasks, IntConsumer task) {
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < tasks; i++) {
                order.add(i);
            }
            Collections.shuffle(order, random);
            order.forEach(task::accept);
        }
    }
}
