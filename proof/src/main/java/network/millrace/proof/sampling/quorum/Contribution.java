package network.millrace.proof.sampling.quorum;

import java.nio.charset.StandardCharsets;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.crypto.Hash;

/**
 * What a worker posts of its result before anybody reveals one: a hash by which equal results are grouped, and a seal that
 * only this worker can open.
 *
 * <p>Source: iExec PoCo's resultHash and resultSeal. A worker may copy another's hash, but without the result it cannot make
 * a seal of its own, and at the reveal it stands there without one. Unlike an audit's commitment the hash has no salt, because
 * the ledger compares hidden results with it: a job whose result can be guessed, such as a yes or no, must salt the result.
 */
public record Contribution(Hash resultHash, Hash seal) {
    private static final byte[] RESULT_TAG = "millrace/sampling/1/result\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SEAL_TAG = "millrace/sampling/1/seal\0".getBytes(StandardCharsets.US_ASCII);

    /** What this worker posts. */
    public static Contribution of(Hash task, Address worker, Hash result) {
        return new Contribution(
                Hash.sha256(RESULT_TAG, task.bytes(), result.bytes()),
                Hash.sha256(SEAL_TAG, task.bytes(), worker.bytes(), result.bytes()));
    }

    /** Whether the revealed result is the one this worker had when it posted this. */
    public boolean opens(Hash task, Address worker, Hash result) {
        return equals(of(task, worker, result));
    }
}
