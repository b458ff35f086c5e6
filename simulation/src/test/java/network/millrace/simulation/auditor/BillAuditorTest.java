package network.millrace.simulation.auditor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import java.math.BigInteger;
import network.millrace.protocol.bank.v1.Balance;
import network.millrace.protocol.bank.v1.GenesisState;
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
import network.millrace.protocol.market.v1.LeaseClosed;
import network.millrace.protocol.market.v1.LeaseId;
import network.millrace.protocol.node.v1.BlockEvents;
import org.junit.jupiter.api.Test;

/** Each kind of wrong bill must be noticed, or the auditor's silence is worth nothing. */
final class BillAuditorTest {
    private static final AccountId ACCOUNT = AccountId.newBuilder()
            .setScope(AccountId.Scope.DEPLOYMENT)
            .setId("tenant/1")
            .build();
    private static final String PRICE_TEN = "10" + "0".repeat(18);

    private final BillAuditor bills = new BillAuditor(new Auditor.Terms(6_000, 500));
    private final MoneyAuditor money = new MoneyAuditor(GenesisState.newBuilder()
            .addBalances(Balance.newBuilder().setAddress("tenant").setAmount(coin(1_000)))
            .build());

    @Test
    void aBillThatAddsUpPasses() {
        follow(1, 0, opened(100), stream("a"));
        follow(2, 30_000, paid("a", 48, 2), streamClosed("a", 48, 2), refunded(50), closed(Account.State.CLOSED));

        assertThat(bills.openAccounts()).isZero();
        assertThat(bills.streamsClosed()).isEqualTo(1);
        assertThat(money.balancesOf("tenant")).containsEntry("uusd", BigInteger.valueOf(950));
        assertThat(money.balancesOf("provider")).containsEntry("uusd", BigInteger.valueOf(48));
        assertThat(money.balancesOf(MoneyAuditor.TREASURY)).containsEntry("uusd", BigInteger.valueOf(2));
        assertThat(money.balancesOf(MoneyAuditor.ESCROW)).containsEntry("uusd", BigInteger.ZERO);
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
                paid("a", 48, 2),
                streamClosed("a", 48, 2),
                paid("b", 48, 2),
                streamClosed("b", 48, 2),
                closed(Account.State.DEPLETED));

        assertThat(bills.openAccounts()).isZero();
    }

    @Test
    void firstComeFirstServedInADryAccountIsNoticed() {
        follow(1, 0, opened(100), stream("a"), stream("b"));

        assertThatThrownBy(() -> follow(
                        2,
                        36_000,
                        paid("a", 57, 3),
                        streamClosed("a", 57, 3),
                        paid("b", 38, 2),
                        streamClosed("b", 38, 2),
                        closed(Account.State.DEPLETED)))
                .isInstanceOf(AuditFailure.class)
                .hasMessageContaining("a dry account is shared by rate");
    }

    @Test
    void aTreasuryThatTakesTooMuchIsNoticed() {
        follow(1, 0, opened(100), stream("a"));

        assertThatThrownBy(() -> follow(2, 30_000, paid("a", 47, 3), streamClosed("a", 47, 3)))
                .isInstanceOf(AuditFailure.class)
                .hasMessageContaining("the treasury gets its share");
    }

    @Test
    void anAccountThatRunsOnAfterItIsDryIsNoticed() {
        follow(1, 0, opened(100), stream("a"));
        follow(2, 60_000);

        assertThatThrownBy(() -> follow(3, 60_001))
                .isInstanceOf(AuditFailure.class)
                .hasMessageContaining("an account closes when it has run dry");
    }

    @Test
    void aLeaseThatSaysAnotherBillIsNoticed() {
        follow(1, 0, opened(100), stream("1/1/p"));

        assertThatThrownBy(() -> follow(
                        2,
                        30_000,
                        paid("1/1/p", 48, 2),
                        streamClosed("1/1/p", 48, 2),
                        LeaseClosed.newBuilder()
                                .setId(LeaseId.newBuilder()
                                        .setOwner("tenant")
                                        .setDseq(1)
                                        .setGseq(1)
                                        .setOseq(1)
                                        .setProvider("p"))
                                .setPaid("50")
                                .setFee("0")
                                .build()))
                .isInstanceOf(AuditFailure.class)
                .hasMessageContaining("a closed lease says what it paid");
    }

    @Test
    void billedTimeThatFallsIsNoticed() {
        follow(1, 10);

        assertThatThrownBy(() -> follow(2, 9))
                .isInstanceOf(AuditFailure.class)
                .hasMessageContaining("billed time never falls");
    }

    private void follow(long height, long billedMs, Message... events) {
        bills.blockBegins(BlockEvents.newBuilder()
                .setHeight(height)
                .setBilledTimeMs(billedMs)
                .build());
        for (Message event : events) {
            money.follow(height, Any.pack(event));
            bills.follow(height, Any.pack(event));
        }
        bills.blockEnds(height);
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
}
