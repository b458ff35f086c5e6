package network.millrace.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import network.millrace.ledger.kernel.KernelError;
import network.millrace.protocol.bank.v1.Transfer;
import network.millrace.protocol.cosmos.bank.v1beta1.MsgSend;
import network.millrace.protocol.fees.v1.FeePaid;
import network.millrace.protocol.fees.v1.QueryTreasuryRequest;
import network.millrace.protocol.fees.v1.QueryTreasuryResponse;
import network.millrace.protocol.ledger.v1.TxResult;
import network.millrace.protocol.money.Amount;
import network.millrace.protocol.money.Coins;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Money;
import network.millrace.protocol.registry.MessageTypes;
import org.junit.jupiter.api.Test;

/** A transaction's messages are executed all or not at all. */
class ExecutionTest {
    private static final long PLENTY = 1_000_000_000_000L;

    private final Person alice = Person.called("alice");
    private final Person bob = Person.called("bob");
    private final Person carol = Person.called("carol");
    private final TestLedger net = TestLedger.with(alice, bob);

    @Test
    void laterMessageSeesWhatTheEarlierDid() {
        TxResult result =
                net.send(alice, Sends.of(alice, bob, Denom.UUSD, PLENTY), Sends.of(alice, bob, Denom.UUSD, 1));

        assertThat(result.getCode()).isEqualTo(1);
        assertThat(result.getCodespace()).isEqualTo("bank");
        assertThat(result.getLog()).contains("has 0uusd", "needed are 1uusd");
    }

    @Test
    void failingMessageTakesTheOthersBackButNotFeeAndSequence() {
        TxResult result = net.send(
                alice,
                Sends.of(alice, carol, Denom.UUSD, 10),
                Sends.of(alice, bob, Denom.UUSD, PLENTY),
                Sends.of(alice, bob, Denom.UUSD, 1));

        assertThat(result.getCode()).isEqualTo(1);
        assertThat(TestLedger.eventNames(result)).containsExactly("FeePaid");
        assertThat(result.getResponsesList()).isEmpty();
        assertThat(net.balance(alice, Denom.UUSD)).isEqualTo(Amount.of(PLENTY));
        assertThat(net.balance(alice, Denom.UMIL)).isEqualTo(Amount.of(PLENTY - TestLedger.FEE));
        assertThat(net.account(alice).getSequence()).isEqualTo(1);
        assertThat(net.account(alice).getPublicKey())
                .isEqualTo(alice.key().publicKey().toByteString());
        assertThat(net.state().size()).as("carol's account was taken back").isEqualTo(sizeAfterOneFee());
    }

    private int sizeAfterOneFee() {
        TestLedger other = TestLedger.with(alice, bob);
        other.send(alice, Sends.of(alice, bob, Denom.UUSD, PLENTY + 1));
        return other.state().size();
    }

    @Test
    void failingTransactionLeavesTheOthersOfItsBlockAlone() {
        byte[] good = net.sign(alice, Sends.of(alice, bob, Denom.UUSD, 10));
        byte[] bad = net.sign(bob, Sends.of(bob, alice, Denom.UUSD, PLENTY + 11));
        byte[] after = net.signAs(bob, 1, 1, builder -> builder, Sends.of(bob, alice, Denom.UUSD, PLENTY + 10));

        var block = net.block(good, bad, after);

        assertThat(block.getTransactionsList().stream().map(TxResult::getCode)).containsExactly(0, 1, 0);
        assertThat(net.balance(bob, Denom.UUSD)).isEqualTo(Amount.ZERO);
    }

    @Test
    void eventsNameTheirMessage() throws Exception {
        TxResult result = net.send(alice, Sends.of(alice, bob, Denom.UUSD, 1), Sends.of(alice, bob, Denom.UUSD, 2));

        assertThat(result.getEventsList().stream().map(event -> event.getMessageIndex()))
                .containsExactly(-1, 0, 1);
        FeePaid fee = result.getEvents(0).getValue().unpack(FeePaid.class);
        assertThat(fee.getPayer()).isEqualTo(alice.address().toString());
        assertThat(fee.getAmount().getAmount()).isEqualTo(Long.toString(TestLedger.FEE));
        Transfer second = (Transfer) MessageTypes.unpack(result.getEvents(2).getValue());
        assertThat(second.getAmount().getAmount()).isEqualTo("2");
        assertThat(result.getResponsesList().stream().map(response -> response.getTypeUrl()))
                .containsOnly("/cosmos.bank.v1beta1.MsgSendResponse")
                .hasSize(2);
    }

    @Test
    void gasIsBytesSignaturesAndMessages() {
        byte[] bytes = net.sign(alice, Sends.of(alice, bob, Denom.UUSD, 1), Sends.of(alice, bob, Denom.UUSD, 2));

        TxResult result = net.block(bytes).getTransactions(0);

        assertThat(result.getGasUsed()).isEqualTo(10L * bytes.length + 1_000 + 2 * 20_000);
        assertThat(result.getGasWanted()).isEqualTo(TestLedger.GAS);
    }

    @Test
    void treasuryHoldsWhatWasPaid() {
        net.send(alice, Sends.of(alice, bob, Denom.UUSD, 1));
        net.send(bob, Sends.of(bob, alice, Denom.UUSD, PLENTY + 2));

        var request = QueryTreasuryRequest.getDefaultInstance();
        var treasury = (QueryTreasuryResponse) net.ledger().query("fees", "Treasury", request);
        assertThat(Coins.ofProto(treasury.getBalancesList()))
                .isEqualTo(Coins.of(Money.of(Denom.UMIL, 2 * TestLedger.FEE)));
    }

    @Test
    void messageWithMalformedAddressIsRefusedAndPaysItsFee() {
        MsgSend nowhere = Sends.of(alice, bob, Denom.UUSD, 1).toBuilder()
                .setToAddress("mill1nowhere")
                .build();

        TxResult result = net.send(alice, nowhere);

        assertThat(result.getCodespace()).isEqualTo("bank");
        assertThat(result.getCode()).isEqualTo(4);
        assertThat(net.balance(alice, Denom.UMIL)).isEqualTo(Amount.of(PLENTY - TestLedger.FEE));
    }

    @Test
    void unreadableSignerIsRefusedBeforeAnything() {
        MsgSend nobody = Sends.of(alice, bob, Denom.UUSD, 1).toBuilder()
                .setFromAddress("nobody")
                .build();

        TxResult result = net.send(alice, nobody);

        assertThat(result.getCode()).isEqualTo(KernelError.TX_INCOMPLETE.code());
        assertThat(result.getEventsList()).isEmpty();
    }
}
