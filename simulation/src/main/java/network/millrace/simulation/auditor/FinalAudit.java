package network.millrace.simulation.auditor;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import network.millrace.ledger.Ledger;
import network.millrace.ledger.kernel.BlockOutcome;
import network.millrace.ledger.kernel.GenesisResult;
import network.millrace.ledger.kernel.InvalidBlockException;
import network.millrace.ledger.state.MemoryState;
import network.millrace.node.storage.Store;
import network.millrace.protocol.bank.v1.QueryBalancesRequest;
import network.millrace.protocol.bank.v1.QueryBalancesResponse;
import network.millrace.protocol.cosmos.base.v1beta1.Coin;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.ledger.v1.BlockResult;
import network.millrace.protocol.ledger.v1.Genesis;
import network.millrace.protocol.node.v1.BlockRecord;

/** What must hold of a ledger and its log when a run has come to rest, whatever happened before. */
public final class FinalAudit {
    private final Genesis genesis;
    private final Auditor auditor;

    /** @param auditor has followed every block since that genesis */
    public FinalAudit(Genesis genesis, Auditor auditor) {
        this.genesis = genesis;
        this.auditor = auditor;
    }

    /**
     * Checks all of it.
     *
     * @param acknowledged height of each transaction whose sender was told that it is durable, by hash in hex
     * @throws AuditFailure with the first law that does not hold
     */
    public void check(Store store, Map<String, Long> acknowledged) {
        Ledger ledger = Ledger.open(store.state());
        everyBlockWasFollowed(store);
        balancesAgree(ledger);
        invariantsHold(ledger);
        exportIsIdentity(ledger);
        replayIsIdentity(store);
        acknowledgedAreInTheLog(store, acknowledged);
    }

    private void everyBlockWasFollowed(Store store) {
        if (store.height() != auditor.height()) {
            throw failure(
                    "the auditor saw every block", "it is at " + auditor.height() + ", the node at " + store.height());
        }
    }

    private void balancesAgree(Ledger ledger) {
        for (String address : auditor.money().addresses()) {
            QueryBalancesRequest request =
                    QueryBalancesRequest.newBuilder().setAddress(address).build();
            QueryBalancesResponse response = (QueryBalancesResponse) ledger.query("bank", "Balances", request);
            Map<String, BigInteger> held = new TreeMap<>();
            for (Coin coin : response.getBalancesList()) {
                held.put(coin.getDenom(), new BigInteger(coin.getAmount()));
            }
            Map<String, BigInteger> expected = new TreeMap<>(auditor.money().balancesOf(address));
            expected.values().removeIf(amount -> amount.signum() == 0);
            if (!held.equals(expected)) {
                throw failure(
                        "balances follow from genesis and transfers",
                        address + " holds " + held + ", by its transfers " + expected);
            }
        }
    }

    private void invariantsHold(Ledger ledger) {
        List<String> violations = ledger.violations();
        if (!violations.isEmpty()) {
            throw failure("the modules' invariants hold", String.join("; ", violations));
        }
    }

    private void exportIsIdentity(Ledger ledger) {
        Genesis first = ledger.export();
        Genesis second = begin(first).ledger().export();
        if (!first.toByteString().equals(second.toByteString())) {
            throw failure(
                    "export, import, export is identity",
                    first.getSerializedSize() + " bytes became " + second.getSerializedSize());
        }
    }

    /**
     * Applies the log to the genesis anew: other memory, other batches, no crash, and the same results to the last byte. Half-way
     * the state is exported, and a network that goes on from there must come to the same results but for its app hashes.
     */
    private void replayIsIdentity(Store store) {
        Replica replica = begin(genesis);
        Replica branch = replica;
        long first = genesis.getInitialHeight() + 1;
        long half = first + (store.height() - first) / 2;
        for (long height = first; height <= store.height(); height++) {
            BlockRecord record = block(store, height);
            requireSame("replaying the log gives the same results", record.getResult(), replica.apply(record));
            if (height == half) {
                branch = begin(replica.ledger().export());
            } else if (height > half) {
                BlockRecord next = record.toBuilder()
                        .setBlock(record.getBlock().toBuilder()
                                .setLastAppHash(branch.ledger().clock().getAppHash()))
                        .build();
                BlockResult result = branch.apply(next);
                requireSame(
                        "a network that goes on from an export comes to the same results",
                        record.getResult().toBuilder().clearAppHash().build(),
                        result.toBuilder().clearAppHash().build());
            }
        }
    }

    private static void requireSame(String rule, BlockResult expected, BlockResult came) {
        if (!came.equals(expected)) {
            throw new AuditFailure(
                    expected.getHeight(),
                    rule,
                    "app hash " + Hash.of(expected.getAppHash()) + " became " + Hash.of(came.getAppHash())
                            + "; the first difference: " + difference(expected, came));
        }
    }

    private static String difference(BlockResult expected, BlockResult came) {
        String[] before = expected.toString().split("\n");
        String[] after = came.toString().split("\n");
        for (int i = 0; i < Math.min(before.length, after.length); i++) {
            if (!before[i].equals(after[i])) {
                return "line " + i + ", \"" + before[i].strip() + "\" became \"" + after[i].strip() + "\"";
            }
        }
        return before.length + " lines became " + after.length;
    }

    private void acknowledgedAreInTheLog(Store store, Map<String, Long> acknowledged) {
        acknowledged.forEach((hash, height) -> {
            boolean isThere = block(store, height).getResult().getTransactionsList().stream()
                    .anyMatch(result -> Hash.of(result.getHash()).hex().equals(hash));
            if (!isThere) {
                throw new AuditFailure(
                        height, "what was acknowledged is in the log", "transaction " + hash + " is not");
            }
        });
    }

    private BlockRecord block(Store store, long height) {
        return store.block(height).orElseThrow(() -> failure("every block is in the log", height + " is not"));
    }

    private AuditFailure failure(String rule, String detail) {
        return new AuditFailure(auditor.height(), rule, detail);
    }

    private static Replica begin(Genesis genesis) {
        MemoryState state = new MemoryState();
        GenesisResult first = Ledger.genesis(genesis);
        state.apply(first.writes());
        return new Replica(state, Ledger.open(state));
    }

    private record Replica(MemoryState state, Ledger ledger) {
        BlockResult apply(BlockRecord record) {
            try {
                BlockOutcome outcome = ledger.apply(record.getBlock());
                state.apply(outcome.writes());
                ledger.commit(outcome);
                return outcome.result();
            } catch (InvalidBlockException invalid) {
                throw new AuditFailure(
                        record.getBlock().getHeight(),
                        "every block of the log follows the one before",
                        String.valueOf(invalid.getMessage()));
            }
        }
    }
}
