/** Processors for the proof engine, which starts no threads of its own. */
@NullMarked
package network.millrace.cli.compute;

import org.jspecify.annotations.NullMarked;
