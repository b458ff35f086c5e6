/**
 * Binds a run to 32 bytes, so that any piece of it can be shown later and nothing else passes for it.
 *
 * <pre>
 *   run         one checkpoint for each interval of steps, made while the job runs
 *   checkpoint  the outputs of a step program, of which some are the state that the next step starts from
 *   trace       the outputs of every operation of one step; made only for a step in dispute
 *   tensor      tiles of 64 by 64 elements
 *   manifest    the batches that a job is given
 * </pre>
 *
 * <p>Each is a binary Merkle tree whose root says what it is of, so that no tree passes for another. The bytes are specified
 * in {@code docs/spec/commitments.md}.
 */
@NullMarked
package network.millrace.proof.commitment;

import org.jspecify.annotations.NullMarked;
