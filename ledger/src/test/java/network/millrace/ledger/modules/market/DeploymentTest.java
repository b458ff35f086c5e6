package network.millrace.ledger.modules.market;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.function.Consumer;
import network.millrace.protocol.ids.OrderId;
import network.millrace.protocol.market.v1.CloseReason;
import network.millrace.protocol.market.v1.Deployment;
import network.millrace.protocol.market.v1.Group;
import network.millrace.protocol.market.v1.Lease;
import network.millrace.protocol.market.v1.MsgCloseGroup;
import network.millrace.protocol.market.v1.MsgCreateDeployment;
import network.millrace.protocol.market.v1.MsgCreateLease;
import network.millrace.protocol.market.v1.MsgPauseGroup;
import network.millrace.protocol.market.v1.MsgStartGroup;
import network.millrace.protocol.market.v1.MsgUpdateDeployment;
import network.millrace.protocol.market.v1.Order;
import network.millrace.protocol.market.v1.OrderTerms;
import network.millrace.protocol.matching.Quantities;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Money;
import network.millrace.protocol.money.Price;
import network.millrace.protocol.resources.v1.GroupSpec;
import network.millrace.protocol.resources.v1.ResourceUnit;
import org.junit.jupiter.api.Test;

/** What a deployment must be, and what its tenant can do with its groups. */
class DeploymentTest {
    private static final long ORDER_FEE = 1_000;

    private final TestMarket market = TestMarket.withProviders();
    private final MsgCreateDeployment good = market.deployment(1, 1_000_000, TestMarket.group("web", 100));

    @Test
    void creatingSetsTheDepositAsideAndCostsAFeeForEachOrder() {
        long treasury = market.treasury().value().longValueExact();

        long gain = market.gain(
                market.tenant,
                () -> market.accept(
                        market.tenant,
                        market.deployment(1, 1_000_000, TestMarket.group("web", 100), TestMarket.group("db", 50))));

        assertThat(gain).isEqualTo(-1_000_000 - 2 * ORDER_FEE);
        assertThat(market.treasury().value().longValueExact()).isEqualTo(treasury + 2 * ORDER_FEE);
        assertThat(market.escrow(1).getBalance().getAmount()).isEqualTo("1000000");
        assertThat(market.order(market.orderId(1, 2, 1)).getState()).isEqualTo(Order.State.OPEN);
    }

    @Test
    void aDseqIsNeverUsedTwice() {
        market.accept(market.tenant, good);
        assertThat(market.refuse(market.tenant, good, MarketError.DEPLOYMENT_EXISTS))
                .contains("take another");
        market.accept(market.tenant, market.closeDeployment(1));

        market.refuse(market.tenant, good, MarketError.DEPLOYMENT_EXISTS);
    }

    @Test
    void aDseqOfZeroIsRefused() {
        assertThat(market.net
                        .send(market.tenant, good.toBuilder().setDseq(0).build())
                        .getLog())
                .contains("dseq");
    }

    @Test
    void aDepositBelowTheLeastOrInAnotherDenominationIsRefused() {
        market.refuse(
                market.tenant,
                change(deployment ->
                        deployment.setDeposit(Money.of(Denom.UUSD, 499_999).toProto())),
                MarketError.DEPOSIT_TOO_LOW);
        market.refuse(
                market.tenant,
                change(deployment ->
                        deployment.setDeposit(Money.of(Denom.UMIL, 1_000_000).toProto())),
                MarketError.DEPOSIT_TOO_LOW);
    }

    @Test
    void aDepositTheTenantDoesNotHaveIsRefusedAndNothingStays() {
        MsgCreateDeployment tooRich = change(deployment ->
                deployment.setDeposit(Money.of(Denom.UUSD, 2_000_000_000_000L).toProto()));

        var result = market.net.send(market.tenant, tooRich);

        assertThat(result.getCodespace()).isEqualTo("bank");
        market.accept(market.tenant, good);
    }

    @Test
    void theHashHasThirtyTwoBytes() {
        market.refuse(
                market.tenant,
                change(deployment -> deployment.setHash(ByteString.copyFrom(new byte[31]))),
                MarketError.BAD_HASH);
    }

    @Test
    void pricesInAnAliasAreBuiltInTheRealDenomination() {
        market.accept(market.tenant, change(deployment -> price(deployment, "uact")));

        assertThat(market.order(market.orderId(1, 1, 1)).getPriceMax().getDenom())
                .isEqualTo("uusd");
        assertThat(market.group(1, 1).getSpec().getResources(0).getPrice().getDenom())
                .isEqualTo("uusd");
    }

