/**
 * What the provider's machine has, what of it is offered, and who holds which part of it.
 *
 * <p>{@link network.millrace.agent.inventory.Inventory} is one immutable value with these laws, held as properties in its test:
 *
 * <ul>
 *   <li>free is never negative, in no dimension;
 *   <li>what one order holds no other order holds: free + held = offered, whatever the order of calls;
 *   <li>reserving twice for one order changes nothing; releasing what is not held changes nothing;
 *   <li>a pending reservation ends by itself, a leased one only by release.
 * </ul>
 *
 * <p>When the offered share shrinks below what is held (the operator lowered it), leases keep what they have, free is zero, and
 * nothing new is promised until enough has been released.
 */
@NullMarked
package network.millrace.agent.inventory;

import org.jspecify.annotations.NullMarked;
