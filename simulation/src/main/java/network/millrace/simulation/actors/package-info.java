/**
 * Who takes part in a run: the node, providers' agents and tenants. Each actor is a thin shell, as the daemons' own are, around the
 * code that ships; it reads virtual time, a pretended disk and a pretended network, and it can be killed at any step.
 */
@NullMarked
package network.millrace.simulation.actors;

import org.jspecify.annotations.NullMarked;
