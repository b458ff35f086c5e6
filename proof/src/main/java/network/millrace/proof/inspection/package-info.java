/**
 * Looks a program over before anybody pays for running it: which operators it uses, what a run costs, and whether each of its
 * operations can be disputed.
 */
@NullMarked
package network.millrace.proof.inspection;

import org.jspecify.annotations.NullMarked;
