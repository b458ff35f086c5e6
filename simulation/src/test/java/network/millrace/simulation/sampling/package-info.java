@NullMarked
package network.millrace.simulation.sampling;

import org.jspecify.annotations.NullMarked;
