package network.millrace.ledger.modules.market;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import network.millrace.ledger.Person;
import network.millrace.ledger.Seed;
import network.millrace.ledger.TestLedger;
import network.millrace.ledger.modules.escrow.EscrowId;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.escrow.v1.MsgDeposit;
import network.millrace.protocol.ids.DeploymentId;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.ids.OrderId;
import network.millrace.protocol.ledger.v1.Genesis;
import network.millrace.protocol.market.v1.CloseReason;
import network.millrace.protocol.market.v1.Deployment;
import network.millrace.protocol.market.v1.Lease;
import network.millrace.protocol.market.v1.MsgCloseGroup;
import network.millrace.protocol.market.v1.MsgCreateBid;
import network.millrace.protocol.market.v1.MsgCreateLease;
import network.millrace.protocol.market.v1.MsgLeaseReady;
import network.millrace.protocol.market.v1.MsgPauseGroup;
import network.millrace.protocol.market.v1.MsgStartGroup;
import network.millrace.protocol.market.v1.MsgUpdateDeployment;
import network.millrace.protocol.market.v1.MsgWithdrawLease;
import network.millrace.protocol.market.v1.OrderTerms;
import network.millrace.protocol.market.v1.QueryDeploymentsRequest;
import network.millrace.protocol.market.v1.QueryDeploymentsResponse;
import network.millrace.protocol.market.v1.QueryLeasesRequest;
import network.millrace.protocol.market.v1.QueryLeasesResponse;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Money;
import network.millrace.protocol.money.Price;
import org.junit.jupiter.api.RepeatedTest;

/**
 * Laws of the market under random messages, most of them refused. TestLedger checks every invariant of every module after
 * each block: money is conserved, escrow is the sum of its accounts, nothing is negative, and what depends on each other
 * agrees.
 */
class MarketProperties {
    private static final int STEPS = 220;
    private static final Seed SEED = Seed.of(MarketProperties.class);

    private final Seed seed = SEED;
    private final TestMarket market = TestMarket.withProviders(params -> params.setOrderBidsMax(2)
            .setAwardAttemptsMax(2)
            .setReadyTimeoutMs(40_000)
            .setOrderLifetimeMs(200_000)
            .clearDeploymentDepositMin()
            .addDeploymentDepositMin(Money.of(Denom.UUSD, 1).toProto()));
    private final List<Person> providers = List.of(market.ada, market.ben, market.cleo);
    private long lastDseq;

    @RepeatedTest(12)
    void everyLawHoldsUnderRandomMessages() {
        long supply = supply();
        for (int step = 0; step < STEPS; step++) {
            if (seed.oneIn(3)) {
                market.net.passMs(seed.below(45_000));
            }
            step();
            assertThat(supply()).isEqualTo(supply);
        }

        assertBillsAddUp();
        assertExportIsTheState();
        endEverything();
        assertThat(escrowed()).isZero();
    }

    /** Sensible messages move the market along; blind ones try what it must refuse. */
    private void step() {
        var transactions = new ArrayList<byte[]>();
        for (int i = 1 + seed.below(3); i > 0; i--) {
            boolean sensible = !seed.oneIn(4);
            Person signer = seed.oneIn(sensible ? 5 : 2) ? market.tenant : seed.pick(providers);
            if (signer.equals(market.tenant)) {
                transactions.add(market.net.signUnordered(signer, tenantMessage()));
                continue;
            }
            Message message = sensible ? sensibleMessage(signer) : providerMessage(signer, blindOrder());
            transactions.add(market.net.signUnordered(signer, message));
        }
        market.net.block(transactions);
    }

    /** A provider bids on an open order, or does something about a lease of its own. */
    private Message sensibleMessage(Person provider) {
        List<OrderId> open = market.openOrders();
        List<OrderId> leased = leases().stream()
                .filter(lease -> lease.getState() == Lease.State.AWARDED || lease.getState() == Lease.State.ACTIVE)
                .filter(lease ->
                        lease.getId().getProvider().equals(provider.address().toString()))
                .map(lease -> LeaseId.of(lease.getId()).order())
                .toList();
        if (!leased.isEmpty() && !seed.oneIn(3)) {
            return providerMessage(provider, seed.pick(leased));
        }
        return open.isEmpty() ? providerMessage(provider, blindOrder()) : bid(provider, seed.pick(open));
    }

    private Message tenantMessage() {
        String owner = market.tenant.address().toString();
        long dseq = dseq();
        int gseq = 1 + seed.below(2);
        int oseq = 1 + seed.below(3);
        return switch (seed.below(10)) {
            case 0, 1, 2 -> create();
            case 3 -> market.closeDeployment(dseq);
            case 4 ->
                MsgCloseGroup.newBuilder()
                        .setOwner(owner)
                        .setDseq(dseq)
                        .setGseq(gseq)
                        .build();
            case 5 ->
                MsgPauseGroup.newBuilder()
                        .setOwner(owner)
                        .setDseq(dseq)
                        .setGseq(gseq)
                        .build();
            case 6 ->
                MsgStartGroup.newBuilder()
                        .setOwner(owner)
                        .setDseq(dseq)
                        .setGseq(gseq)
                        .build();
            case 7 -> market.closeLease(market.orderId(dseq, gseq, oseq), seed.pick(providers));
            case 8 ->
                MsgCreateLease.newBuilder()
                        .setOwner(owner)
                        .setDseq(dseq)
                        .setGseq(gseq)
                        .setOseq(oseq)
                        .setProvider(seed.pick(providers).address().toString())
                        .build();
            default ->
                seed.oneIn(2)
                        ? MsgUpdateDeployment.newBuilder()
                                .setOwner(owner)
                                .setDseq(dseq)
                                .setHash(TestMarket.hash("manifest " + seed.below(3)))
                                .build()
                        : MsgDeposit.newBuilder()
                                .setDepositor(owner)
                                .setAccount(EscrowId.of(new DeploymentId(market.tenant.address(), dseq))
                                        .toProto())
                                .setAmount(
                                        Money.of(Denom.UUSD, 1 + seed.below(50)).toProto())
                                .build();
        };
    }

