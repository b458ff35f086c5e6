/** The list of backends, above all of them so that the port does not know who implements it. */
@NullMarked
package network.millrace.agent.workload.backends;

import org.jspecify.annotations.NullMarked;
