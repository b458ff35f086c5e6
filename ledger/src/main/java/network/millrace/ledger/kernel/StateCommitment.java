package network.millrace.ledger.kernel;

import network.millrace.ledger.state.WriteSet;
import network.millrace.protocol.crypto.Hash;

/** What the app hash is made of. The seam where an authenticated tree will take the place of the {@link HashChain}. */
@FunctionalInterface
public interface StateCommitment {
    /**
     * The app hash after a block.
     *
     * @param previous the app hash before it; {@link HashChain#START} for the genesis
     */
    Hash commit(Hash previous, long height, WriteSet writes);
}