    private Message create() {
        lastDseq++;
        // Small deposits beside prices up to 100 a period, so that accounts run dry.
        var message = market
                .deployment(
                        lastDseq,
                        1 + seed.below(400),
                        TestMarket.group("web", 100),
                        TestMarket.group("db", 1 + seed.below(60)))
                .toBuilder();
        if (seed.oneIn(3)) {
            message.setTerms(OrderTerms.newBuilder().setAward(OrderTerms.AwardMode.TENANT));
        }
        return message.build();
    }

    private OrderId blindOrder() {
        return market.orderId(dseq(), 1 + seed.below(2), 1 + seed.below(3));
    }

    private Message providerMessage(Person provider, OrderId order) {
        String address = provider.address().toString();
        return switch (seed.below(9)) {
            case 0 -> bid(provider, order);
            case 1, 2, 3, 4, 5 ->
                MsgLeaseReady.newBuilder()
                        .setProvider(address)
                        .setOrder(order.toProto())
                        .build();
            case 6, 7 ->
                MsgWithdrawLease.newBuilder()
                        .setProvider(address)
                        .setOrder(order.toProto())
                        .build();
            default ->
                market.closeBid(
                        order,
                        provider,
                        seed.pick(List.of(CloseReason.values()).stream()
                                .filter(reason -> reason != CloseReason.UNRECOGNIZED)
                                .toList()));
        };
    }

    private Message bid(Person provider, OrderId order) {
        OrderId known = market.orderId(Math.max(1, Math.min(order.dseq(), lastDseq)), order.gseq(), order.oseq());
        var bid = MsgCreateBid.newBuilder()
                .setProvider(provider.address().toString())
                .setOrder(known.toProto())
                .setPrice(Price.ofScaled(
                                Denom.UUSD, Long.toString(1 + seed.below(1_000_000)) + "0".repeat(10 + seed.below(4)))
                        .toProto())
                .setDeposit(Money.of(Denom.UUSD, 100_000).toProto());
        TestMarket.group("web", 100).getResourcesList().forEach(unit -> bid.addResourcesOfferBuilder()
                .setResource(unit.getResource())
                .setCount(unit.getCount()));
        return bid.build();
    }

    private long dseq() {
        return Math.max(1, lastDseq - seed.below(4));
    }

    private void assertBillsAddUp() {
        for (Deployment deployment : deployments()) {
            var account = market.escrow(deployment.getId().getDseq()).getAccount();
            long held = account.getDepositsList().stream()
                    .mapToLong(deposit -> Long.parseLong(deposit.getRemaining()))
                    .sum();
            assertThat(Long.parseLong(account.getDeposited()))
                    .isEqualTo(Long.parseLong(account.getTransferred())
                            + Long.parseLong(account.getRefunded())
                            + Long.parseLong(account.getHeld())
                            + held);
        }
        for (Lease lease : leases()) {
            if (lease.getState() == Lease.State.CLOSED || lease.getState() == Lease.State.INSUFFICIENT_FUNDS) {
                assertThat(lease.getFault()).isEqualTo(Reasons.fault(lease.getCloseReason()));
            }
        }
    }

    private void assertExportIsTheState() {
        Genesis exported = market.net.ledger().export();
        var imported = new TestLedger(exported);
        assertThat(imported.ledger().export().toByteArray()).isEqualTo(exported.toByteArray());
        assertThat(imported.state().size()).isEqualTo(market.net.state().size());
        assertThat(imported.ledger().nextDeadlineMs())
                .isEqualTo(market.net.ledger().nextDeadlineMs());
    }

    private void endEverything() {
        for (Deployment deployment : deployments()) {
            if (deployment.getState() == Deployment.State.ACTIVE) {
                // It may run dry in the block before its turn.
                market.net.send(
                        market.tenant, market.closeDeployment(deployment.getId().getDseq()));
            }
        }
    }

    private List<Deployment> deployments() {
        return ((QueryDeploymentsResponse) market.net
                        .ledger()
                        .query("market", "Deployments", QueryDeploymentsRequest.getDefaultInstance()))
                .getDeploymentsList();
    }

    private List<Lease> leases() {
        return ((QueryLeasesResponse)
                        market.net.ledger().query("market", "Leases", QueryLeasesRequest.getDefaultInstance()))
                .getLeasesList();
    }

    private long escrowed() {
        return market.balance(Address.module("escrow"));
    }

    private long supply() {
        long people = List.of(market.tenant, market.ada, market.ben, market.cleo, market.stranger()).stream()
                .mapToLong(person -> market.uusd(person).value().longValueExact())
                .sum();
        return people + market.treasury().value().longValueExact() + escrowed();
    }
}
