package network.millrace.ledger.modules.escrow;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import network.millrace.ledger.kernel.Context;
import network.millrace.ledger.modules.bank.Bank;
import network.millrace.ledger.modules.fees.Fees;
import network.millrace.ledger.state.Row;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.escrow.v1.Account;
import network.millrace.protocol.escrow.v1.AccountClosed;
import network.millrace.protocol.escrow.v1.Deposit;
import network.millrace.protocol.escrow.v1.Refunded;
import network.millrace.protocol.escrow.v1.Stream;
import network.millrace.protocol.escrow.v1.StreamClosed;
import network.millrace.protocol.ids.DeploymentId;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.money.Amount;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Money;

/** How the account of a deployment ends: by its owner's wish with a refund, or run dry. */
final class Closings {
    private final EscrowState state;
    private final Bank bank;
    private final Fees fees;

    Closings(EscrowState state, Bank bank, Fees fees) {
        this.state = state;
        this.bank = bank;
        this.fees = fees;
    }

    /** Each stream gets the whole micro-units it has earned; the fractions stay with the account. */
    Bill close(Context context, DeploymentId deployment, Account open) {
        long nowMs = context.billedMs();
        Account account = EscrowAccounts.settle(open, nowMs);
        BigInteger unit = EscrowAccounts.unit(account);
        var payouts = new Payouts(context, fees, new Denom(account.getDenom()), context.billedMs());
        var payments = new LinkedHashMap<LeaseId, Payment>();
        BigInteger whole = BigInteger.ZERO;
        BigInteger fractions = BigInteger.ZERO;
        Read streams = read(context, deployment);
        for (var row : streams.open()) {
            Accrual accrual = Streams.accrue(row.value(), nowMs, unit);
            payments.put(row.key(), end(context, payouts, row, accrual.whole(), Stream.State.CLOSED));
            whole = whole.add(accrual.whole());
            fractions = fractions.add(accrual.remainder());
        }
        payouts.move(bank);
        Account ended = EscrowAccounts.endAll(account, whole, fractions);
        for (Deposit deposit : ended.getDepositsList()) {
            Amount rest = Amount.parse(deposit.getRemaining());
            refund(context, ended, Address.parse(deposit.getDepositor()), new Money(new Denom(ended.getDenom()), rest));
        }
        Account closed = EscrowAccounts.close(ended, context.height());
        return finish(context, deployment, closed, payments, streams.feeOfClosed());
    }

    /** The streams share what there is, up to the moment the account ran dry. */
    Bill deplete(Context context, DeploymentId deployment, Account account) {
        long atMs = account.getDepletionMs();
        Read streams = read(context, deployment);
        List<Row<LeaseId, Stream>> open = streams.open();
        BigInteger available = EscrowAccounts.balance(account).add(new BigInteger(account.getHeld()));
        List<BigInteger> shares = Shares.split(
                available,
                open.stream()
                        .map(row -> new Shares.Claim(Streams.earned(row.value(), atMs), Streams.rate(row.value())))
                        .toList(),
                EscrowAccounts.unit(account));
        var payouts = new Payouts(context, fees, new Denom(account.getDenom()), atMs);
        var payments = new LinkedHashMap<LeaseId, Payment>();
        for (int at = 0; at < open.size(); at++) {
            payments.put(
                    open.get(at).key(), end(context, payouts, open.get(at), shares.get(at), Stream.State.DEPLETED));
        }
        payouts.move(bank);
        Account depleted = EscrowAccounts.deplete(account, available, context.height());
        return finish(context, deployment, depleted, payments, streams.feeOfClosed());
    }

    /** Pays a stream for the last time. @return what it paid in its whole life */
    Payment end(
            Context context, Payouts payouts, Row<LeaseId, Stream> stream, BigInteger whole, Stream.State endState) {
        LeaseId lease = stream.key();
        Stream paid = payouts.pay(lease.provider(), stream.value(), whole, BigInteger.ZERO);
        Stream ended = Streams.end(paid, endState);
        state.streams.put(context, lease, ended);
        context.emit(StreamClosed.newBuilder()
                .setAccount(ended.getAccount())
                .setStream(ended.getId())
                .setPaid(ended.getPaid())
                .setFee(ended.getFee())
                .build());
        return new Payment(Amount.parse(ended.getPaid()), Amount.parse(ended.getFee()));
    }

    /** Gives money back to a depositor, if there is any. */
    void refund(Context context, Account account, Address depositor, Money rest) {
        if (rest.amount().isZero()) {
            return;
        }
        bank.move(context, Escrow.ADDRESS, depositor, rest);
        context.emit(Refunded.newBuilder()
                .setAccount(account.getId())
                .setDepositor(depositor.toString())
                .setAmount(rest.toProto())
                .build());
    }

    private Bill finish(
            Context context,
            DeploymentId deployment,
            Account closed,
            SequencedMap<LeaseId, Payment> payments,
            Amount feeOfClosed) {
        EscrowAccounts.check(closed);
        state.accounts.put(context, EscrowId.of(deployment), closed);
        context.emit(AccountClosed.newBuilder()
                .setAccount(closed.getId())
                .setState(closed.getState())
                .build());
        Amount fee = feeOfClosed;
        for (Payment payment : payments.values()) {
            fee = fee.plus(payment.fee());
        }
        Amount transferred = Amount.parse(closed.getTransferred());
        Amount refunded = Amount.parse(closed.getRefunded());
        return new Bill(Amount.parse(closed.getDeposited()), transferred.minus(fee), fee, refunded, payments);
    }

    /**
     * The streams of an account, read at once before any is written: a walk that goes on beside writes costs more.
     *
     * @param feeOfClosed what the streams that have ended before paid to the treasury
     */
    private record Read(List<Row<LeaseId, Stream>> open, Amount feeOfClosed) {}

    private Read read(Context context, DeploymentId deployment) {
        var open = new ArrayList<Row<LeaseId, Stream>>();
        Amount feeOfClosed = Amount.ZERO;
        for (var row : state.streamsOf(context, deployment)) {
            if (Streams.isOpen(row.value())) {
                open.add(row);
            } else {
                feeOfClosed = feeOfClosed.plus(Amount.parse(row.value().getFee()));
            }
        }
        return new Read(open, feeOfClosed);
    }
}
