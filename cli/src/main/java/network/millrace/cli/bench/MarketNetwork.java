package network.millrace.cli.bench;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import network.millrace.ledger.Modules;
import network.millrace.ledger.kernel.BlockOutcome;
import network.millrace.ledger.kernel.HashChain;
import network.millrace.ledger.kernel.Kernel;
import network.millrace.ledger.state.MemoryState;
import network.millrace.ledger.state.State;
import network.millrace.protocol.crypto.PrivateKey;
import network.millrace.protocol.ledger.v1.Block;
import network.millrace.protocol.ledger.v1.Clock;
import network.millrace.protocol.ledger.v1.Genesis;
import network.millrace.protocol.money.Coins;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Money;
import network.millrace.protocol.tx.TransactionBuilder;

/**
 * A ledger in memory for the market's benches. Transactions are encoded and signed before the clock runs; signatures are
 * not verified, because they are measured elsewhere.
 */
final class MarketNetwork {
    private static final long GAS_PRICE_INVERSE = 40;
    private static final long BLOCK_MS = 100;

    private final String chainId;
    private final Kernel kernel = new Kernel(Modules.all(), check -> true, new HashChain());
    private final Map<PrivateKey, long[]> accounts = new HashMap<>();
    private MemoryState state;
    private Clock clock;

    MarketNetwork(Genesis genesis, List<PrivateKey> signers) {
        chainId = genesis.getChainId();
        state = new MemoryState();
        var result = kernel.load(genesis);
        state.apply(result.writes());
        clock = result.clock();
        for (int number = 0; number < signers.size(); number++) {
            accounts.put(signers.get(number), new long[] {number, 0});
        }
    }

    /** Goes on from accounts that have sent before. */
    MarketNetwork(Genesis genesis, MarketNetwork before) {
        this(genesis, List.of());
        before.accounts.forEach((key, account) -> accounts.put(key, account.clone()));
    }

    /** A point to return to. */
    record Moment(MemoryState state, Clock clock) {}

    Moment moment() {
        return new Moment(state.copy(), clock);
    }

    void returnTo(Moment moment) {
        state = moment.state().copy();
        clock = moment.clock();
    }

    Genesis export() {
        return kernel.export(state, clock);
    }

    /** Encodes and signs a transaction of one message. */
    ByteString sign(PrivateKey signer, Message message, long gas) {
        long[] account = Objects.requireNonNull(accounts.get(signer), "signers are named when the network is made");
        Coins fee = Coins.of(Money.of(Denom.UMIL, gas / GAS_PRICE_INVERSE + 1));
        var transaction =
                TransactionBuilder.on(chainId).add(message).fee(fee, gas).sign(signer, account[0], account[1]);
        account[1]++;
        return ByteString.copyFrom(transaction.bytes());
    }

    /** Executes a block that counts in no figure, some time after the one before. */
    void block(List<ByteString> transactions, long afterMs) {
        commit(kernel.apply(new State(state), clock, follow(transactions, afterMs)));
    }

    void blocks(List<ByteString> transactions, int each) {
        for (int from = 0; from < transactions.size(); from += each) {
            block(transactions.subList(from, Math.min(from + each, transactions.size())), BLOCK_MS);
        }
    }

    /** Milliseconds from the block's bytes to its write set; the block is committed afterwards, uncounted. */
    double measureMs(List<ByteString> transactions) {
        Block block = follow(new ArrayList<>(transactions), BLOCK_MS);
        long started = System.nanoTime();
        BlockOutcome outcome = kernel.apply(new State(state), clock, block);
        double ms = (System.nanoTime() - started) / 1e6;
        commit(outcome);
        return ms;
    }

    private void commit(BlockOutcome outcome) {
        outcome.result().getTransactionsList().forEach(result -> {
            if (result.getCode() != 0) {
                throw new IllegalStateException("a transaction of the bench was refused: " + result.getLog());
            }
        });
        state.apply(outcome.writes());
        clock = outcome.clock();
    }

    private Block follow(List<ByteString> transactions, long afterMs) {
        return Block.newBuilder()
                .setChainId(chainId)
                .setHeight(clock.getHeight() + 1)
                .setTimeMs(clock.getTimeMs() + afterMs)
                .setLastAppHash(clock.getAppHash())
                .addAllTransactions(transactions)
                .build();
    }
}
