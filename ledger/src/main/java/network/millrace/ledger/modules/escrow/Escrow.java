package network.millrace.ledger.modules.escrow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.millrace.ledger.kernel.Context;
import network.millrace.ledger.kernel.Rejection;
import network.millrace.ledger.modules.bank.Bank;
import network.millrace.ledger.modules.fees.Fees;
import network.millrace.ledger.state.Row;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.escrow.v1.Account;
import network.millrace.protocol.escrow.v1.AccountOpened;
import network.millrace.protocol.escrow.v1.Deposited;
import network.millrace.protocol.escrow.v1.Forfeited;
import network.millrace.protocol.escrow.v1.Stream;
import network.millrace.protocol.escrow.v1.StreamOpened;
import network.millrace.protocol.ids.BidId;
import network.millrace.protocol.ids.DeploymentId;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.money.Amount;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Money;
import network.millrace.protocol.money.Price;

/** What other modules do with escrow. Every movement of money emits an event. */
public final class Escrow {
    /** The bank account where everything set aside lies. */
    public static final Address ADDRESS = Address.module(EscrowModule.NAME);

    private final EscrowState state;
    private final Bank bank;
    private final Fees fees;
    private final Closings closings;
    private final List<DepletionListener> listeners = new ArrayList<>();

    Escrow(EscrowState state, Bank bank, Fees fees) {
        this.state = state;
        this.bank = bank;
        this.fees = fees;
        this.closings = new Closings(state, bank, fees);
    }

    /** Asks to be told of accounts that run dry; at wiring time only. */
    public void listen(DepletionListener listener) {
        listeners.add(listener);
    }

    /**
     * Opens an account with its first deposit.
     *
     * @throws Rejection when the owner cannot pay the deposit, or it is nothing
     */
    public void open(Context context, EscrowId id, Address owner, Money deposit) {
        if (isOpen(context, id)) {
            throw new IllegalStateException("escrow account " + id + " is open already");
        }
        requirePositive(deposit);
        long periodMs = state.params.get(context).getPricingPeriodMs();
        Account account =
                EscrowAccounts.open(id, owner, deposit.denom(), periodMs, context.billedMs(), context.height());
        bank.move(context, owner, ADDRESS, deposit);
        Account funded = EscrowAccounts.deposit(account, owner, deposit.amount(), context.height(), most(context))
                .orElseThrow();
        state.accounts.put(context, id, funded);
        context.emit(AccountOpened.newBuilder()
                .setAccount(account.getId())
                .setOwner(account.getOwner())
                .setDeposit(deposit.toProto())
                .build());
    }

    /**
     * Adds money to the account of a deployment; anyone may.
     *
     * @return billed time at which the account now runs dry, 0 without an open stream
     */
    long deposit(Context context, EscrowId id, Address depositor, Money amount) {
        Rejection.unless(
                id instanceof EscrowId.OfDeployment,
                EscrowError.DEPOSIT_IS_FIXED,
                "the deposit of a bid is set aside with the bid and cannot be added to: %s",
                id);
        Account account = EscrowAccounts.settle(openAccount(context, id), context.billedMs());
        requirePositive(amount);
        Rejection.unless(
                amount.denom().value().equals(account.getDenom()),
                EscrowError.DENOM_DIFFERS,
                "account %s holds %s; the deposit is in %s",
                id,
                account.getDenom(),
                amount.denom());
        Account after = EscrowAccounts.deposit(account, depositor, amount.amount(), context.height(), most(context))
                .orElseThrow(() -> new Rejection(
                        EscrowError.TOO_MANY_DEPOSITS,
                        "account " + id + " holds unspent money of " + account.getDepositsCount()
                                + " deposits, the most it may, and none of " + depositor
                                + ": wait until one is used up, or let its owner deposit"));
        bank.move(context, depositor, ADDRESS, amount);
        save(context, id, after);
        context.emit(Deposited.newBuilder()
                .setAccount(after.getId())
                .setDepositor(depositor.toString())
                .setAmount(amount.toProto())
                .build());
        return after.getDepletionMs();
    }

    /** Whether the account is there and neither closed nor dry. */
    public boolean isOpen(Context context, EscrowId id) {
        return state.accounts.get(context, id).filter(EscrowAccounts::isOpen).isPresent();
    }

    /** Whether the lease has an open stream. */
    public boolean isStreaming(Context context, LeaseId lease) {
        return state.streams.get(context, lease).filter(Streams::isOpen).isPresent();
    }

    /** From now on the lease's provider earns {@code rate} from the account of its deployment, which must be open. */
    public void openStream(Context context, LeaseId lease, Price rate) {
        if (state.streams.contains(context, lease) || rate.isZero()) {
            throw new IllegalStateException("the stream of " + lease + " is not new, or its rate is nothing: " + rate);
        }
        EscrowId id = EscrowId.of(lease.order().deployment());
        Account account = EscrowAccounts.settle(openAccount(context, id), context.billedMs());
        save(context, id, EscrowAccounts.addRate(account, rate.scaled()));
        Stream stream = Streams.open(account.getId(), lease, rate.scaled(), context.billedMs());
        state.streams.put(context, lease, stream);
        context.emit(StreamOpened.newBuilder()
                .setAccount(stream.getAccount())
                .setStream(stream.getId())
                .setPayee(stream.getPayee())
                .setRate(rate.toProto())
                .build());
    }

