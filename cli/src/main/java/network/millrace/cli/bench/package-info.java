/**
 * Measured figures beside their targets. A new bench is a class that implements {@link network.millrace.cli.bench.Benchmark} and a line in {@code Benchmarks}.
 * Comparisons are interleaved in one run, figures are medians of repeated runs, and nothing here is a test: machines differ.
 */
@NullMarked
package network.millrace.cli.bench;

import org.jspecify.annotations.NullMarked;
