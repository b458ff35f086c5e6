package network.millrace.proof.sampling.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.crypto.Hash;

/**
 * What an auditor found, hidden by its hash until it is revealed.
 *
 * <p>Source: commit and reveal with the sender's address in the hash is iExec PoCo's seal; the salt is here because most
 * audits agree with roots that everybody knows, and an unsalted hash could be guessed. Because the address is hashed, a
 * commitment posted by somebody else cannot be opened by its copier. Copies are not refused when posted: whoever stands
 * second may be the author that was overtaken.
 *
 * @param salt 32 bytes that only the auditor knows
 * @param resultRoot as {@link SampleRoot} makes it of the states the auditor computed
 * @param falseStep the first step of the sample that the claim has wrong, or {@link #NONE}
 */
public record Opening(Hash salt, Hash resultRoot, long falseStep) {
    /** The step of somebody who found none that is wrong. */
    public static final long NONE = 0;

    private static final byte[] TAG = "millrace/sampling/1/audit\0".getBytes(StandardCharsets.US_ASCII);

    public Opening {
        if (falseStep < NONE) {
            throw new IllegalArgumentException("steps are numbered from 1, and 0 is none; this is " + falseStep);
        }
    }

    /** An auditor's finding that the claim is right. */
    public static Opening agreeing(Hash salt, Hash claimedRoot) {
        return new Opening(salt, claimedRoot, NONE);
    }

    /** Whether it calls the claim right. */
    public boolean agrees() {
        return falseStep == NONE;
    }

    /** What this auditor posts first. */
    public Hash commitment(Hash audit, Address auditor) {
        byte[] step = ByteBuffer.allocate(Long.BYTES).putLong(falseStep).array();
        return Hash.sha256(TAG, audit.bytes(), salt.bytes(), auditor.bytes(), resultRoot.bytes(), step);
    }
}
