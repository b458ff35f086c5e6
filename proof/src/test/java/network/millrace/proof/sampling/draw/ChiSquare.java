package network.millrace.proof.sampling.draw;

import java.util.Arrays;

/** Pearson's test of fit. The draws it is used on are fixed, so that it passes always or never. */
final class ChiSquare {
    private ChiSquare() {}

    /** Against equal chances. */
    static double of(long[] counts) {
        double[] chances = new double[counts.length];
        Arrays.fill(chances, 1.0 / counts.length);
        return of(counts, chances);
    }

    static double of(long[] counts, double[] chances) {
        long total = Arrays.stream(counts).sum();
        double sum = 0;
        for (int place = 0; place < counts.length; place++) {
            double expected = total * chances[place];
            sum += (counts[place] - expected) * (counts[place] - expected) / expected;
        }
        return sum;
    }

    /** What one fit in a thousand exceeds by chance: Wilson and Hilferty's approximation, 3.09 deviations. */
    static double limit(int degrees) {
        double spread = 2.0 / (9.0 * degrees);
        return degrees * Math.pow(1 - spread + 3.09 * Math.sqrt(spread), 3);
    }
}
