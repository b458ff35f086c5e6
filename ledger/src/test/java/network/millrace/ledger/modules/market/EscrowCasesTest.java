package network.millrace.ledger.modules.market;

import static network.millrace.ledger.modules.market.TestMarket.events;
import static network.millrace.ledger.modules.market.TestMarket.onlyEvent;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import network.millrace.ledger.Person;
import network.millrace.ledger.modules.escrow.EscrowId;
import network.millrace.protocol.escrow.v1.Account;
import network.millrace.protocol.escrow.v1.AccountClosed;
import network.millrace.protocol.escrow.v1.MsgDeposit;
import network.millrace.protocol.escrow.v1.Refunded;
import network.millrace.protocol.escrow.v1.StreamPaid;
import network.millrace.protocol.ids.DeploymentId;
import network.millrace.protocol.ids.OrderId;
import network.millrace.protocol.ledger.v1.BlockResult;
import network.millrace.protocol.ledger.v1.TxResult;
import network.millrace.protocol.market.v1.CloseReason;
import network.millrace.protocol.market.v1.Deployment;
import network.millrace.protocol.market.v1.Group;
import network.millrace.protocol.market.v1.Lease;
import network.millrace.protocol.market.v1.MsgLeaseReady;
import network.millrace.protocol.market.v1.MsgWithdrawLease;
import network.millrace.protocol.market.v1.MsgWithdrawLeaseResponse;
import network.millrace.protocol.market.v1.Party;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Money;
import network.millrace.protocol.registry.MessageTypes;
import network.millrace.protocol.resources.v1.GroupSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Money set aside and paid out, by messages. Times are billed time: no block is later than the largest gap. */
class EscrowCasesTest {
    private final TestMarket market = TestMarket.withProviders(params -> params.clearDeploymentDepositMin()
            .addDeploymentDepositMin(Money.of(Denom.UUSD, 1).toProto()));

    /**
     * The reference's seven cases, with periods for blocks: periods, deposit, rates, then what is left and what each lease
     * has paid. The third and the last run dry at periods 5 and 10, where the reference goes on to a debt.
     */
    @ParameterizedTest
    @CsvSource({
        "5,  100, 1 2,   85,  5 10",
        "5,  100, 10 10, 0,   50 50",
        "6,  100, 10 10, 0,   50 50",
        "5,  200, 10 10, 100, 50 50",
        "6,  200, 10 10, 80,  60 60",
        "10, 200, 10 10, 0,   100 100",
        "11, 200, 10 10, 0,   100 100",
    })
    void settlementCasesOfTheReference(int periods, long deposit, String rates, long left, String paid) {
        List<Long> each = numbers(rates);
        active(deposit, each);

        market.passMs(periods * TestMarket.PERIOD_MS);

        if (left == 0) {
            assertThat(market.escrow(1).getAccount().getState()).isEqualTo(Account.State.DEPLETED);
        } else {
            assertThat(market.escrow(1).getBalance().getAmount()).isEqualTo(Long.toString(left));
            market.accept(market.tenant, market.closeDeployment(1));
            // Closing takes a block of its own, one second later.
        }
        for (int gseq = 1; gseq <= each.size(); gseq++) {
            Lease lease = market.lease(market.orderId(1, gseq, 1), market.ada);
            long total = Long.parseLong(lease.getPaid()) + Long.parseLong(lease.getFee());
            long second = left == 0 ? 0 : each.get(gseq - 1) / 6;
            assertThat(total).isEqualTo(numbers(paid).get(gseq - 1) + second);
        }
    }

