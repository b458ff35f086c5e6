package network.millrace.proof.sampling.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.SortedMap;
import network.millrace.protocol.crypto.Hash;

/**
 * One hash over the outcome of each sampled step. What stands for a step is the caller's: the root of the state after it, or
 * better the root of its trace of operators, which the claim does not show and only who ran the step can know.
 */
public final class SampleRoot {
    private static final byte[] TAG = "millrace/sampling/1/sample\0".getBytes(StandardCharsets.US_ASCII);

    private SampleRoot() {}

    /** The hash of the outcomes by step, ascending. */
    public static Hash of(SortedMap<Long, Hash> outcomes) {
        if (outcomes.isEmpty()) {
            throw new IllegalArgumentException("a sample has at least one step");
        }
        MessageDigest digest = Hash.newSha256();
        digest.update(TAG);
        outcomes.forEach((step, outcome) -> {
            digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, step));
            digest.update(outcome.bytes());
        });
        return Hash.of(digest.digest());
    }
}
