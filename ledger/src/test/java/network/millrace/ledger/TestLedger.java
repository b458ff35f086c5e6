package network.millrace.ledger;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import network.millrace.ledger.genesis.DevelopmentGenesis;
import network.millrace.ledger.genesis.Endowment;
import network.millrace.ledger.kernel.BlockOutcome;
import network.millrace.ledger.kernel.Context;
import network.millrace.ledger.kernel.SignatureVerifier;
import network.millrace.ledger.state.MemoryState;
import network.millrace.protocol.accounts.v1.Account;
import network.millrace.protocol.accounts.v1.QueryAccountRequest;
import network.millrace.protocol.accounts.v1.QueryAccountResponse;
import network.millrace.protocol.bank.v1.QueryBalancesRequest;
import network.millrace.protocol.bank.v1.QueryBalancesResponse;
import network.millrace.protocol.ledger.v1.Block;
import network.millrace.protocol.ledger.v1.BlockResult;
import network.millrace.protocol.ledger.v1.Genesis;
import network.millrace.protocol.ledger.v1.TxResult;
import network.millrace.protocol.money.Amount;
import network.millrace.protocol.money.Coins;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Money;
import network.millrace.protocol.tx.TransactionBuilder;

/**
 * A network in memory: one ledger, blocks made by hand, a block time that moves only when told. Each block is checked
 * against the modules' invariants.
 */
public final class TestLedger {
    public static final String CHAIN_ID = "millrace-test";
    public static final long GENESIS_MS = 1_700_000_000_000L;
    /** Enough for a few messages; the fee that goes with it at the default gas price. */
    public static final long GAS = 1_000_000;

    public static final long FEE = 25_000;

    private final MemoryState state = new MemoryState();
    private final Ledger ledger;
    private long nextTimeMs;
    private long nextNonceNs;

    public TestLedger(Genesis genesis) {
        var first = Ledger.genesis(genesis);
        state.apply(first.writes());
        ledger = Ledger.open(state, SignatureVerifier.atOnce());
        nextTimeMs = ledger.clock().getTimeMs() + 1_000;
    }

    /** A network where each person has the same coins. */
    public static TestLedger with(Coins each, Person... people) {
        return new TestLedger(genesis(each, people));
    }

    /** A network where each person has 10^12 umil and uusd. */
    public static TestLedger with(Person... people) {
        return with(plenty(), people);
    }

    /** 10^12 umil and uusd. */
    public static Coins plenty() {
        long plenty = 1_000_000_000_000L;
        return Coins.of(Money.of(Denom.UMIL, plenty), Money.of(Denom.UUSD, plenty));
    }

    public static Genesis genesis(Coins each, Person... people) {
        var endowments = Arrays.stream(people)
                .map(person -> new Endowment(person.address(), each))
                .toList();
        return DevelopmentGenesis.of(CHAIN_ID, GENESIS_MS, endowments);
    }

    public Ledger ledger() {
        return ledger;
    }

    public MemoryState state() {
        return state;
    }

    /** The next block's time, unless moved on. */
    public long timeMs() {
        return nextTimeMs;
    }

    /** Lets time pass before the next block. */
    public TestLedger passMs(long ms) {
        nextTimeMs += ms;
        return this;
    }

    public Block next(List<byte[]> transactions) {
        var clock = ledger.clock();
        return Block.newBuilder()
                .setChainId(clock.getChainId())
                .setHeight(clock.getHeight() + 1)
                .setTimeMs(nextTimeMs)
                .setLastAppHash(clock.getAppHash())
                .addAllTransactions(
                        transactions.stream().map(ByteString::copyFrom).toList())
                .build();
    }

    /** Makes and commits a block; one second of time passes. */
    public BlockResult block(byte[]... transactions) {
        return block(List.of(transactions));
    }

    public BlockResult block(List<byte[]> transactions) {
        BlockOutcome outcome = ledger.apply(next(transactions));
        commit(outcome);
        return outcome.result();
    }

    public void commit(BlockOutcome outcome) {
        state.apply(outcome.writes());
        ledger.commit(outcome);
        nextTimeMs += 1_000;
        if (!ledger.violations().isEmpty()) {
            throw new AssertionError("after block " + ledger.clock().getHeight() + ": " + ledger.violations());
        }
    }

    /** Executes one message in a block of its own, signed by this person. */
    public TxResult send(Person signer, Message... messages) {
        return block(sign(signer, messages)).getTransactions(0);
    }

    /** Signs an ordered transaction with the account's present sequence. */
    public byte[] sign(Person signer, Message... messages) {
        return sign(signer, builder -> builder, messages);
    }

    /** The same, with something changed before it is signed. */
    public byte[] sign(Person signer, UnaryOperator<TransactionBuilder> change, Message... messages) {
        Account account = account(signer);
        return signAs(signer, account.getNumber(), account.getSequence(), change, messages);
    }

    public byte[] signAs(
            Person signer, long number, long sequence, UnaryOperator<TransactionBuilder> change, Message... messages) {
        var builder = TransactionBuilder.on(CHAIN_ID).fee(Coins.of(Money.of(Denom.UMIL, FEE)), GAS);
        for (Message message : messages) {
            builder = builder.add(message);
        }
        return change.apply(builder).sign(signer.key(), number, sequence).bytes();
    }

    /** Signs an unordered transaction with a timeout of its own, a minute ahead. */
    public byte[] signUnordered(Person signer, Message... messages) {
        nextNonceNs++;
        var timeout = Instant.ofEpochMilli(nextTimeMs).plusSeconds(60).plusNanos(nextNonceNs);
        return signAs(signer, account(signer).getNumber(), 0, builder -> builder.unordered(timeout), messages);
    }

    public Account account(Person person) {
        var request =
                QueryAccountRequest.newBuilder().setAddress(person.address().toString());
        return ((QueryAccountResponse) ledger.query("accounts", "Account", request.build())).getAccount();
    }

    public Amount balance(Person person, Denom denom) {
        var request =
                QueryBalancesRequest.newBuilder().setAddress(person.address().toString());
        var response = (QueryBalancesResponse) ledger.query("bank", "Balances", request.build());
        return Coins.ofProto(response.getBalancesList()).amountOf(denom);
    }

    /** For tests that look into tables. */
    public Context context() {
        return ledger.context();
    }

    /** Full names of the events of a transaction, in order. */
    public static List<String> eventNames(TxResult result) {
        var names = new ArrayList<String>();
        result.getEventsList().forEach(event -> {
            String url = event.getValue().getTypeUrl();
            names.add(url.substring(url.lastIndexOf('.') + 1));
        });
        return names;
    }
}
