/** Disk and database in memory that fail on demand the way real ones do: for simulation and tests. */
@NullMarked
package network.millrace.node.storage.memory;

import org.jspecify.annotations.NullMarked;