    @Test
    void uaktIsRefusedWithASentence() {
        String sentence = market.refuse(
                market.tenant, change(deployment -> price(deployment, "uakt")), MarketError.DENOM_NOT_ACCEPTED);

        assertThat(sentence).contains("uusd").contains("uact").contains("uakt");
    }

    @Test
    void groupsMustBeThereAndHaveNamesOfTheirOwn() {
        refuseGroups(deployment -> deployment.clearGroups(), "1 to 20 groups; came 0");
        refuseGroups(deployment -> deployment.addGroups(deployment.getGroups(0)), "unique; came \"web\"");
        refuseGroups(deployment -> deployment.getGroupsBuilder(0).setName(""), "not empty");
        refuseGroups(
                deployment -> {
                    for (int i = 0; i < 20; i++) {
                        deployment.addGroups(TestMarket.group("more-" + i, 1));
                    }
                },
                "came 21");
    }

    @Test
    void resourcesMustBeWithinLimits() {
        refuseUnit(unit -> unit.setCount(0), "1 to 1000; came 0");
        refuseUnit(unit -> unit.getResourceBuilder().setId(0), "above 0");
        refuseUnit(unit -> unit.getResourceBuilder().getCpuBuilder().setUnits(Quantities.write(9)), "came 9");
        refuseUnit(
                unit -> unit.getResourceBuilder().getMemoryBuilder().setQuantity(Quantities.write(1)),
                "memory in bytes");
        refuseUnit(unit -> unit.getResourceBuilder().getGpuBuilder().setUnits(Quantities.write(25)), "GPUs");
        refuseUnit(unit -> unit.setPrice(Price.zero(Denom.UUSD).toProto()), "above 0");
        refuseUnit(
                unit -> unit.getResourceBuilder().addStorageBuilder().setQuantity(Quantities.write(1)),
                "storage in bytes");
    }

    @Test
    void quantitiesAndPricesThatOverflowAreRefused() {
        var huge = change(deployment -> deployment
                .getGroupsBuilder(0)
                .getResourcesBuilder(0)
                .getPriceBuilder()
                .setAmount("9".repeat(58)));

        assertThat(market.net.send(market.tenant, huge).getCode()).isNotZero();
    }

    @Test
    void termsAreChecked() {
        refuseTerms(terms -> terms.setRedundancy(2), "redundancy is reserved");
        refuseTerms(terms -> terms.setResidency("de"), "two capital letters");
        refuseTerms(terms -> terms.setAwardValue(7), "came 7");
        refuseTerms(terms -> terms.setRegion("x".repeat(65)), "65");
        refuseTerms(terms -> terms.setExpectedDurationS(Long.MAX_VALUE), "ten years");
    }

    @Test
    void anUpdateChangesTheHashAndOnlyToAnother() {
        market.accept(market.tenant, good);
        MsgUpdateDeployment update = MsgUpdateDeployment.newBuilder()
                .setOwner(market.tenant.address().toString())
                .setDseq(1)
                .setHash(TestMarket.hash("another"))
                .build();

        market.accept(market.tenant, update);

        assertThat(market.deployment(1).getHash()).isEqualTo(TestMarket.hash("another"));
        market.refuse(market.tenant, update, MarketError.SAME_HASH);
        market.accept(market.tenant, market.closeDeployment(1));
        market.refuse(
                market.tenant,
                update.toBuilder().setHash(TestMarket.hash("third")).build(),
                MarketError.DEPLOYMENT_CLOSED);
    }

    @Test
    void closingTwiceOrWhatIsNotThereIsRefused() {
        market.accept(market.tenant, good);
        market.accept(market.tenant, market.closeDeployment(1));

        assertThat(market.refuse(market.tenant, market.closeDeployment(1), MarketError.DEPLOYMENT_CLOSED))
                .contains("is closed: owner");
        market.refuse(market.tenant, market.closeDeployment(2), MarketError.DEPLOYMENT_UNKNOWN);
    }

    @Test
    void pausingEndsTheLeaseAndStartingOpensANewOrder() {
        OrderId order = market.active(1, market.ada);

        market.accept(market.tenant, pause());

        assertThat(market.group(1, 1).getState()).isEqualTo(Group.State.PAUSED);
        assertThat(market.lease(order, market.ada).getCloseReason()).isEqualTo(CloseReason.GROUP_PAUSED);
        market.refuse(market.tenant, pause(), MarketError.GROUP_STATE);

        long fee = market.gain(market.tenant, () -> market.accept(market.tenant, start()));

        assertThat(fee).isEqualTo(-ORDER_FEE);
        assertThat(market.order(market.orderId(1, 1, 2)).getState()).isEqualTo(Order.State.OPEN);
        market.refuse(market.tenant, start(), MarketError.GROUP_STATE);
    }

