/**
 * What is played: one order step by step, the same code in the simulator and against real processes, and whole networks drawn from
 * a seed.
 */
@NullMarked
package network.millrace.simulation.scenarios;

import org.jspecify.annotations.NullMarked;
