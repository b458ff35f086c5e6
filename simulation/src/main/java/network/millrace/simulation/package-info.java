/** The whole network on one thread, in virtual time, from one seed. */
@NullMarked
package network.millrace.simulation;

import org.jspecify.annotations.NullMarked;