    @Test
    void anAccountThatRunsDryEndsEverythingInThatBlock() {
        active(100, List.of(10L, 10L));
        long dryMs = market.net.ledger().nextDeadlineMs();
        assertThat(dryMs).isEqualTo(market.net.timeMs() - 1_000 + 5 * TestMarket.PERIOD_MS);

        market.net.passMs(dryMs - market.net.timeMs() - 1).block();
        assertThat(market.deployment(1).getState()).isEqualTo(Deployment.State.ACTIVE);
        // The next millisecond: a block takes a second by itself.
        BlockResult block = market.net.passMs(1 - 1_000).block();

        assertThat(events(block.getBeginEventsList(), StreamPaid.class)).hasSize(2);
        assertThat(events(block.getBeginEventsList(), Refunded.class)).allMatch(refund -> refund.getDepositor()
                .equals(market.ada.address().toString()));
        assertThat(market.deployment(1).getState()).isEqualTo(Deployment.State.CLOSED);
        assertThat(market.deployment(1).getCloseReason()).isEqualTo(CloseReason.INSUFFICIENT_FUNDS_REASON);
        assertThat(market.group(1, 2).getState()).isEqualTo(Group.State.INSUFFICIENT_FUNDS);
        Lease lease = market.lease(market.orderId(1, 1, 1), market.ada);
        assertThat(lease.getState()).isEqualTo(Lease.State.INSUFFICIENT_FUNDS);
        assertThat(lease.getFault()).isEqualTo(Party.PARTY_TENANT);
        assertThat(lease.getClosedBy()).isEmpty();
        assertThat(lease.getPaid()).isEqualTo("48");
        assertThat(lease.getFee()).isEqualTo("2");
    }

    @Test
    void aBlockThatComesLateChargesNothingBeyondTheMomentItRanDry() {
        active(100, List.of(7L, 3L));

        market.net.passMs(3_600_000).block();
        market.passMs(60_000);

        Account account = market.escrow(1).getAccount();
        assertThat(account.getState()).isEqualTo(Account.State.DEPLETED);
        assertThat(account.getTransferred()).isEqualTo("100");
        assertThat(total(1)).isEqualTo(70);
        assertThat(total(2)).isEqualTo(30);
    }

    @Test
    void aTopUpMovesTheMomentItRunsDry() {
        active(100, List.of(10L, 10L));
        long before = market.escrow(1).getAccount().getDepletionMs();

        TxResult result = market.accept(market.stranger(), deposit(market.stranger(), 40));

        assertThat(market.escrow(1).getAccount().getDepletionMs()).isEqualTo(before + 2 * TestMarket.PERIOD_MS);
        assertThat(result.getResponses(0).getTypeUrl()).endsWith("MsgDepositResponse");
        assertThat(market.escrow(1).getRunwayMs())
                .isEqualTo(before
                        + 2 * TestMarket.PERIOD_MS
                        - market.net.ledger().clock().getBilledTimeMs());
    }

    @Test
    void depositsAreUsedFirstInFirstOut() {
        active(100, List.of(10L, 10L));
        market.accept(market.stranger(), deposit(market.stranger(), 1_000));
        market.passMs(10 * TestMarket.PERIOD_MS - 1_000);

        long tenantGain = market.gain(market.tenant, () -> {
            long strangerGain =
                    market.gain(market.stranger(), () -> market.accept(market.tenant, market.closeDeployment(1)));
            // 61 seconds and 2 x 10 per 6 seconds: 203 of 1,100, and the tenant's 100 went first.
            assertThat(strangerGain).isEqualTo(1_000 - 103 + 1);
        });

        assertThat(tenantGain).isZero();
    }

    @Test
    void regularTopUpsByOneDepositorNeedOneEntry() {
        active(100, List.of(10L, 10L));

        for (int i = 0; i < 40; i++) {
            market.accept(market.tenant, deposit(market.tenant, 1));
        }

        assertThat(market.escrow(1).getAccount().getDepositsCount()).isEqualTo(1);
    }

    @Test
    void moneyOfAnotherDenominationOrForABidIsRefused() {
        active(100, List.of(10L));

        TxResult other = market.net.send(
                market.tenant,
                deposit(market.tenant, 1).toBuilder()
                        .setAmount(Money.of(Denom.UMIL, 1).toProto())
                        .build());
        TxResult bid = market.net.send(
                market.tenant,
                deposit(market.tenant, 1).toBuilder()
                        .setAccount(EscrowId.of(market.orderId(1, 1, 1).bid(market.ada.address()))
                                .toProto())
                        .build());

        assertThat(other.getLog()).contains("holds uusd; the deposit is in umil");
        assertThat(bid.getLog()).contains("cannot be added to");
    }

    @Test
    void aClosedAccountTakesNoMoney() {
        active(100, List.of(10L));
        market.accept(market.tenant, market.closeDeployment(1));

        TxResult late = market.net.send(market.tenant, deposit(market.tenant, 1));

        assertThat(late.getLog()).contains("is CLOSED since height");
    }

