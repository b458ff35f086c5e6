/**
 * What goes wrong in a run, each kind by its name and counted. Whether a fault strikes is drawn from a stream of chance of its
 * own, so that one kind more or less does not move the others.
 */
@NullMarked
package network.millrace.simulation.faults;

import org.jspecify.annotations.NullMarked;
