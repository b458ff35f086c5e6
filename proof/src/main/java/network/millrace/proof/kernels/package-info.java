/**
 * The inner loops, over plain arrays. They know no tensors, graphs or operators.
 *
 * <p>{@link network.millrace.proof.kernels.Kernels} is what is worth writing twice: the scalar implementation defines the
 * bits, the one over the Vector API gives the same ones faster. The compiler does not vectorize even an addition of arrays that
 * may overlap; float32 arithmetic therefore is here, and what is rare stays a plain loop in its operator. A product hands over
 * each piece of its result that is complete, so that what follows finds it in the cache. A kernel splits its work into independent tasks for the
 * {@link network.millrace.proof.kernels.Workers} that the caller brings, and no result depends on how many there are.
 */
@NullMarked
package network.millrace.proof.kernels;

import org.jspecify.annotations.NullMarked;