    @Test
    void withdrawingOftenPaysTheSameAsOnce() {
        active(10_000, List.of(10L, 10L));
        for (int i = 0; i < 7; i++) {
            market.accept(market.ada, withdraw(1));
        }
        TxResult last = market.accept(market.ada, withdraw(1));
        market.accept(market.tenant, market.closeDeployment(1));

        // Withdrawn eight times in as many seconds, and not at all: after nine seconds each has paid 15.
        assertThat(total(1)).isEqualTo(15);
        assertThat(total(2)).isEqualTo(15);
        var response = (MsgWithdrawLeaseResponse) MessageTypes.unpack(last.getResponses(0));
        assertThat(response.getPaid().getDenom()).isEqualTo("uusd");
    }

    @Test
    void aNetworkThatStandsStillBillsNobody() {
        active(10_000, List.of(10L));

        market.net.passMs(24 * 3_600_000L).block();

        // At most 30 seconds of the day are billed.
        assertThat(market.escrow(1).getBalance().getAmount()).isEqualTo("9950");
    }

    @Test
    void theEndOfAnAccountIsTold() {
        active(100, List.of(10L));

        TxResult closed = market.accept(market.tenant, market.closeDeployment(1));

        onlyEvent(closed.getEventsList(), AccountClosed.class, event -> assertThat(event.getState())
                .isEqualTo(Account.State.CLOSED));
    }

    @Test
    void strangersCannotKeepAnOwnerFromToppingUpBySmallDeposits() {
        active(100, List.of(1L));
        for (int at = 0; at < 40; at++) {
            Person stranger = at % 2 == 0 ? market.ben : market.cleo;
            market.net.send(stranger, deposit(stranger, 1));
        }

        TxResult topUp = market.net.send(market.tenant, deposit(market.tenant, 5_000_000));

        assertThat(topUp.getLog()).isEmpty();
        assertThat(market.escrow(1).getAccount().getDepositsCount()).isLessThanOrEqualTo(33);
    }

    /** Groups with these prices, all leased to one provider, whose streams begin in the same block. */
    private void active(long deposit, List<Long> rates) {
        var groups = new ArrayList<GroupSpec>();
        for (int i = 0; i < rates.size(); i++) {
            groups.add(TestMarket.group("group-" + i, 100));
        }
        market.accept(market.tenant, market.deployment(1, deposit, groups.toArray(new GroupSpec[0])));
        for (int i = 0; i < rates.size(); i++) {
            market.bid(market.ada, market.orderId(1, i + 1, 1), rates.get(i));
        }
        market.endWindow();
        var ready = new ArrayList<MsgLeaseReady>();
        for (int i = 0; i < rates.size(); i++) {
            ready.add(readyMessage(market.orderId(1, i + 1, 1), market.ada));
        }
        TxResult result = market.net.send(market.ada, ready.toArray(new MsgLeaseReady[0]));
        assertThat(result.getLog()).isEmpty();
    }

    private static MsgLeaseReady readyMessage(OrderId order, Person provider) {
        return MsgLeaseReady.newBuilder()
                .setProvider(provider.address().toString())
                .setOrder(order.toProto())
                .build();
    }

    private MsgDeposit deposit(Person depositor, long amount) {
        return MsgDeposit.newBuilder()
                .setDepositor(depositor.address().toString())
                .setAccount(EscrowId.of(new DeploymentId(market.tenant.address(), 1))
                        .toProto())
                .setAmount(Money.of(Denom.UUSD, amount).toProto())
                .build();
    }

    private MsgWithdrawLease withdraw(int gseq) {
        return MsgWithdrawLease.newBuilder()
                .setProvider(market.ada.address().toString())
                .setOrder(market.orderId(1, gseq, 1).toProto())
                .build();
    }

    private long total(int gseq) {
        Lease lease = market.lease(market.orderId(1, gseq, 1), market.ada);
        return Long.parseLong(lease.getPaid()) + Long.parseLong(lease.getFee());
    }

    private static List<Long> numbers(String text) {
        return List.of(text.split(" ")).stream().map(Long::parseLong).toList();
    }
}
