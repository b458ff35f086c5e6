package network.millrace.cli.bench;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import network.millrace.ledger.genesis.DevelopmentGenesis;
import network.millrace.ledger.genesis.Endowment;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.crypto.PrivateKey;
import network.millrace.protocol.ids.OrderId;
import network.millrace.protocol.ledger.v1.Genesis;
import network.millrace.protocol.ledger.v1.ModuleGenesis;
import network.millrace.protocol.market.v1.GenesisState;
import network.millrace.protocol.market.v1.MsgCreateBid;
import network.millrace.protocol.market.v1.MsgCreateDeployment;
import network.millrace.protocol.market.v1.ResourceOffer;
import network.millrace.protocol.matching.Quantities;
import network.millrace.protocol.money.Coins;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Money;
import network.millrace.protocol.money.Price;
import network.millrace.protocol.provider.v1.Fingerprint;
import network.millrace.protocol.provider.v1.MsgRegisterProvider;
import network.millrace.protocol.registry.MessageTypes;
import network.millrace.protocol.resources.v1.Capacity;
import network.millrace.protocol.resources.v1.Cpu;
import network.millrace.protocol.resources.v1.GroupSpec;
import network.millrace.protocol.resources.v1.Memory;
import network.millrace.protocol.resources.v1.ResourceUnit;
import network.millrace.protocol.resources.v1.Resources;
import network.millrace.protocol.tx.TransactionBuilder;

/**
 * What tenants and providers send when orders are opened and bid on: always the same, signed, without sequences, so that it
 * may be sent by several at once.
 */
final class OrderTraffic {
    static final String CHAIN_ID = "millrace-bench";

    private static final int TENANTS = 16;
    private static final int PROVIDERS = 8;
    private static final int SEED = 26;
    private static final long ENDOWMENT = 1L << 60;
    private static final long GAS = 200_000;
    private static final long FEE = 5_000;
    private static final long CEILING = 100;
    private static final long DEPOSIT = 1_000_000;
    private static final long BID_DEPOSIT = 100_000;
    private static final long BID_WINDOW_MS = 1_000;
    private static final long READY_TIMEOUT_MS = 24L * 3_600_000;

    private final List<PrivateKey> tenants;
    private final List<PrivateKey> providers;
    private long orders;
    private long nonces;

    OrderTraffic() {
        Random random = new Random(SEED);
        this.tenants = keys(TENANTS, random);
        this.providers = keys(PROVIDERS, random);
    }

    /** A network in which all have plenty, bids are collected for a second and awards wait a day for their workload. */
    Genesis genesis(long nowMs) {
        Coins plenty = Coins.of(Money.of(Denom.UMIL, ENDOWMENT), Money.of(Denom.UUSD, ENDOWMENT));
        List<Endowment> endowments = Stream.concat(tenants.stream(), providers.stream())
                .map(key -> new Endowment(key.publicKey().address(), plenty))
                .toList();
        Genesis.Builder genesis = DevelopmentGenesis.of(CHAIN_ID, nowMs, endowments).toBuilder();
        for (ModuleGenesis.Builder part : genesis.getModulesBuilderList()) {
            if (part.getModule().equals("market")) {
                GenesisState.Builder state = ((GenesisState) MessageTypes.unpack(part.getState())).toBuilder();
                state.getParamsBuilder().setBidWindowMs(BID_WINDOW_MS).setReadyTimeoutMs(READY_TIMEOUT_MS);
                part.setState(MessageTypes.pack(state.build()));
            }
        }
        return genesis.build();
    }

    /** The providers' registrations. */
    List<ByteString> registrations(long nowMs) {
        List<ByteString> registrations = new ArrayList<>();
        for (int i = 0; i < PROVIDERS; i++) {
            registrations.add(sign(TENANTS + i, providers.get(i), nowMs, registration(i)));
        }
        return registrations;
    }

    /** For each of so many new orders, its deployment and then a bid on it. */
    List<ByteString> orders(int count, long nowMs) {
        List<ByteString> transactions = new ArrayList<>(2 * count);
        for (int i = 0; i < count; i++) {
            orders++;
            int tenant = (int) (orders % TENANTS);
            int provider = (int) (orders % PROVIDERS);
            transactions.add(sign(tenant, tenants.get(tenant), nowMs, deployment(tenant, orders)));
            transactions.add(sign(TENANTS + provider, providers.get(provider), nowMs, bid(provider, tenant, orders)));
        }
        return transactions;
    }

    private ByteString sign(int account, PrivateKey key, long nowMs, Message message) {
        nonces++;
        Instant timeout = Instant.ofEpochMilli(nowMs).plusSeconds(500).plusNanos(nonces);
        return ByteString.copyFrom(TransactionBuilder.on(CHAIN_ID)
                .add(message)
                .fee(Coins.of(Money.of(Denom.UMIL, FEE)), GAS)
                .unordered(timeout)
                .sign(key, account, 0)
                .bytes());
    }

    private MsgCreateDeployment deployment(int tenant, long dseq) {
        return MsgCreateDeployment.newBuilder()
                .setOwner(address(tenants.get(tenant)))
                .setDseq(dseq)
                .addGroups(GroupSpec.newBuilder()
                        .setName("web")
                        .addResources(ResourceUnit.newBuilder()
                                .setResource(resources())
                                .setCount(1)
                                .setPrice(Price.ofWhole(Denom.UUSD, CEILING).toProto())))
                .setHash(hash("manifest"))
                .setDeposit(Money.of(Denom.UUSD, DEPOSIT).toProto())
                .build();
    }

    private MsgCreateBid bid(int provider, int tenant, long dseq) {
        OrderId order = new OrderId(tenants.get(tenant).publicKey().address(), dseq, 1, 1);
        return MsgCreateBid.newBuilder()
                .setProvider(address(providers.get(provider)))
                .setOrder(order.toProto())
                .setPrice(Price.ofWhole(Denom.UUSD, CEILING / 2).toProto())
                .setDeposit(Money.of(Denom.UUSD, BID_DEPOSIT).toProto())
                .addResourcesOffer(
                        ResourceOffer.newBuilder().setResource(resources()).setCount(1))
                .build();
    }

    private MsgRegisterProvider registration(int provider) {
        return MsgRegisterProvider.newBuilder()
                .setOwner(address(providers.get(provider)))
                .setEndpoint("https://provider" + provider + ".example:8443")
                .setCapacity(Capacity.newBuilder().setCpuMillis(1L << 40).setMemoryBytes(1L << 60))
                .addFingerprints(Fingerprint.newBuilder().setSha256(hash("certificate " + provider)))
                .build();
    }

    private static Resources resources() {
        return Resources.newBuilder()
                .setId(1)
                .setCpu(Cpu.newBuilder().setUnits(Quantities.write(1_000)))
                .setMemory(Memory.newBuilder().setQuantity(Quantities.write(1L << 30)))
                .build();
    }

    private static List<PrivateKey> keys(int count, Random random) {
        return Stream.generate(() -> PrivateKey.generate(random)).limit(count).toList();
    }

    private static String address(PrivateKey key) {
        return key.publicKey().address().toString();
    }

    private static ByteString hash(String text) {
        return Hash.sha256(text.getBytes(StandardCharsets.UTF_8)).toByteString();
    }
}
