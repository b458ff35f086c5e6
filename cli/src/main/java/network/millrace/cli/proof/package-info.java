/**
 * The proof engine on the command line: checks, runs and trains ONNX programs. Nothing here asks a network. The files, threads
 * and clocks are here; what is computed is {@code network.millrace.proof}'s.
 */
@NullMarked
package network.millrace.cli.proof;

import org.jspecify.annotations.NullMarked;
