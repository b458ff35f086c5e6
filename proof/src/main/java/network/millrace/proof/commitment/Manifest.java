package network.millrace.proof.commitment;

import network.millrace.proof.RefusedException;
import network.millrace.protocol.crypto.Hash;

/**
 * The data of a job.
 *
 * @param root of the tensors of all batches, batch by batch
 * @param batches how many there are; step t takes batch (t - 1) mod that number
 */
public record Manifest(Hash root, long batches) {
    public Manifest {
        if (batches < 1) {
            throw RefusedException.malformed("a job has at least one batch, if only an empty one; this has " + batches);
        }
    }

    /** The batch of a step. */
    public long batchOf(long step) {
        return (step - 1) % batches;
    }
}
