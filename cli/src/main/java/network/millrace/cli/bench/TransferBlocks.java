package network.millrace.cli.bench;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import network.millrace.ledger.Modules;
import network.millrace.ledger.genesis.DevelopmentGenesis;
import network.millrace.ledger.genesis.Endowment;
import network.millrace.ledger.kernel.BlockOutcome;
import network.millrace.ledger.kernel.HashChain;
import network.millrace.ledger.kernel.Kernel;
import network.millrace.ledger.kernel.SignatureVerifier;
import network.millrace.ledger.kernel.StateCommitment;
import network.millrace.ledger.state.MemoryState;
import network.millrace.ledger.state.ReadCache;
import network.millrace.ledger.state.State;
import network.millrace.protocol.cosmos.bank.v1beta1.MsgSend;
import network.millrace.protocol.crypto.PrivateKey;
import network.millrace.protocol.crypto.PublicKey;
import network.millrace.protocol.ledger.v1.Block;
import network.millrace.protocol.ledger.v1.Clock;
import network.millrace.protocol.ledger.v1.Genesis;
import network.millrace.protocol.money.Coins;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Money;
import network.millrace.protocol.tx.TransactionBuilder;
import network.millrace.protocol.tx.Transactions;

/** Signed blocks of transfers and the state they follow on; the same ones in each run. */
final class TransferBlocks {
    /** Transfers in one block. */
    static final int TRANSFERS = 2_000;

    private static final String CHAIN_ID = "millrace-bench";
    private static final long GENESIS_MS = 1_700_000_000_000L;
    private static final int SEED = 25;
    private static final int CACHED_VALUES = 100_000;

    private final List<PrivateKey> senders;
    private final MemoryState genesis = new MemoryState();
    private final Clock start;
    private final List<List<ByteString>> blocks = new ArrayList<>();

    /** A digest with its signature and key, as verification alone sees them. */
    private record Signed(PublicKey key, ByteString digest, ByteString signature) {}

    private final List<Signed> signed = new ArrayList<>();

    private TransferBlocks(List<PrivateKey> senders) {
        this.senders = senders;
        var result = kernel(check -> true, new HashChain()).load(genesisOf(senders));
        genesis.apply(result.writes());
        start = result.clock();
    }

    /** Makes the accounts and signs the blocks, in each of which every sender sends once. */
    static TransferBlocks sign(int count) {
        Random random = new Random(SEED);
        List<PrivateKey> senders = new ArrayList<>();
        for (int i = 0; i < TRANSFERS; i++) {
            senders.add(PrivateKey.generate(random));
        }
        TransferBlocks blocks = new TransferBlocks(senders);
        for (int sequence = 0; sequence < count; sequence++) {
            blocks.blocks.add(blocks.block(sequence, random));
        }
        return blocks;
    }

    private List<ByteString> block(int sequence, Random random) {
        List<ByteString> transactions = new ArrayList<>(TRANSFERS);
        for (int i = 0; i < TRANSFERS; i++) {
            PrivateKey sender = senders.get(i);
            PublicKey recipient = senders.get(random.nextInt(TRANSFERS)).publicKey();
            var transaction = TransactionBuilder.on(CHAIN_ID)
                    .add(MsgSend.newBuilder()
                            .setFromAddress(sender.publicKey().address().toString())
                            .setToAddress(recipient.address().toString())
                            .addAmount(Money.of(Denom.UUSD, 1 + random.nextInt(1_000))
                                    .toProto())
                            .build())
                    .fee(Coins.of(Money.of(Denom.UMIL, 2_500)), 100_000)
                    .sign(sender, i, sequence);
            transactions.add(ByteString.copyFrom(transaction.bytes()));
            byte[] digest = Transactions.signDigest(transaction.raw(), CHAIN_ID, i);
            signed.add(new Signed(
                    sender.publicKey(),
                    ByteString.copyFrom(digest),
                    transaction.raw().getSignatures(0)));
        }
        return transactions;
    }

    private static Genesis genesisOf(List<PrivateKey> senders) {
        Coins coins = Coins.of(Money.of(Denom.UMIL, 1_000_000_000), Money.of(Denom.UUSD, 1_000_000_000));
        return DevelopmentGenesis.of(
                CHAIN_ID,
                GENESIS_MS,
                senders.stream()
                        .map(key -> new Endowment(key.publicKey().address(), coins))
                        .toList());
    }

    private static Kernel kernel(SignatureVerifier verifier, StateCommitment commitment) {
        return new Kernel(Modules.all(), verifier, commitment);
    }

    /** Executes the first blocks; time between decoding and write set counts, that of the store does not. */
    Pace pace(int count, SignatureVerifier verifier, StateCommitment commitment) {
        Kernel kernel = kernel(verifier, commitment);
        MemoryState state = genesis.copy();
        ReadCache cache = new ReadCache(CACHED_VALUES);
        Clock clock = start;
        Stopwatch watch = new Stopwatch();
        for (int i = 0; i < count; i++) {
            Block block = follow(clock, blocks.get(i));
            watch.start();
            BlockOutcome outcome = kernel.apply(new State(state, cache), clock, block);
            watch.stop();
            requireAllExecuted(outcome);
            state.apply(outcome.writes());
            cache.accept(outcome.state());
            clock = outcome.clock();
        }
        return watch.pace(count * TRANSFERS);
    }

    /** What verifying the same signatures alone reaches. */
    Pace verificationPace(int count) {
        Stopwatch watch = new Stopwatch();
        watch.start();
        for (Signed part : signed.subList(0, count * TRANSFERS)) {
            if (!part.key.verify(part.digest.toByteArray(), part.signature.toByteArray())) {
                throw new IllegalStateException("a signature made a moment ago is not valid");
            }
        }
        watch.stop();
        return watch.pace(count * TRANSFERS);
    }

    private static Block follow(Clock clock, List<ByteString> transactions) {
        return Block.newBuilder()
                .setChainId(CHAIN_ID)
                .setHeight(clock.getHeight() + 1)
                .setTimeMs(clock.getTimeMs() + 1_000)
                .setLastAppHash(clock.getAppHash())
                .addAllTransactions(transactions)
                .build();
    }

    private static void requireAllExecuted(BlockOutcome outcome) {
        outcome.result().getTransactionsList().forEach(result -> {
            if (result.getCode() != 0) {
                throw new IllegalStateException("a transfer of the bench was refused: " + result.getLog());
            }
        });
    }
}
