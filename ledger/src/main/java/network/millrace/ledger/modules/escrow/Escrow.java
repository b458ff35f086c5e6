package network.millrace.ledger.modules.escrow;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import network.millrace.ledger.kernel.Context;
import network.millrace.ledger.kernel.Rejection;
import network.millrace.ledger.modules.bank.Bank;
import network.millrace.ledger.modules.fees.Fees;
import network.millrace.ledger.state.Row;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.escrow.v1.Account;
import network.millrace.protocol.escrow.v1.AccountClosed;
import network.millrace.protocol.escrow.v1.AccountId;
import network.millrace.protocol.escrow.v1.AccountOpened;
import network.millrace.protocol.escrow.v1.Deposit;
import network.millrace.protocol.escrow.v1.Deposited;
import network.millrace.protocol.escrow.v1.Forfeited;
import network.millrace.protocol.escrow.v1.Refunded;
import network.millrace.protocol.escrow.v1.Stream;
import network.millrace.protocol.escrow.v1.StreamClosed;
import network.millrace.protocol.escrow.v1.StreamOpened;
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
    private final List<DepletionListener> listeners = new ArrayList<>();

    Escrow(EscrowState state, Bank bank, Fees fees) {
        this.state = state;
        this.bank = bank;
        this.fees = fees;
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
        if (state.account(context, id).filter(EscrowAccounts::isOpen).isPresent()) {
            throw new IllegalStateException("escrow account " + id + " is open already");
        }
        requirePositive(deposit);
        long periodMs = state.params.get(context).getPricingPeriodMs();
        Account account =
                EscrowAccounts.open(id, owner, deposit.denom(), periodMs, context.billedMs(), context.height());
        bank.move(context, owner, ADDRESS, deposit);
        save(context, EscrowAccounts.deposit(account, owner, deposit.amount(), context.height()));
        context.emit(AccountOpened.newBuilder()
                .setAccount(id.toProto())
                .setOwner(owner.toString())
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
                id.scope() == AccountId.Scope.DEPLOYMENT,
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
        Account after = EscrowAccounts.deposit(account, depositor, amount.amount(), context.height());
        int most = state.params.get(context).getMaxDepositsPerAccount();
        Rejection.unless(
                after.getDepositsCount() <= most,
                EscrowError.TOO_MANY_DEPOSITS,
                "account %s holds unspent money of %s deposits, the most it may; wait until one is used up",
                id,
                most);
        bank.move(context, depositor, ADDRESS, amount);
        save(context, after);
        context.emit(Deposited.newBuilder()
                .setAccount(id.toProto())
                .setDepositor(depositor.toString())
                .setAmount(amount.toProto())
                .build());
        return after.getDepletionMs();
    }

    /** Whether the account is there and neither closed nor dry. */
    public boolean isOpen(Context context, EscrowId id) {
        return state.account(context, id).filter(EscrowAccounts::isOpen).isPresent();
    }

    /** Whether the account has an open stream of this name. */
    public boolean isStreaming(Context context, EscrowId id, String stream) {
        return state.stream(context, new StreamKey(id, stream))
                .filter(Streams::isOpen)
                .isPresent();
    }

    /** From now on {@code payee} earns {@code rate}; the account must be open and of the rate's denomination. */
    public void openStream(Context context, EscrowId id, String stream, Address payee, Price rate) {
        var key = new StreamKey(id, stream);
        if (state.stream(context, key).isPresent() || rate.isZero()) {
            throw new IllegalStateException("stream " + key + " is not new, or its rate is nothing: " + rate);
        }
        Account account = EscrowAccounts.settle(openAccount(context, id), context.billedMs());
        save(context, EscrowAccounts.addRate(account, rate.scaled()));
        state.save(context, Streams.open(key, payee, rate.scaled(), context.billedMs()));
        context.emit(StreamOpened.newBuilder()
                .setAccount(id.toProto())
                .setStream(stream)
                .setPayee(payee.toString())
                .setRate(rate.toProto())
                .build());
    }

    /** Pays a stream what it has earned so far. */
    public Payment withdraw(Context context, EscrowId id, String streamId) {
        Account account = EscrowAccounts.settle(openAccount(context, id), context.billedMs());
        Stream stream = openStream(context, new StreamKey(id, streamId));
        Payouts payouts = payouts(context, account);
        save(context, pay(context, account, stream, payouts));
        payouts.move(bank);
        return payouts.sum();
    }

    /** Pays a stream and ends it. @return what it paid in its whole life */
    public Payment closeStream(Context context, EscrowId id, String streamId) {
        Account account = EscrowAccounts.settle(openAccount(context, id), context.billedMs());
        Stream stream = openStream(context, new StreamKey(id, streamId));
        Payouts payouts = payouts(context, account);
        Accrual accrual = Streams.accrue(stream, context.billedMs(), EscrowAccounts.unit(account));
        Account paid = pay(context, account, stream, payouts);
        save(context, EscrowAccounts.endStream(paid, Streams.rate(stream), accrual.remainder()));
        payouts.move(bank);
        return end(context, openStream(context, new StreamKey(id, streamId)), Stream.State.CLOSED);
    }

    /** Pays and ends every stream, gives the rest back to the depositors, and closes the account. */
    public Bill close(Context context, EscrowId id) {
        Account account = EscrowAccounts.settle(openAccount(context, id), context.billedMs());
        Payouts payouts = payouts(context, account);
        var open = openStreams(context, id);
        for (Stream stream : open) {
            Accrual accrual = Streams.accrue(stream, context.billedMs(), EscrowAccounts.unit(account));
            account = pay(context, account, stream, payouts);
            account = EscrowAccounts.endStream(account, Streams.rate(stream), accrual.remainder());
        }
        payouts.move(bank);
        refund(context, account);
        return finish(context, id, EscrowAccounts.close(account, context.height()), open, Stream.State.CLOSED);
    }

    /** Closes the account of a bid: {@code forfeit} of its deposit goes to the treasury, the rest back to the provider. */
    public void closeForfeiting(Context context, EscrowId id, Amount forfeit) {
        Account account = openAccount(context, id);
        Amount part = forfeit.min(new Amount(EscrowAccounts.balance(account)));
        if (part.isPositive()) {
            Money money = new Money(new Denom(account.getDenom()), part);
            bank.move(context, ADDRESS, fees.treasury(), money);
            state.save(context, EscrowAccounts.forfeit(account, part.value()));
            context.emit(Forfeited.newBuilder()
                    .setAccount(id.toProto())
                    .setRecipient(fees.treasury().toString())
                    .setAmount(money.toProto())
                    .build());
        }
        Account rest = openAccount(context, id);
        refund(context, rest);
        finish(context, id, EscrowAccounts.close(rest, context.height()), List.of(), Stream.State.CLOSED);
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
            deplete(context, due.value());
        }
    }

    private void deplete(Context context, EscrowId id) {
        Account account = openAccount(context, id);
        long atMs = account.getDepletionMs();
        BigInteger unit = EscrowAccounts.unit(account);
        var open = openStreams(context, id);
        var claims = open.stream()
                .map(stream -> new Shares.Claim(Streams.earned(stream, atMs), Streams.rate(stream)))
                .toList();
        BigInteger available = EscrowAccounts.balance(account).add(new BigInteger(account.getHeld()));
        List<BigInteger> shares = Shares.split(available, claims, unit);
        Payouts payouts = payouts(context, account);
        for (int at = 0; at < open.size(); at++) {
            state.save(context, payouts.pay(open.get(at), shares.get(at), BigInteger.ZERO, atMs));
        }
        payouts.move(bank);
        Account after = EscrowAccounts.deplete(account, available, context.height());
        Bill bill = finish(context, id, after, open, Stream.State.DEPLETED);
        listeners.forEach(listener -> listener.depleted(context, id, bill));
    }

    /** Books what a stream has earned; the coins move with the payouts. @return the account after it */
    private Account pay(Context context, Account account, Stream stream, Payouts payouts) {
        Accrual accrual = Streams.accrue(stream, context.billedMs(), EscrowAccounts.unit(account));
        state.save(context, payouts.pay(stream, accrual.whole(), accrual.remainder(), context.billedMs()));
        return EscrowAccounts.pay(account, accrual.whole());
    }

    private void refund(Context context, Account account) {
        for (Deposit deposit : account.getDepositsList()) {
            Money rest = new Money(new Denom(account.getDenom()), Amount.parse(deposit.getRemaining()));
            if (rest.amount().isZero()) {
                continue;
            }
            bank.move(context, ADDRESS, Address.parse(deposit.getDepositor()), rest);
            context.emit(Refunded.newBuilder()
                    .setAccount(account.getId())
                    .setDepositor(deposit.getDepositor())
                    .setAmount(rest.toProto())
                    .build());
        }
    }

    private Bill finish(Context context, EscrowId id, Account closed, List<Stream> open, Stream.State streamState) {
        var payments = new TreeMap<String, Payment>();
        for (Stream stream : open) {
            payments.put(
                    stream.getId(), end(context, openStream(context, new StreamKey(id, stream.getId())), streamState));
        }
        if (!closed.getHeld().equals("0") || !closed.getRemainder().equals("0")) {
            throw new IllegalStateException("a closed account still owes something: " + closed);
        }
        if (id.scope() == AccountId.Scope.BID) {
            EscrowAccounts.check(closed);
            state.remove(context, id);
        } else {
            save(context, closed);
        }
        context.emit(AccountClosed.newBuilder()
                .setAccount(closed.getId())
                .setState(closed.getState())
                .build());
        return bill(context, id, closed, payments);
    }

    private Bill bill(Context context, EscrowId id, Account closed, SortedMap<String, Payment> payments) {
        Amount fee = Amount.ZERO;
        Amount transferred = Amount.parse(closed.getTransferred());
        if (id.scope() == AccountId.Scope.DEPLOYMENT) {
            for (var row : state.streams(context, id)) {
                fee = fee.plus(Amount.parse(row.value().getFee()));
            }
        } else {
            fee = transferred;
        }
        Amount refunded = Amount.parse(closed.getRefunded());
        return new Bill(Amount.parse(closed.getDeposited()), transferred.minus(fee), fee, refunded, payments);
    }

    private Payment end(Context context, Stream stream, Stream.State endState) {
        state.save(context, Streams.end(stream, endState));
        context.emit(StreamClosed.newBuilder()
                .setAccount(stream.getAccount())
                .setStream(stream.getId())
                .setPaid(stream.getPaid())
                .setFee(stream.getFee())
                .build());
        return new Payment(Amount.parse(stream.getPaid()), Amount.parse(stream.getFee()));
    }

    private void save(Context context, Account account) {
        EscrowAccounts.check(account);
        state.save(context, account);
    }

    private Payouts payouts(Context context, Account account) {
        return new Payouts(context, fees, new Denom(account.getDenom()));
    }

    private List<Stream> openStreams(Context context, EscrowId id) {
        var open = new ArrayList<Stream>();
        for (var row : state.streams(context, id)) {
            if (Streams.isOpen(row.value())) {
                open.add(row.value());
            }
        }
        return open;
    }

    private Account openAccount(Context context, EscrowId id) {
        Optional<Account> account = state.account(context, id);
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

    private Stream openStream(Context context, StreamKey key) {
        return state.stream(context, key)
                .filter(Streams::isOpen)
                .orElseThrow(() -> new IllegalStateException("there is no open stream " + key));
    }

    private static void requirePositive(Money deposit) {
        Rejection.unless(
                deposit.amount().isPositive(),
                EscrowError.AMOUNT_NOT_POSITIVE,
                "a deposit must be at least 1 micro-unit, came %s",
                deposit);
    }
}
