package network.millrace.ledger;

import network.millrace.protocol.cosmos.bank.v1beta1.MsgSend;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Money;

/** Transfers for tests. */
public final class Sends {
    private Sends() {}

    public static MsgSend of(Person from, Person to, Denom denom, long amount) {
        return of(from, to, Money.of(denom, amount));
    }

    public static MsgSend of(Person from, Person to, Money... coins) {
        var send = MsgSend.newBuilder()
                .setFromAddress(from.address().toString())
                .setToAddress(to.address().toString());
        for (Money money : coins) {
            send.addAmount(money.toProto());
        }
        return send.build();
    }
}
