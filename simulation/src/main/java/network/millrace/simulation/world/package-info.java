/**
 * Time, chance and the order of things: the parts of the outside world that a simulated network runs on.
 *
 * <p>Everything that happens is an entry of one queue, ordered by virtual time and, at equal times, by the order in which it was
 * asked for. One thing happens at a time: code that waits runs in turns ({@link network.millrace.simulation.world.Fibers}). Chance comes from one seed, split by name, so that an actor that draws more often does not shift
 * what another draws. The same seed therefore gives the same run, whatever machine it runs on.
 */
@NullMarked
package network.millrace.simulation.world;

import org.jspecify.annotations.NullMarked;
