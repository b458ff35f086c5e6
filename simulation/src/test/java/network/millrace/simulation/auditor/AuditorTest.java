package network.millrace.simulation.auditor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import java.math.BigInteger;
import network.millrace.protocol.bank.v1.Balance;
import network.millrace.protocol.bank.v1.GenesisState;
import network.millrace.protocol.bank.v1.Transfer;
import network.millrace.protocol.cosmos.base.v1beta1.Coin;
import network.millrace.protocol.cosmos.base.v1beta1.DecCoin;
import network.millrace.protocol.escrow.v1.Account;
import network.millrace.protocol.escrow.v1.AccountClosed;
import network.millrace.protocol.escrow.v1.AccountId;
import network.millrace.protocol.escrow.v1.AccountOpened;
import network.millrace.protocol.escrow.v1.Refunded;
import network.millrace.protocol.escrow.v1.StreamClosed;
import network.millrace.protocol.escrow.v1.StreamOpened;
import network.millrace.protocol.escrow.v1.StreamPaid;
import network.millrace.protocol.market.v1.BidCreated;
import network.millrace.protocol.market.v1.BidId;
import network.millrace.protocol.market.v1.LeaseAwarded;
import network.millrace.protocol.market.v1.LeaseId;
import network.millrace.protocol.market.v1.LeaseReady;
import network.millrace.protocol.market.v1.OrderId;
import network.millrace.protocol.market.v1.OrderOpened;
import network.millrace.protocol.node.v1.BlockEvents;
import network.millrace.protocol.node.v1.LedgerEvent;
import org.junit.jupiter.api.Test;

/** The auditor must notice each kind of wrong book, or its silence is worth nothing. */
final class AuditorTest {
    private static final long PERIOD_MS = 6_000;
    private static final AccountId ACCOUNT = AccountId.newBuilder()
            .setScope(AccountId.Scope.DEPLOYMENT)
            .setId("tenant/1")
            .build();
    private static final String PRICE_TEN = "10" + "0".repeat(18);

    private final Auditor auditor = new Auditor(
            GenesisState.newBuilder()
                    .addBalances(Balance.newBuilder().setAddress("tenant").setAmount(coin(1_000)))
                    .build(),
            PERIOD_MS);

    @Test
    void aBillThatAddsUpPasses() {
        follow(1, 0, opened(100), stream("a"));
        follow(2, 30_000, paid("a", 48, 2), streamClosed("a", 48, 2), refunded(50), closed(Account.State.CLOSED));

        assertThat(auditor.bills().openAccounts()).isZero();
        assertThat(auditor.bills().streamsClosed()).isEqualTo(1);
        assertThat(auditor.money().balancesOf("tenant")).containsEntry("uusd", BigInteger.valueOf(950));
        assertThat(auditor.money().balancesOf("provider")).containsEntry("uusd", BigInteger.valueOf(48));
        assertThat(auditor.money().balancesOf(MoneyAuditor.TREASURY)).containsEntry("uusd", BigInteger.valueOf(2));
        assertThat(auditor.money().balancesOf(MoneyAuditor.ESCROW)).containsEntry("uusd", BigInteger.ZERO);
    }

    @Test
    void oneMicroUnitTooLittleIsNoticed() {
        follow(1, 0, opened(100), stream("a"));

        assertThatThrownBy(() -> follow(
                        2,
                        30_000,
                        paid("a", 47, 2),
                        streamClosed("a", 47, 2),
                        refunded(51),
                        closed(Account.State.CLOSED)))
                .isInstanceOf(AuditFailure.class)
                .hasMessageContaining("an account that lasts pays exactly what is earned");
    }

    @Test
    void oneMicroUnitTooMuchIsNoticed() {
        follow(1, 0, opened(100), stream("a"));

        assertThatThrownBy(() -> follow(2, 30_000, paid("a", 49, 2), streamClosed("a", 49, 2)))
                .isInstanceOf(AuditFailure.class)
                .hasMessageContaining("nobody is paid more than earned");
    }

    @Test
    void moneyThatIsNotRefundedIsNoticed() {
        follow(1, 0, opened(100), stream("a"));

        assertThatThrownBy(() -> follow(
                        2,
                        30_000,
                        paid("a", 48, 2),
                        streamClosed("a", 48, 2),
                        refunded(49),
                        closed(Account.State.CLOSED)))
                .isInstanceOf(AuditFailure.class)
                .hasMessageContaining("deposited = paid + fee + refunded + forfeited");
    }

    @Test
    void aDryAccountIsSharedByRate() {
        follow(1, 0, opened(100), stream("a"), stream("b"));
        follow(
                2,
                36_000,
                paid("a", 50, 0),
                streamClosed("a", 50, 0),
                paid("b", 50, 0),
                streamClosed("b", 50, 0),
                closed(Account.State.DEPLETED));

        assertThat(auditor.bills().openAccounts()).isZero();
    }

