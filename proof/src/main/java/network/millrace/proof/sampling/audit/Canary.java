package network.millrace.proof.sampling.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.TreeSet;
import network.millrace.protocol.crypto.Hash;

/**
 * A job that its requester had computed wrong at some steps, to see whether auditors look.
 *
 * <p>Source: forced errors as in Truebit, against the verifier's dilemma. Every job, canary or not, carries a commitment of
 * its requester beside it: of a canary the hash of this, of every other 32 random bytes. Nobody can tell them apart until
 * the requester opens it, which it may do once the audit is closed and nothing can be revealed any more.
 *
 * @param salt 32 bytes that only the requester knows
 * @param planted the steps that are wrong; all others are right
 */
public record Canary(Hash salt, NavigableSet<Long> planted) {
    /** More wrong steps than this are not opened. */
    public static final int PLANTED_MAX = 4_096;

    private static final byte[] TAG = "millrace/sampling/1/canary\0".getBytes(StandardCharsets.US_ASCII);

    public Canary {
        if (planted.isEmpty() || planted.size() > PLANTED_MAX || planted.first() < 1) {
            throw new IllegalArgumentException("a canary has from 1 to " + PLANTED_MAX
                    + " wrong steps, numbered from 1; this has " + planted.size());
        }
        planted = Collections.unmodifiableNavigableSet(new TreeSet<>(planted));
    }

    /** What the requester posts with the job. */
    public Hash commitment(Hash job) {
        MessageDigest digest = Hash.newSha256();
        digest.update(TAG);
        digest.update(job.bytes());
        digest.update(salt.bytes());
        planted.forEach(step -> digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, step)));
        return Hash.of(digest.digest());
    }

    /** Whether this is what was posted with the job. */
    public boolean opens(Hash posted, Hash job) {
        return commitment(job).equals(posted);
    }
}
