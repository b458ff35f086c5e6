package network.millrace.node.engine.embedded;

import java.util.HexFormat;
import network.millrace.ledger.Ledger;
import network.millrace.ledger.kernel.BlockOutcome;
import network.millrace.ledger.kernel.GenesisResult;
import network.millrace.ledger.kernel.InvalidBlockException;
import network.millrace.ledger.kernel.SignatureVerifier;
import network.millrace.node.storage.StorageException;
import network.millrace.node.storage.Store;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.ledger.v1.Genesis;
import network.millrace.protocol.node.v1.BlockRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a store to its last durable block: loads the genesis into an empty state, and applies again what the log has and the
 * state lacks. Every block must give the app hash that it gave the first time.
 */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private static final int PROGRESS_BLOCKS = 10_000;

    private Recovery() {}

    static Ledger open(Store store, Genesis genesis, SignatureVerifier verifier) {
        begin(store, genesis);
        Ledger ledger = Ledger.open(store.state(), verifier);
        requireSameHeight(store, ledger);
        long before = store.height();
        store.pending(record -> applyAgain(store, ledger, record));
        if (store.height() > before) {
            LOG.info(
                    "applied blocks again that were durable but not in the state from={} to={}",
                    before + 1,
                    store.height());
        }
        return ledger;
    }

    private static void begin(Store store, Genesis genesis) {
        Hash hash = Hash.sha256(genesis.toByteArray());
        if (!store.hasGenesis()) {
            GenesisResult result = Ledger.genesis(genesis);
            store.begin(hash, result.clock().getHeight(), result.writes());
            LOG.info("loaded genesis chain={} hash={}", genesis.getChainId(), hash);
        } else if (!store.genesisHash().equals(hash)) {
            throw new StorageException("The data was made from the genesis with SHA-256 " + store.genesisHash()
                    + ", but the genesis file has " + hash
                    + ": put the right genesis file back, or start with an empty data"
                    + " folder to begin a new network.");
        }
    }

    private static void requireSameHeight(Store store, Ledger ledger) {
        if (ledger.clock().getHeight() != store.height()) {
            throw new StorageException(
                    "The state says it is at block " + ledger.clock().getHeight()
                            + ", but was stored as of block " + store.height()
                            + ": move the state folder away and start again, it is rebuilt from the block log.");
        }
    }

    private static void applyAgain(Store store, Ledger ledger, BlockRecord record) {
        BlockOutcome outcome;
        try {
            outcome = ledger.apply(record.getBlock());
        } catch (InvalidBlockException e) {
            throw new StorageException(
                    "Block " + record.getBlock().getHeight() + " of the log does not fit on the state: "
                            + e.getMessage()
                            + ". Log and state are not from the same node: put back a copy of both, made together.",
                    e);
        }
        if (!outcome.result().getAppHash().equals(record.getResult().getAppHash())) {
            throw new StorageException("Block " + record.getBlock().getHeight() + " gave app hash "
                    + hex(record.getResult().getAppHash().toByteArray()) + " when it was made, and gives "
                    + hex(outcome.result().getAppHash().toByteArray())
                    + " now. The node stops here, for its state would not be the network's. Run the version that made the"
                    + " block, or report this with the block log.");
        }
        store.commit(record, outcome.writes());
        ledger.commit(outcome);
        if (store.height() % PROGRESS_BLOCKS == 0) {
            LOG.info("applying blocks again height={}", store.height());
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
