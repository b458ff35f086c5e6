/** A whole network on this machine: its genesis, keys, ports and processes, for {@code demo}, {@code up} and the benches. */
@NullMarked
package network.millrace.cli.local;

import org.jspecify.annotations.NullMarked;
