package network.millrace.node;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import network.millrace.ledger.genesis.DevelopmentGenesis;
import network.millrace.ledger.genesis.Endowment;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.cosmos.bank.v1beta1.MsgSend;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.crypto.PrivateKey;
import network.millrace.protocol.ledger.v1.Genesis;
import network.millrace.protocol.money.Coins;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Money;
import network.millrace.protocol.tx.TransactionBuilder;

/** Somebody with a key made from a name and a place in the genesis, who sends money. Safe for several threads. */
public final class Person {
    public static final String CHAIN_ID = "millrace-test";
    public static final long GENESIS_MS = 1_700_000_000_000L;
    public static final Person ALICE = new Person("alice", 0);
    public static final Person BOB = new Person("bob", 1);

    private static final long PLENTY = 1_000_000_000_000L;
    private static final long GAS = 200_000;
    private static final long FEE = 5_000;

    private final PrivateKey key;
    private final long accountNumber;
    private final AtomicLong nonces = new AtomicLong();

    private Person(String name, long accountNumber) {
        this.key =
                PrivateKey.of(Hash.sha256(name.getBytes(StandardCharsets.UTF_8)).bytes());
        this.accountNumber = accountNumber;
    }

    /** A genesis in which both have plenty. */
    public static Genesis genesis() {
        Coins each = Coins.of(Money.of(Denom.UMIL, PLENTY), Money.of(Denom.UUSD, PLENTY));
        return DevelopmentGenesis.of(
                CHAIN_ID,
                GENESIS_MS,
                Arrays.asList(new Endowment(ALICE.address(), each), new Endowment(BOB.address(), each)));
    }

    public Address address() {
        return key.publicKey().address();
    }

    /** A transfer in the account's sequence. */
    public ByteString ordered(long sequence, Person to, long amount) {
        return ByteString.copyFrom(
                transfer(to, amount).sign(key, accountNumber, sequence).bytes());
    }

    /** A transfer that is valid once within a minute of a time; each call makes another one. */
    public ByteString unordered(long nowMs, Person to, long amount) {
        return unordered(nowMs, to, amount, 1);
    }

    /** The same with so many transfers in one transaction. */
    public ByteString unordered(long nowMs, Person to, long amount, int transfers) {
        Instant timeout = Instant.ofEpochMilli(nowMs).plusSeconds(60).plusNanos(nonces.incrementAndGet());
        TransactionBuilder builder = transfer(to, amount);
        for (int i = 1; i < transfers; i++) {
            builder.add(send(to, amount));
        }
        return ByteString.copyFrom(builder.fee(Coins.of(Money.of(Denom.UMIL, transfers * FEE)), transfers * GAS)
                .unordered(timeout)
                .sign(key, accountNumber, 0)
                .bytes());
    }

    private TransactionBuilder transfer(Person to, long amount) {
        return TransactionBuilder.on(CHAIN_ID).add(send(to, amount)).fee(Coins.of(Money.of(Denom.UMIL, FEE)), GAS);
    }

    private MsgSend send(Person to, long amount) {
        return MsgSend.newBuilder()
                .setFromAddress(address().toString())
                .setToAddress(to.address().toString())
                .addAmount(Money.of(Denom.UUSD, amount).toProto())
                .build();
    }
}