    @Test
    void closingTheLastGroupClosesTheDeploymentAndReturnsTheRest() {
        market.accept(
                market.tenant,
                market.deployment(1, 1_000_000, TestMarket.group("web", 100), TestMarket.group("db", 50)));

        market.accept(market.tenant, closeGroup(1));
        assertThat(market.deployment(1).getState()).isEqualTo(Deployment.State.ACTIVE);
        assertThat(market.deployment(1).getOpenGroups()).isEqualTo(1);
        long refund = market.gain(market.tenant, () -> market.accept(market.tenant, closeGroup(2)));

        assertThat(refund).isEqualTo(1_000_000);
        assertThat(market.deployment(1).getCloseReason()).isEqualTo(CloseReason.GROUP_CLOSED);
        market.refuse(market.tenant, closeGroup(2), MarketError.GROUP_STATE);
        market.refuse(market.tenant, closeGroup(3), MarketError.GROUP_UNKNOWN);
    }

    @Test
    void aTenantThatEndsItsLeaseGetsANewOrder() {
        OrderId order = market.active(1, market.ada);

        market.accept(market.tenant, market.closeLease(order, market.ada));

        assertThat(market.lease(order, market.ada).getState()).isEqualTo(Lease.State.CLOSED);
        assertThat(market.order(order).getState()).isEqualTo(Order.State.CLOSED);
        assertThat(market.order(market.orderId(1, 1, 2)).getState()).isEqualTo(Order.State.OPEN);
        assertThat(market.group(1, 1).getState()).isEqualTo(Group.State.OPEN);
        market.refuse(market.tenant, market.closeLease(order, market.ada), MarketError.LEASE_STATE);
        market.refuse(market.tenant, market.closeLease(order, market.ben), MarketError.LEASE_UNKNOWN);
    }

    @Test
    void aTenantCannotChooseWhatTheLedgerAwards() {
        OrderId order = market.order(1);
        market.bid(market.ada, order, 10);

        var message = MsgCreateLease.newBuilder()
                .setOwner(market.tenant.address().toString())
                .setDseq(1)
                .setGseq(1)
                .setOseq(1)
                .setProvider(market.ada.address().toString())
                .build();

        market.refuse(market.tenant, message, MarketError.AWARDED_BY_LEDGER);
    }

    private MsgCreateDeployment change(Consumer<MsgCreateDeployment.Builder> change) {
        var changed = good.toBuilder();
        change.accept(changed);
        return changed.build();
    }

    private static void price(MsgCreateDeployment.Builder deployment, String denom) {
        deployment.getGroupsBuilder(0).getResourcesBuilder(0).getPriceBuilder().setDenom(denom);
    }

    private void refuseGroups(Consumer<MsgCreateDeployment.Builder> change, String sentence) {
        assertThat(market.refuse(market.tenant, change(change), MarketError.BAD_GROUPS))
                .contains(sentence);
    }

    private void refuseUnit(Consumer<ResourceUnit.Builder> change, String sentence) {
        GroupSpec.Builder group = good.getGroups(0).toBuilder();
        change.accept(group.getResourcesBuilder(0));
        refuseGroups(deployment -> deployment.setGroups(0, group), sentence);
    }

    private void refuseTerms(Consumer<OrderTerms.Builder> change, String sentence) {
        String log = market.refuse(
                market.tenant,
                change(deployment -> change.accept(deployment.getTermsBuilder())),
                MarketError.BAD_TERMS);
        assertThat(log).contains(sentence);
    }

    private MsgPauseGroup pause() {
        return MsgPauseGroup.newBuilder()
                .setOwner(market.tenant.address().toString())
                .setDseq(1)
                .setGseq(1)
                .build();
    }

    private MsgStartGroup start() {
        return MsgStartGroup.newBuilder()
                .setOwner(market.tenant.address().toString())
                .setDseq(1)
                .setGseq(1)
                .build();
    }

    private MsgCloseGroup closeGroup(int gseq) {
        return MsgCloseGroup.newBuilder()
                .setOwner(market.tenant.address().toString())
                .setDseq(1)
                .setGseq(gseq)
                .build();
    }
}
