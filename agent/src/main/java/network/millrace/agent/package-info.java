/** One provider: inventory, bidding, workloads and the door to them. */
@NullMarked
package network.millrace.agent;

import org.jspecify.annotations.NullMarked;
