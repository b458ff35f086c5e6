/**
 * A training job from its files to its result: which tensors are the batches, what a step makes of the state, and what a
 * checkpoint file holds, so that a job that was interrupted goes on with exactly the same bits. The caller reads and writes the
 * files and says when to stop.
 */
@NullMarked
package network.millrace.proof.training;

import org.jspecify.annotations.NullMarked;
