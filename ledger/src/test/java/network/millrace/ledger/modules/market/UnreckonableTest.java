package network.millrace.ledger.modules.market;

import static org.assertj.core.api.Assertions.assertThat;

import network.millrace.protocol.ids.OrderId;
import network.millrace.protocol.ledger.v1.TxResult;
import network.millrace.protocol.market.v1.Order;
import network.millrace.protocol.matching.Quantities;
import network.millrace.protocol.provider.v1.MsgRegisterProvider;
import network.millrace.protocol.provider.v1.MsgUpdateProvider;
import network.millrace.protocol.resources.v1.GroupSpec;
import network.millrace.protocol.resources.v1.ResourceUnit;
import network.millrace.protocol.resources.v1.Storage;
import network.millrace.protocol.resources.v1.StorageCapacity;
import org.junit.jupiter.api.Test;

/** Sizes that nobody can add up are refused where they come in, and stop no block. */
class UnreckonableTest {
    private final TestMarket market = TestMarket.withProviders();

    @Test
    void aCapacityThatCannotBeAddedUpIsRefusedAndStopsNoBlock() {
        OrderId order = market.order(1);
        market.bid(market.ada, order, 10);
        market.bid(market.ben, order, 20);
        var half = StorageCapacity.newBuilder().setBytes(Long.MAX_VALUE);

        TxResult update = market.net.send(
                market.ada,
                update(TestMarket.registration(market.ada).toBuilder()
                        .setCapacity(TestMarket.registration(market.ada).getCapacity().toBuilder()
                                .clearStorage()
                                .addStorage(half)
                                .addStorage(half))
                        .build()));
        market.endWindow();

        assertThat(update.getCodespace()).isEqualTo("provider");
        assertThat(update.getLog()).contains("add up");
        assertThat(market.order(order).getState()).isEqualTo(Order.State.MATCHED);
    }

    @Test
    void resourcesThatCannotBeAddedUpAreRefusedBeforeAnyProviderLooks() {
        GroupSpec.Builder group = TestMarket.group("web", 100).toBuilder();
        ResourceUnit.Builder unit = group.getResourcesBuilder(0).setCount(1_000);
        for (int at = 0; at < 32; at++) {
            unit.getResourceBuilder()
                    .addStorage(Storage.newBuilder().setName("v" + at).setQuantity(Quantities.write(32L << 40)));
        }
        for (int id = 2; id <= 20; id++) {
            ResourceUnit.Builder more = unit.clone();
            more.getResourceBuilder().setId(id);
            group.addResources(more);
        }

        market.refuse(market.tenant, market.deployment(1, 1_000_000, group.build()), MarketError.BAD_GROUPS);
    }

    private static MsgUpdateProvider update(MsgRegisterProvider registration) {
        return MsgUpdateProvider.newBuilder()
                .setOwner(registration.getOwner())
                .setEndpoint(registration.getEndpoint())
                .addAllAttributes(registration.getAttributesList())
                .setCapacity(registration.getCapacity())
                .addAllFingerprints(registration.getFingerprintsList())
                .setCountry(registration.getCountry())
                .setRegion(registration.getRegion())
                .build();
    }
}
