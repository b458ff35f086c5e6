/**
 * The inner loops, over plain arrays. They know no tensors, graphs or operators.
 *
 * <p>{@link network.millrace.proof.kernels.Kernels} is what is worth writing twice: the scalar implementation defines the
 * bits, the one over the Vector API gives the same ones faster. What a compiler vectorizes by itself (an addition of two
 * arrays) is written once, in the operator. A kernel splits its work into independent tasks for the
 * {@link network.millrace.proof.kernels.Workers} that the caller brings, and no result depends on how many there are.
 */
@NullMarked
package network.millrace.proof.kernels;

import org.jspecify.annotations.NullMarked;
