package network.millrace.cli.bench;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import network.millrace.ledger.genesis.DevelopmentGenesis;
import network.millrace.ledger.genesis.Endowment;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.crypto.PrivateKey;
import network.millrace.protocol.ids.OrderId;
import network.millrace.protocol.ledger.v1.Genesis;
import network.millrace.protocol.ledger.v1.KernelParams;
import network.millrace.protocol.ledger.v1.ModuleGenesis;
import network.millrace.protocol.market.v1.GenesisState;
import network.millrace.protocol.market.v1.MsgCreateBid;
import network.millrace.protocol.market.v1.MsgCreateDeployment;
import network.millrace.protocol.market.v1.MsgLeaseReady;
import network.millrace.protocol.market.v1.Params;
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

/** Tenants and providers of the market's benches, and what they send. The same ones in each run. */
final class MarketPeople {
    private static final String CHAIN_ID = "millrace-bench";
    private static final long GENESIS_MS = 1_700_000_000_000L;
    private static final long PLENTY = 1_000_000_000_000_000L;
    private static final int SEED = 25;
    private static final int CEILING = 1_000;

    final List<PrivateKey> tenants = new ArrayList<>();
    final List<PrivateKey> providers = new ArrayList<>();

    MarketPeople(int tenantCount, int providerCount) {
        Random random = new Random(SEED);
        for (int i = 0; i < tenantCount; i++) {
            tenants.add(PrivateKey.generate(random));
        }
        for (int i = 0; i < providerCount; i++) {
            providers.add(PrivateKey.generate(random));
        }
    }

    List<PrivateKey> all() {
        var all = new ArrayList<>(tenants);
        all.addAll(providers);
        return all;
    }

    static String address(PrivateKey key) {
        return key.publicKey().address().toString();
    }

    /** Everybody rich, large transactions allowed, and the market's parameters as changed. */
    Genesis genesis(UnaryOperator<Params.Builder> change) {
        Coins coins = Coins.of(Money.of(Denom.UMIL, PLENTY), Money.of(Denom.UUSD, PLENTY));
        List<Endowment> endowments = all().stream()
                .map(key -> new Endowment(key.publicKey().address(), coins))
                .toList();
        Genesis.Builder genesis = DevelopmentGenesis.of(CHAIN_ID, GENESIS_MS, endowments).toBuilder();
        KernelParams.Builder kernel = genesis.getParamsBuilder();
        kernel.setMaxTxBytes(4 << 20).setMaxBlockBytes(32 << 20).setMaxBlockGas(100_000_000_000L);
        for (ModuleGenesis.Builder part : genesis.getModulesBuilderList()) {
            if (part.getModule().equals("market")) {
                GenesisState market = (GenesisState) MessageTypes.unpack(part.getState());
                Params params = change.apply(market.getParams().toBuilder()).build();
                part.setState(
                        MessageTypes.pack(market.toBuilder().setParams(params).build()));
            }
        }
        return genesis.build();
    }

    static MsgRegisterProvider registration(PrivateKey provider) {
        ByteString fingerprint = Hash.sha256(provider.publicKey().bytes()).toByteString();
        return MsgRegisterProvider.newBuilder()
                .setOwner(address(provider))
                .setEndpoint("https://provider.example:8443")
                .setCapacity(Capacity.newBuilder().setCpuMillis(1_000_000).setMemoryBytes(1L << 40))
                .addFingerprints(Fingerprint.newBuilder().setSha256(fingerprint))
                .setCountry("DE")
                .build();
    }

    private static Resources resources() {
        return Resources.newBuilder()
                .setId(1)
                .setCpu(Cpu.newBuilder().setUnits(Quantities.write(1_000)))
                .setMemory(Memory.newBuilder().setQuantity(Quantities.write(1L << 30)))
                .build();
    }

    static MsgCreateDeployment deployment(PrivateKey tenant, long dseq, int groups, long deposit) {
        var message = MsgCreateDeployment.newBuilder()
                .setOwner(address(tenant))
                .setDseq(dseq)
                .setHash(Hash.sha256(new byte[0]).toByteString())
                .setDeposit(Money.of(Denom.UUSD, deposit).toProto());
        for (int group = 1; group <= groups; group++) {
            message.addGroups(GroupSpec.newBuilder()
                    .setName("group-" + group)
                    .addResources(ResourceUnit.newBuilder()
                            .setResource(resources())
                            .setCount(1)
                            .setPrice(Price.ofWhole(Denom.UUSD, CEILING).toProto())));
        }
        return message.build();
    }

    static OrderId order(PrivateKey tenant, long dseq, int gseq) {
        return new OrderId(tenant.publicKey().address(), dseq, gseq, 1);
    }

    static MsgCreateBid bid(PrivateKey provider, OrderId order, long price) {
        return MsgCreateBid.newBuilder()
                .setProvider(address(provider))
                .setOrder(order.toProto())
                .setPrice(Price.ofWhole(Denom.UUSD, price).toProto())
                .setDeposit(Money.of(Denom.UUSD, 600_000).toProto())
                .addResourcesOffer(
                        ResourceOffer.newBuilder().setResource(resources()).setCount(1))
                .build();
    }

    static MsgLeaseReady ready(PrivateKey provider, OrderId order) {
        return MsgLeaseReady.newBuilder()
                .setProvider(address(provider))
                .setOrder(order.toProto())
                .addDigests("web=sha256:00")
                .build();
    }
}
