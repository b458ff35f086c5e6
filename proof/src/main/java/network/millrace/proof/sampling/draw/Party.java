package network.millrace.proof.sampling.draw;

import network.millrace.protocol.address.Address;

/**
 * Someone who can be drawn to audit or to compute a replica.
 *
 * @param address the account that answers
 * @param operator who stands behind it; accounts of one operator are never drawn together
 * @param stake free stake in the ledger's staking unit; without any, a party is never drawn
 */
public record Party(Address address, Address operator, long stake) {
    /** Stakes are below this, so that those of the most candidates add up in a long. */
    public static final long STAKE_LIMIT = 1L << 46;

    public Party {
        if (stake < 0 || stake >= STAKE_LIMIT) {
            throw new IllegalArgumentException("a stake is from 0 to 2^46 - 1 units; this is " + stake);
        }
    }
}
