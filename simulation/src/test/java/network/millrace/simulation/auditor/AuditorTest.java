package network.millrace.simulation.auditor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import network.millrace.protocol.bank.v1.Balance;
import network.millrace.protocol.bank.v1.GenesisState;
import network.millrace.protocol.bank.v1.Transfer;
import network.millrace.protocol.cosmos.base.v1beta1.Coin;
import network.millrace.protocol.cosmos.base.v1beta1.DecCoin;
import network.millrace.protocol.escrow.v1.AccountId;
import network.millrace.protocol.escrow.v1.AccountOpened;
import network.millrace.protocol.escrow.v1.StreamOpened;
import network.millrace.protocol.fees.v1.FeePaid;
import network.millrace.protocol.market.v1.BidCreated;
import network.millrace.protocol.market.v1.BidId;
import network.millrace.protocol.market.v1.BidLost;
import network.millrace.protocol.market.v1.LeaseAwarded;
import network.millrace.protocol.market.v1.LeaseId;
import network.millrace.protocol.market.v1.LeaseReady;
import network.millrace.protocol.market.v1.LossReason;
import network.millrace.protocol.market.v1.OrderId;
import network.millrace.protocol.market.v1.OrderOpened;
import network.millrace.protocol.node.v1.BlockEvents;
import network.millrace.protocol.node.v1.LedgerEvent;
import org.junit.jupiter.api.Test;

/** The auditor must notice each kind of wrong book about money, orders and leases; bills have a test of their own. */
final class AuditorTest {
    private static final long WINDOW_ENDS_MS = 5_000;
    private static final String ZEROS = "0".repeat(18);

    private final Auditor auditor = new Auditor(
            GenesisState.newBuilder()
                    .addBalances(Balance.newBuilder().setAddress("tenant").setAmount(coin(1_000)))
                    .build(),
            new Auditor.Terms(6_000, 500));
    private long blockTimeMs = WINDOW_ENDS_MS;

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
        assertThatThrownBy(() -> follow(
                        1,
                        0,
                        order(),
                        bid("p"),
                        awarded("p"),
                        LeaseReady.newBuilder().setId(lease("p")).build()))
                .isInstanceOf(AuditFailure.class)
                .hasMessageContaining("exactly the active leases are paid");
    }

    @Test
    void aBidAboveTheCeilingIsNoticed() {
        assertThatThrownBy(() -> follow(1, 0, order(), bid("p", 11)))
                .isInstanceOf(AuditFailure.class)
                .hasMessageContaining("no bid is above the order's ceiling");
    }

    @Test
    void anAwardAtAnotherPriceIsNoticed() {
        assertThatThrownBy(() -> follow(1, 0, order(), bid("p", 7), awarded("p", 8, 0)))
                .isInstanceOf(AuditFailure.class)
                .hasMessageContaining("the award is at the price that was bid");
    }

    @Test
    void anAwardBeforeTheWindowEndsIsNoticed() {
        follow(1, 0, order(), bid("p"));
        blockTimeMs = WINDOW_ENDS_MS - 1;

        assertThatThrownBy(() -> follow(2, 0, awarded("p")))
                .isInstanceOf(AuditFailure.class)
                .hasMessageContaining("the ledger awards after the bid window");
    }

    @Test
    void aWorseScoreThatWinsIsNoticed() {
        BidLost better = BidLost.newBuilder()
                .setId(bidId("q"))
                .setReason(LossReason.LOWER_SCORE)
                .setScorePpm(9)
                .build();

        assertThatThrownBy(() -> follow(1, 0, order(), bid("p"), bid("q"), awarded("p", 10, 8), better))
                .isInstanceOf(AuditFailure.class)
                .hasMessageContaining("the best score wins");
    }

    @Test
    void aLeaseThatIsPaidAtAnotherPriceIsNoticed() {
        StreamOpened stream = StreamOpened.newBuilder()
                .setAccount(AccountId.newBuilder()
                        .setScope(AccountId.Scope.DEPLOYMENT)
                        .setId("tenant/1"))
                .setStream("1/1/p")
                .setRate(price(11))
                .build();

        assertThatThrownBy(() -> follow(1, 0, account(), order(), bid("p"), awarded("p"), stream))
                .isInstanceOf(AuditFailure.class)
                .hasMessageContaining("a lease is paid at the price that was bid");
    }

    @Test
    void aTransactionThatIsExecutedTwiceIsNoticed() {
        LedgerEvent fee = LedgerEvent.newBuilder()
                .setValue(Any.pack(FeePaid.newBuilder()
                        .setPayer("tenant")
                        .setAmount(coin(1))
                        .build()))
                .setTransaction(ByteString.copyFromUtf8("0".repeat(32)))
                .build();
        auditor.follow(BlockEvents.newBuilder().setHeight(1).addEvents(fee).build());

        assertThatThrownBy(() -> auditor.follow(
                        BlockEvents.newBuilder().setHeight(2).addEvents(fee).build()))
                .isInstanceOf(AuditFailure.class)
                .hasMessageContaining("a transaction is executed once");
    }

    @Test
    void aGapBetweenBlocksIsNoticed() {
        follow(1, 0);

        assertThatThrownBy(() -> follow(3, 0))
                .isInstanceOf(AuditFailure.class)
                .hasMessageContaining("blocks follow each other");
    }

    private void follow(long height, long billedMs, Message... events) {
        BlockEvents.Builder block = BlockEvents.newBuilder()
                .setHeight(height)
                .setTimeMs(blockTimeMs)
                .setBilledTimeMs(billedMs);
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

    private static DecCoin price(long amount) {
        return DecCoin.newBuilder().setDenom("uusd").setAmount(amount + ZEROS).build();
    }

    private static Message account() {
        return AccountOpened.newBuilder()
                .setAccount(AccountId.newBuilder()
                        .setScope(AccountId.Scope.DEPLOYMENT)
                        .setId("tenant/1"))
                .setOwner("tenant")
                .setDeposit(coin(100))
                .build();
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
                .setPriceMax(price(10))
                .setBidWindowEndsMs(WINDOW_ENDS_MS)
                .build();
    }

    private static BidId bidId(String provider) {
        return BidId.newBuilder()
                .setOwner("tenant")
                .setDseq(1)
                .setGseq(1)
                .setOseq(1)
                .setProvider(provider)
                .build();
    }

    private static Message bid(String provider) {
        return bid(provider, 10);
    }

    private static Message bid(String provider, long price) {
        return BidCreated.newBuilder()
                .setId(bidId(provider))
                .setPrice(price(price))
                .build();
    }

    private static Message awarded(String provider) {
        return awarded(provider, 10, 0);
    }

    private static Message awarded(String provider, long price, int scorePpm) {
        return LeaseAwarded.newBuilder()
                .setId(lease(provider))
                .setPrice(price(price))
                .setScorePpm(scorePpm)
                .build();
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
