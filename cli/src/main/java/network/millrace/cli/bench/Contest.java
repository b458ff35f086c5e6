package network.millrace.cli.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Two ways to compute the same thing, run in turns. The ratio is the median of the ratios of neighbouring runs, so that what
 * else the machine does meanwhile falls on both alike.
 *
 * @param ratio the first one's time divided by the other's, by the clock
 * @param threadRatio the same by the threads' own time
 * @param milliseconds the first one's median
 * @param othersMilliseconds the other's median
 */
record Contest(double ratio, double threadRatio, double milliseconds, double othersMilliseconds) {
    private static final int ROUNDS_LEAST = 5;
    private static final int ROUNDS_MOST = 60;

    /** Something that can be timed. */
    @FunctionalInterface
    interface Side {
        Seconds run() throws IOException;
    }

    /**
     * Runs both in turns.
     *
     * @param warmUp seconds for both together before anything counts
     * @param measured seconds for both together that count
     */
    static Contest between(Side side, Side other, double warmUp, double measured) throws IOException {
        double warm = 0;
        while (warm < warmUp) {
            warm += side.run().clock() + other.run().clock();
        }
        Samples ratio = new Samples();
        Samples threadRatio = new Samples();
        Samples clock = new Samples();
        Samples othersClock = new Samples();
        double spent = 0;
        for (int round = 0; round < ROUNDS_LEAST || (round < ROUNDS_MOST && spent < measured); round++) {
            boolean first = round % 2 == 0;
            Seconds early = first ? side.run() : other.run();
            Seconds late = first ? other.run() : side.run();
            Seconds ours = first ? early : late;
            Seconds theirs = first ? late : early;
            ratio.add(ours.clock() / theirs.clock());
            threadRatio.add(ours.thread() / theirs.thread());
            clock.add(1e3 * ours.clock());
            othersClock.add(1e3 * theirs.clock());
            spent += ours.clock() + theirs.clock();
        }
        return new Contest(ratio.median(), threadRatio.median(), clock.median(), othersClock.median());
    }

    /** The figures of a contest with onnxruntime. */
    List<Figure> figures(String what, double ratioMost) {
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.atMost(what + " beside onnxruntime", ratio, "", ratioMost));
        figures.add(Figure.shown(what + ", the same by the threads' own time", threadRatio, ""));
        figures.add(Figure.shown(what, milliseconds, "ms"));
        figures.add(Figure.shown(what + ", onnxruntime", othersMilliseconds, "ms"));
        return figures;
    }
}
