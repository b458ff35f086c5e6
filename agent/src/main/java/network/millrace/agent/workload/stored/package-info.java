/**
 * How specifications and states are written to disk, the same for every backend that keeps them in files. Read back by the same or
 * a later version; unknown fields are ignored.
 */
@NullMarked
package network.millrace.agent.workload.stored;

import org.jspecify.annotations.NullMarked;
