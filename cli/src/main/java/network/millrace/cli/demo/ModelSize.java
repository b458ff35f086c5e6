package network.millrace.cli.demo;

/**
 * How large the proof demo's model is.
 *
 * @param rows pieces of text in a batch
 * @param context characters that are seen at once
 */
record ModelSize(int rows, int context, int width, int layers) {
    /** Learns words within a minute on two cores. */
    static final ModelSize USUAL = new ModelSize(8, 64, 64, 2);

    /** Learns letters within seconds. */
    static final ModelSize TINY = new ModelSize(4, 32, 32, 1);
}
