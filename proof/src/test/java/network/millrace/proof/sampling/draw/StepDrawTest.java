package network.millrace.proof.sampling.draw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.stream.LongStream;
import network.millrace.proof.sampling.Law;
import network.millrace.proof.sampling.Vectors;
import org.junit.jupiter.api.Test;

class StepDrawTest {
    @Test
    void uniformStepsAreThoseOfTheSpecification() {
        assertThat(StepDraw.uniform(steps(0), 1_000, new SampleSize(10, 1), List.of(500L)))
                .containsExactly(1L, 91L, 196L, 225L, 421L, 500L, 585L, 657L, 673L, 713L, 772L, 813L, 1000L);
        assertThat(StepDraw.uniform(steps(1), 1_000, new SampleSize(10, 0), List.of()))
                .containsExactly(1L, 7L, 25L, 135L, 144L, 383L, 515L, 557L, 587L, 715L, 768L, 1000L);
    }

    @Test
    void weightedStepsAreThoseOfTheSpecification() {
        long[] weights = LongStream.range(0, 100).map(step -> step * step % 17).toArray();

        assertThat(StepDraw.weighted(steps(0), weights, new SampleSize(8, 1), List.of(50L)))
                .containsExactly(1L, 14L, 25L, 44L, 49L, 50L, 55L, 64L, 89L, 91L, 100L);
    }

    @Test
    void sampleHoldsTheFixedStepsAndSoManyOthers() {
        Law.holds("sampleHoldsTheFixedStepsAndSoManyOthers", 2_000, random -> {
            long steps = random.nextLong(1, random.nextBoolean() ? 60 : StepDraw.STEPS_MAX);
            SampleSize size = new SampleSize(random.nextInt(1, 60), 3);
            List<Long> jumps =
                    random.longs(random.nextInt(4), 1, steps + 1).boxed().toList();

            NavigableSet<Long> sample =
                    StepDraw.uniform(new Draws(Law.hash(random), Purpose.STEPS, 0), steps, size, jumps);

            assertThat(sample).contains(1L, steps).containsAll(jumps);
            assertThat(sample.first()).isEqualTo(1);
            assertThat(sample.last()).isEqualTo(steps);
            long fixed = LongStream.concat(
                            LongStream.of(1, steps), jumps.stream().mapToLong(Long::longValue))
                    .distinct()
                    .count();
            assertThat((long) sample.size()).isEqualTo(Math.min(steps, fixed + size.drawn()));
        });
    }

    /** Of 5 free steps every pair, 10 in all, must come equally often. */
    @Test
    void everySetOfStepsIsEquallyLikely() {
        long[] counts = new long[32];
        for (int draw = 0; draw < 20_000; draw++) {
            int set = StepDraw.uniform(steps(draw), 7, new SampleSize(2, 0), List.of()).stream()
                    .filter(step -> step != 1 && step != 7)
                    .mapToInt(step -> 1 << (step - 2))
                    .sum();
            counts[set]++;
        }

        long[] pairs = Arrays.stream(counts).filter(count -> count > 0).toArray();
        assertThat(pairs).hasSize(10);
        assertThat(ChiSquare.of(pairs)).isLessThan(ChiSquare.limit(9));
    }

    @Test
    void stepsAreDrawnInProportionToTheirWeights() {
        long[] weights = {9, 1, 2, 3, 4, 9};
        long[] counts = new long[4];
        for (int draw = 0; draw < 20_000; draw++) {
            StepDraw.weighted(steps(draw), weights, new SampleSize(1, 0), List.of()).stream()
                    .filter(step -> step != 1 && step != 6)
                    .forEach(step -> counts[(int) (step - 2)]++);
        }

        assertThat(ChiSquare.of(counts, new double[] {0.1, 0.2, 0.3, 0.4})).isLessThan(ChiSquare.limit(3));
    }

    @Test
    void weightedDrawTakesWhatHasWeightAndNoMore() {
        long[] weights = {0, 5, 0, 7, 0, 0};

        assertThat(StepDraw.weighted(steps(0), weights, new SampleSize(50, 1), List.of(3L)))
                .containsExactly(1L, 2L, 3L, 4L, 6L);
    }

    @Test
    void weightTreeFindsWhatAWalkFinds() {
        Law.holds("weightTreeFindsWhatAWalkFinds", 500, random -> {
            long[] weights = random.longs(random.nextInt(1, 40), 0, 5).toArray();
            WeightTree tree = WeightTree.of(weights);
            while (tree.total() > 0) {
                long number = random.nextLong(tree.total());
                int found = tree.find(number);

                assertThat(found).isEqualTo(walk(weights, number));

                tree.take(found);
                weights[found] = 0;
            }
            assertThat(Arrays.stream(weights).sum()).isZero();
        });
    }

    @Test
    void runOfOneStepIsSampledWhole() {
        assertThat(StepDraw.uniform(steps(0), 1, SampleSize.STANDARD, List.of()))
                .containsExactly(1L);
    }

    @Test
    void seatsOfOneAuditLookAtDifferentSteps() {
        assertThat(StepDraw.uniform(steps(0), 1_000_000, SampleSize.STANDARD, List.of()))
                .isNotEqualTo(StepDraw.uniform(steps(1), 1_000_000, SampleSize.STANDARD, List.of()));
    }

    @Test
    void standardSampleHasAtMostFiftySteps() {
        assertThat(SampleSize.STANDARD.most()).isEqualTo(50);
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        SampleSize size = new SampleSize(5, 1);

        assertThatThrownBy(() -> StepDraw.uniform(steps(0), 0, size, List.of())).hasMessageContaining("this has 0");
        assertThatThrownBy(() -> StepDraw.uniform(steps(0), StepDraw.STEPS_MAX + 1, size, List.of()))
                .hasMessageContaining("a run has from 1 to");
        assertThatThrownBy(() -> StepDraw.uniform(steps(0), 10, size, List.of(2L, 3L)))
                .hasMessageContaining("at most 1 jumps are looked at; these are 2");
        assertThatThrownBy(() -> StepDraw.uniform(steps(0), 10, size, List.of(11L)))
                .hasMessageContaining("from 1 to 10; this is 11");
        assertThatThrownBy(() -> StepDraw.weighted(steps(0), new long[] {1, -1}, size, List.of()))
                .hasMessageContaining("place 1 is -1");
        assertThatThrownBy(
                        () -> StepDraw.weighted(steps(0), new long[] {Long.MAX_VALUE, Long.MAX_VALUE}, size, List.of()))
                .hasMessageContaining("less than 2^63");
        assertThatThrownBy(() -> new SampleSize(0, 0)).hasMessageContaining("these are 0");
        assertThatThrownBy(() -> new SampleSize(1, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static int walk(long[] weights, long number) {
        long rest = number;
        int place = 0;
        while (rest >= weights[place]) {
            rest -= weights[place++];
        }
        return place;
    }

    private static Draws steps(long index) {
        return Vectors.SEED.draws(Purpose.STEPS, index);
    }
}
