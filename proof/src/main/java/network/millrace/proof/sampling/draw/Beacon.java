package network.millrace.proof.sampling.draw;

import java.nio.charset.StandardCharsets;
import network.millrace.protocol.crypto.Hash;

/**
 * Where the seed of a claim's audit comes from: the hash of a block that did not exist when the claim was committed.
 *
 * <p>Source: Pocket Network's probabilistic proofs seed a claim's proof requirement with a later block hash; the delay of
 * two blocks and the mixing with the committed root are this network's. The provider fixed the root before the block
 * existed, so it cannot try roots; whoever proposes the block can discard one that displeases it, which is one biased bit
 * for each block reward it forgoes.
 */
public final class Beacon {
    /** How many blocks after the one that holds the commitment the seed is taken from. */
    public static final long DELAY_BLOCKS = 2;

    private static final byte[] TAG = "millrace/sampling/1/seed\0".getBytes(StandardCharsets.US_ASCII);

    private Beacon() {}

    /** The height of the block whose hash seeds the audit of what was committed at this height. */
    public static long height(long commitHeight) {
        if (commitHeight < 0) {
            throw new IllegalArgumentException("a block's height is not negative; this is " + commitHeight);
        }
        return Math.addExact(commitHeight, DELAY_BLOCKS);
    }

    /**
     * The seed of one claim's audit. The claim's id is part of it, because two providers that honestly compute one job
     * commit the same root and shall not be sampled at the same steps.
     *
     * @param block the hash of the block at {@link #height}
     * @param claim the id of the claim: one provider's commitment for one job
     * @param runRoot the root that the claim commits to
     */
    public static Seed seed(Hash block, Hash claim, Hash runRoot) {
        return new Seed(Hash.sha256(TAG, block.bytes(), claim.bytes(), runRoot.bytes()));
    }
}
