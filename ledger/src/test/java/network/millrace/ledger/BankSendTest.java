package network.millrace.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import network.millrace.protocol.cosmos.bank.v1beta1.MsgSend;
import network.millrace.protocol.money.Amount;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Money;
import org.junit.jupiter.api.Test;

class BankSendTest {
    private final Person alice = Person.called("alice");
    private final Person bob = Person.called("bob");
    private final TestLedger net = TestLedger.with(alice);

    @Test
    void moneyMovesAndMakesTheRecipientsAccount() {
        var send = MsgSend.newBuilder()
                .setFromAddress(alice.address().toString())
                .setToAddress(bob.address().toString())
                .addAmount(Money.of(Denom.UUSD, 7).toProto())
                .build();

        var result = net.send(alice, send);

        assertThat(result.getLog()).isEmpty();
        assertThat(result.getCode()).isZero();
        assertThat(TestLedger.eventNames(result)).containsExactly("FeePaid", "Transfer");
        assertThat(net.balance(bob, Denom.UUSD)).isEqualTo(Amount.of(7));
        assertThat(net.account(bob).getNumber()).isEqualTo(1);
        assertThat(net.account(alice).getSequence()).isEqualTo(1);
    }
}
