package network.millrace.cli.bench;

/**
 * How long one run took.
 *
 * @param clock by the clock
 * @param thread in which the thread really ran
 */
record Seconds(double clock, double thread) {
    /** Times one run on this thread. */
    static Seconds of(Runnable run) {
        Stopwatch watch = new Stopwatch();
        watch.start();
        run.run();
        watch.stop();
        Pace pace = watch.pace(1);
        return new Seconds(1 / pace.perSecond(), 1 / pace.perThreadSecond());
    }
}
