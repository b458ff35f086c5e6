/** Scenarios of the simulator, played with real processes. */
@NullMarked
package network.millrace.cli.acceptance;

import org.jspecify.annotations.NullMarked;