    @Test
    void firstComeFirstServedInADryAccountIsNoticed() {
        follow(1, 0, opened(100), stream("a"), stream("b"));

        assertThatThrownBy(() -> follow(
                        2,
                        36_000,
                        paid("a", 60, 0),
                        streamClosed("a", 60, 0),
                        paid("b", 40, 0),
                        streamClosed("b", 40, 0),
                        closed(Account.State.DEPLETED)))
                .isInstanceOf(AuditFailure.class)
                .hasMessageContaining("a dry account is shared by rate");
    }

    @Test
    void spendingWhatOneDoesNotHoldIsNoticed() {
        follow(1, 0, transfer("tenant", "escrow", 1_000));

        assertThatThrownBy(() -> follow(2, 0, transfer("tenant", "escrow", 1)))
                .isInstanceOf(AuditFailure.class)
                .hasMessageContaining("no balance is negative");
        assertThat(auditor.money().supply("uusd")).isEqualTo("1000");
    }

    @Test
    void anAwardWithoutABidIsNoticed() {
        assertThatThrownBy(() -> follow(1, 0, order(), awarded("p")))
                .isInstanceOf(AuditFailure.class)
                .hasMessageContaining("only a bidder is awarded");
    }

    @Test
    void twoLiveLeasesOfOneOrderAreNoticed() {
        follow(1, 0, order(), bid("p"), bid("q"), awarded("p"));

        assertThatThrownBy(() -> follow(2, 0, awarded("q")))
                .isInstanceOf(AuditFailure.class)
                .hasMessageContaining("an order has one live lease");
    }

    @Test
    void aReadyLeaseThatIsNotPaidIsNoticed() {
        follow(
                1,
                0,
                order(),
                bid("p"),
                awarded("p"),
                LeaseReady.newBuilder().setId(lease("p")).build());

        assertThatThrownBy(() -> auditor.leases().checkPaidAreActive(1))
                .isInstanceOf(AuditFailure.class)
                .hasMessageContaining("exactly the active leases are paid");
    }

    @Test
    void aGapBetweenBlocksIsNoticed() {
        follow(1, 0);

        assertThatThrownBy(() -> follow(3, 0))
                .isInstanceOf(AuditFailure.class)
                .hasMessageContaining("blocks follow each other");
    }

    private void follow(long height, long billedMs, Message... events) {
        BlockEvents.Builder block = BlockEvents.newBuilder().setHeight(height).setBilledTimeMs(billedMs);
        for (Message event : events) {
            block.addEvents(LedgerEvent.newBuilder().setValue(Any.pack(event)));
        }
        auditor.follow(block.build());
    }

    private static Coin coin(long amount) {
        return Coin.newBuilder()
                .setDenom("uusd")
                .setAmount(Long.toString(amount))
                .build();
    }

    private static Message opened(long deposit) {
        return AccountOpened.newBuilder()
                .setAccount(ACCOUNT)
                .setOwner("tenant")
                .setDeposit(coin(deposit))
                .build();
    }

    private static Message stream(String id) {
        return StreamOpened.newBuilder()
                .setAccount(ACCOUNT)
                .setStream(id)
                .setRate(DecCoin.newBuilder().setDenom("uusd").setAmount(PRICE_TEN))
                .build();
    }

    private static Message paid(String id, long net, long fee) {
        return StreamPaid.newBuilder()
                .setAccount(ACCOUNT)
                .setStream(id)
                .setPayee("provider")
                .setPaid(coin(net))
                .setFee(coin(fee))
                .build();
    }

    private static Message streamClosed(String id, long net, long fee) {
        return StreamClosed.newBuilder()
                .setAccount(ACCOUNT)
                .setStream(id)
                .setPaid(Long.toString(net))
                .setFee(Long.toString(fee))
                .build();
    }

    private static Message refunded(long amount) {
        return Refunded.newBuilder()
                .setAccount(ACCOUNT)
                .setDepositor("tenant")
                .setAmount(coin(amount))
                .build();
    }

    private static Message closed(Account.State state) {
        return AccountClosed.newBuilder().setAccount(ACCOUNT).setState(state).build();
    }

    private static Message transfer(String sender, String recipient, long amount) {
        return Transfer.newBuilder()
                .setSender(sender)
                .setRecipient(recipient)
                .setAmount(coin(amount))
                .build();
    }

    private static Message order() {
        return OrderOpened.newBuilder()
                .setId(OrderId.newBuilder()
                        .setOwner("tenant")
                        .setDseq(1)
                        .setGseq(1)
                        .setOseq(1))
                .build();
    }

    private static Message bid(String provider) {
        return BidCreated.newBuilder()
                .setId(BidId.newBuilder()
                        .setOwner("tenant")
                        .setDseq(1)
                        .setGseq(1)
                        .setOseq(1)
                        .setProvider(provider))
                .build();
    }

    private static Message awarded(String provider) {
        return LeaseAwarded.newBuilder().setId(lease(provider)).build();
    }

    private static LeaseId lease(String provider) {
        return LeaseId.newBuilder()
                .setOwner("tenant")
                .setDseq(1)
                .setGseq(1)
                .setOseq(1)
                .setProvider(provider)
                .build();
    }
}