    /** Pays a stream what it has earned so far. */
    public Payment withdraw(Context context, LeaseId lease) {
        EscrowId id = EscrowId.of(lease.order().deployment());
        Account account = EscrowAccounts.settle(openAccount(context, id), context.billedMs());
        Stream stream = openStream(context, lease);
        var payouts = new Payouts(context, fees, new Denom(account.getDenom()), context.billedMs());
        Accrual accrual = Streams.accrue(stream, context.billedMs(), EscrowAccounts.unit(account));
        state.streams.put(context, lease, payouts.pay(lease.provider(), stream, accrual.whole(), accrual.remainder()));
        save(context, id, EscrowAccounts.pay(account, accrual.whole()));
        payouts.move(bank);
        return payouts.sum();
    }

    /** Pays a stream and ends it. @return what it paid in its whole life */
    public Payment closeStream(Context context, LeaseId lease) {
        EscrowId id = EscrowId.of(lease.order().deployment());
        Account account = EscrowAccounts.settle(openAccount(context, id), context.billedMs());
        Stream stream = openStream(context, lease);
        var payouts = new Payouts(context, fees, new Denom(account.getDenom()), context.billedMs());
        Accrual accrual = Streams.accrue(stream, context.billedMs(), EscrowAccounts.unit(account));
        Payment payment =
                closings.end(context, payouts, new Row<>(lease, stream), accrual.whole(), Stream.State.CLOSED);
        Account paid = EscrowAccounts.pay(account, accrual.whole());
        save(context, id, EscrowAccounts.endStream(paid, Streams.rate(stream), accrual.remainder()));
        payouts.move(bank);
        return payment;
    }

    /** Pays and ends every stream, gives the rest back to the depositors, and closes the account. */
    public Bill close(Context context, DeploymentId deployment) {
        return closings.close(context, deployment, openAccount(context, EscrowId.of(deployment)));
    }

    /** Ends the deposit of a bid: {@code forfeit} of it goes to the treasury, the rest back to the provider. */
    public void closeBid(Context context, BidId bid, Amount forfeit) {
        EscrowId id = EscrowId.of(bid);
        Account account = openAccount(context, id);
        Amount deposit = new Amount(EscrowAccounts.balance(account));
        Amount part = forfeit.min(deposit);
        var denom = new Denom(account.getDenom());
        if (part.isPositive()) {
            bank.move(context, ADDRESS, fees.treasury(), new Money(denom, part));
            context.emit(Forfeited.newBuilder()
                    .setAccount(account.getId())
                    .setRecipient(fees.treasury().toString())
                    .setAmount(new Money(denom, part).toProto())
                    .build());
        }
        closings.refund(context, account, bid.provider(), new Money(denom, deposit.minus(part)));
        state.accounts.remove(context, id);
    }

    /** Closes every account whose time has come, before any message of the block can touch it. */
    void closeDepleted(Context context) {
        while (state.firstDepleted(context).isPresent()) {
            walkDepleted(context);
        }
    }

    // Beginning anew for each account would pass all that were closed before it once more.
    private void walkDepleted(Context context) {
        for (Row<Long, EscrowId> due : state.depletions(context)) {
            if (due.key() > context.billedMs()) {
                return;
            }
            DeploymentId deployment =
                    switch (due.value()) {
                        case EscrowId.OfDeployment account -> account.deployment();
                        case EscrowId.OfBid account ->
                            throw new IllegalStateException("a bid's deposit cannot run dry: " + account);
                    };
            Bill bill = closings.deplete(context, deployment, openAccount(context, due.value()));
            listeners.forEach(listener -> listener.depleted(context, deployment, bill));
        }
    }

    private int most(Context context) {
        return state.params.get(context).getMaxDepositsPerAccount();
    }

    private void save(Context context, EscrowId id, Account account) {
        EscrowAccounts.check(account);
        state.accounts.put(context, id, account);
    }

    private Account openAccount(Context context, EscrowId id) {
        Optional<Account> account = state.accounts.get(context, id);
        Rejection.unless(account.isPresent(), EscrowError.ACCOUNT_UNKNOWN, "there is no escrow account %s", id);
        Account found = account.orElseThrow();
        Rejection.unless(
                EscrowAccounts.isOpen(found),
                EscrowError.ACCOUNT_NOT_OPEN,
                "escrow account %s is %s since height %s; only an open one takes or gives money",
                id,
                found.getState(),
                found.getClosedHeight());
        return found;
    }

    private Stream openStream(Context context, LeaseId lease) {
        return state.streams
                .get(context, lease)
                .filter(Streams::isOpen)
                .orElseThrow(() -> new IllegalStateException("there is no open stream of " + lease));
    }

    private static void requirePositive(Money deposit) {
        Rejection.unless(
                deposit.amount().isPositive(),
                EscrowError.AMOUNT_NOT_POSITIVE,
                "a deposit must be at least 1 micro-unit, came %s",
                deposit);
    }
}
