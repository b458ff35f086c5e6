package network.millrace.proof.graph;

/**
 * What a program may be at most; all of it is checked before anything runs.
 *
 * @param fileBytes length of an ONNX file
 * @param nodes nodes of a file, those of subgraphs and functions included
 * @param operations operations of the canonical program, after functions and composite operators are expanded
 * @param initializerBytes all constant tensors together
 * @param memoryBytes inputs, constants and the planned buffers together
 * @param cost multiply-adds and element operations of one run
 * @param nesting depth of subgraphs, functions and expansions within each other
 */
public record Limits(
        long fileBytes, int nodes, int operations, long initializerBytes, long memoryBytes, long cost, int nesting) {
    public Limits {
        if (fileBytes <= 0
                || nodes <= 0
                || operations <= 0
                || initializerBytes < 0
                || memoryBytes <= 0
                || cost <= 0
                || nesting <= 0) {
            throw new IllegalArgumentException("every limit must be positive");
        }
    }

    /** For a machine with 8 GiB to spare, and some hours. */
    public static final Limits DEFAULT =
            new Limits(1L << 31, 100_000, 1_000_000, 8L << 30, 8L << 30, 1_000_000_000_000_000L, 64);
}
