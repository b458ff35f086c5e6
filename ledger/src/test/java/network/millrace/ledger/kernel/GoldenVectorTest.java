package network.millrace.ledger.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import network.millrace.ledger.Person;
import network.millrace.ledger.Sends;
import network.millrace.ledger.genesis.DevelopmentGenesis;
import network.millrace.ledger.genesis.Endowment;
import network.millrace.ledger.modules.accounts.AccountsModule;
import network.millrace.ledger.modules.bank.BankModule;
import network.millrace.ledger.modules.fees.FeesModule;
import network.millrace.ledger.state.KeyCodec;
import network.millrace.ledger.state.Keyspace;
import network.millrace.ledger.state.MemoryState;
import network.millrace.ledger.state.State;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.ledger.v1.Block;
import network.millrace.protocol.ledger.v1.Clock;
import network.millrace.protocol.money.Coins;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Money;
import network.millrace.protocol.tx.TransactionBuilder;
import org.junit.jupiter.api.Test;

/**
 * App hashes of a fixed genesis and fixed blocks, on the three modules that every later one stands on. A change here is a
 * change of the state's format or of the rules and splits a running network: it needs a decision record, not only a new
 * constant.
 */
class GoldenVectorTest {
    private static final String CHAIN_ID = "golden-1";
    private static final long GENESIS_MS = 1_700_000_000_000L;

    private final Person alice = Person.called("alice");
    private final Person bob = Person.called("bob");
    private final Person carol = Person.called("carol");
    private final MemoryState state = new MemoryState();
    private final Kernel kernel = new Kernel(threeModules(), SignatureVerifier.atOnce(), new HashChain());

    @Test
    void hashChainIsAsWrittenDown() {
        var writes = new State(state);
        new Keyspace(9)
                .table(1, KeyCodec.U64, Money.of(Denom.UMIL, 5).toProto())
                .put(writes, 1L, Money.of(Denom.UMIL, 5).toProto());

        var hash = new HashChain().commit(HashChain.START, 7, writes.writeSet());

        String input = "00".repeat(32) // the app hash before
                + "0000000000000007" // height
                + "0000000a" + "0901" + "0000000000000001" // length of the key, module, table, key
                + "01" + "00000009" + "0a04756d696c120135"; // written, length of the value, value
        assertThat(hash).isEqualTo(Hash.sha256(HexFormat.of().parseHex(input)));
    }

    @Test
    void blocksGiveTheseAppHashes() {
        var hashes = new ArrayList<String>();
        Clock clock = genesis();
        hashes.add(HexFormat.of().formatHex(clock.getAppHash().toByteArray()));
        for (List<byte[]> transactions : blocks()) {
            clock = apply(clock, transactions);
            hashes.add(HexFormat.of().formatHex(clock.getAppHash().toByteArray()));
        }

        assertThat(hashes)
                .containsExactly(
                        "431e62dc79e20c93483cf3ad22d9c0de36e8424e67246424e55e5d3c33172d4a",
                        "cd172f3a0b2c9144602f7c207615fd8efdb8dd84829648ef93218b68f20727a2",
                        "35423422ad716544c360426246d9fd4fa001e7d4113681390f929295419f9ccb",
                        "db6482cf400158efb7ef58b90b5409e9e75aae82854c4864592d34b872c0002b");
    }

    private static Registry threeModules() {
        var accounts = new AccountsModule();
        var bank = new BankModule(accounts.accounts());
        return Registry.of(List.of(accounts, bank, new FeesModule(accounts.accounts(), bank.bank())));
    }

    private Clock genesis() {
        var coins = Coins.of(Money.of(Denom.UMIL, 1_000_000_000), Money.of(Denom.UUSD, 2_000_000_000));
        var genesis = DevelopmentGenesis.of(
                kernel.registry().defaultGenesis(),
                CHAIN_ID,
                GENESIS_MS,
                List.of(new Endowment(alice.address(), coins), new Endowment(bob.address(), coins)));
        var result = kernel.load(genesis);
        state.apply(result.writes());
        return result.clock();
    }

    /** A transfer that makes an account; an unordered one and one that fails; nothing. */
    private List<List<byte[]>> blocks() {
        byte[] transfer = builder()
                .add(Sends.of(alice, carol, Denom.UUSD, 123_456))
                .sign(alice.key(), 0, 0)
                .bytes();
        byte[] unordered = builder()
                .add(Sends.of(bob, alice, Denom.UMIL, 7))
                .unordered(Instant.ofEpochMilli(GENESIS_MS + 60_000))
                .sign(bob.key(), 1, 0)
                .bytes();
        byte[] failing = builder()
                .add(Sends.of(alice, bob, Denom.UUSD, 3_000_000_000L))
                .sign(alice.key(), 0, 1)
                .bytes();
        return List.of(List.of(transfer), List.of(unordered, failing), List.of());
    }

    private static TransactionBuilder builder() {
        return TransactionBuilder.on(CHAIN_ID).fee(Coins.of(Money.of(Denom.UMIL, 2_500)), 100_000);
    }

    private Clock apply(Clock last, List<byte[]> transactions) {
        var outcome = kernel.apply(
                new State(state),
                last,
                Block.newBuilder()
                        .setChainId(CHAIN_ID)
                        .setHeight(last.getHeight() + 1)
                        .setTimeMs(last.getTimeMs() + 45_000)
                        .setLastAppHash(last.getAppHash())
                        .addAllTransactions(
                                transactions.stream().map(ByteString::copyFrom).toList())
                        .build());
        state.apply(outcome.writes());
        return outcome.clock();
    }
}
