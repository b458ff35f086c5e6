package network.millrace.ledger.modules.escrow;

import java.math.BigInteger;
import java.util.TreeMap;
import network.millrace.ledger.kernel.Context;
import network.millrace.ledger.modules.bank.Bank;
import network.millrace.ledger.modules.fees.Fees;
import network.millrace.ledger.modules.fees.Split;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.escrow.v1.Stream;
import network.millrace.protocol.escrow.v1.StreamPaid;
import network.millrace.protocol.money.Amount;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Money;

/**
 * Money on its way from one account to the payees of its streams and to the treasury. Each payment is booked on its
 * stream and told by an event; the coins move once for each payee, in {@link #move}, however many streams it has.
 */
final class Payouts {
    private final Context context;
    private final Fees fees;
    private final Denom denom;
    private final long settledMs;
    private final TreeMap<Address, Amount> netByPayee = new TreeMap<>();
    private Amount fee = Amount.ZERO;

    /** @param settledMs billed time up to which the streams are paid */
    Payouts(Context context, Fees fees, Denom denom, long settledMs) {
        this.context = context;
        this.fees = fees;
        this.denom = denom;
        this.settledMs = settledMs;
    }

    /** Books {@code whole} micro-units on a stream; {@code fraction} is what it has earned beyond them. */
    Stream pay(Address payee, Stream stream, BigInteger whole, BigInteger fraction) {
        Split split = fees.split(context, new Amount(whole), Long.parseLong(stream.getFeeRemainder()));
        Stream booked = Streams.pay(stream, split, fraction, settledMs);
        if (whole.signum() == 0) {
            return booked;
        }
        netByPayee.merge(payee, split.net(), Amount::plus);
        fee = fee.plus(split.fee());
        context.emit(StreamPaid.newBuilder()
                .setAccount(stream.getAccount())
                .setStream(stream.getId())
                .setPayee(stream.getPayee())
                .setPaid(money(split.net()).toProto())
                .setFee(money(split.fee()).toProto())
                .build());
        return booked;
    }

    /** Moves the coins of everything booked. */
    void move(Bank bank) {
        netByPayee.forEach((payee, net) -> bank.move(context, Escrow.ADDRESS, payee, money(net)));
        bank.move(context, Escrow.ADDRESS, fees.treasury(), money(fee));
    }

    Payment sum() {
        return new Payment(netByPayee.values().stream().reduce(Amount.ZERO, Amount::plus), fee);
    }

    private Money money(Amount amount) {
        return new Money(denom, amount);
    }
}
