package network.millrace.ledger.modules.escrow;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.escrow.v1.Account;
import network.millrace.protocol.escrow.v1.Deposit;
import network.millrace.protocol.money.Amount;
import network.millrace.protocol.money.Denom;

/**
 * What the value of an escrow account can do. Two equations hold after each step, and {@link #check} asserts them:
 *
 * <pre>
 *   deposited = transferred + refunded + held + Σ deposits.remaining       (whole micro-units)
 *   held × unit + remainder = Σ what the open streams have earned and not been paid
 * </pre>
 */
final class EscrowAccounts {
    private EscrowAccounts() {}

    static Account open(EscrowId id, Address owner, Denom denom, long pricingPeriodMs, long nowMs, long height) {
        return Account.newBuilder()
                .setId(id.toProto())
                .setOwner(owner.toString())
                .setDenom(denom.value())
                .setState(Account.State.OPEN)
                .setTotalRate("0")
                .setSettledAtMs(nowMs)
                .setRemainder("0")
                .setDeposited("0")
                .setTransferred("0")
                .setRefunded("0")
                .setHeld("0")
                .setOpenedHeight(height)
                .setPricingPeriodMs(pricingPeriodMs)
                .build();
    }

    static boolean isOpen(Account account) {
        return account.getState() == Account.State.OPEN;
    }

    static BigInteger unit(Account account) {
        return Accrual.unit(account.getPricingPeriodMs());
    }

    /** Whole micro-units left in the deposits. */
    static BigInteger balance(Account account) {
        BigInteger sum = BigInteger.ZERO;
        for (Deposit deposit : account.getDepositsList()) {
            sum = sum.add(new BigInteger(deposit.getRemaining()));
        }
        return sum;
    }

    /**
     * Adds money at the end of the queue. The newest deposit grows when it is by the same depositor, and used-up ones
     * are dropped, so that years of regular top-ups need one entry.
     *
     * <p>In a full queue a deposit joins the newest one of the same depositor, wherever it stands: that is used up
     * earlier than it would have been, which harms nobody else. The owner always has a place, so that strangers cannot
     * fill the queue with crumbs and let the account run dry behind them.
     *
     * @param most deposits that strangers may take the queue to
     * @return empty when the queue is full and the depositor has nothing in it
     */
    static Optional<Account> deposit(Account account, Address depositor, Amount amount, long height, int most) {
        var builder = account.toBuilder().clearDeposits();
        for (Deposit deposit : account.getDepositsList()) {
            if (!deposit.getRemaining().equals("0")) {
                builder.addDeposits(deposit);
            }
        }
        int own = newestOf(depositor, builder.getDepositsList());
        boolean isNewest = own >= 0 && own == builder.getDepositsCount() - 1;
        boolean isFull = builder.getDepositsCount() >= most;
        if (isFull && own < 0 && !account.getOwner().equals(depositor.toString())) {
            return Optional.empty();
        }
        if (isNewest || (isFull && own >= 0)) {
            builder.setDeposits(own, plus(builder.getDeposits(own), amount.value()));
        } else {
            builder.addDeposits(Deposit.newBuilder()
                    .setDepositor(depositor.toString())
                    .setRemaining(amount.toString())
                    .setHeight(height));
        }
        builder.setDeposited(sum(account.getDeposited(), amount.value()));
        return Optional.of(withDepletion(builder));
    }

    private static int newestOf(Address depositor, List<Deposit> deposits) {
        for (int at = deposits.size() - 1; at >= 0; at--) {
            if (deposits.get(at).getDepositor().equals(depositor.toString())) {
                return at;
            }
        }
        return -1;
    }

    /** Takes from the deposits, first in first out, what the streams have earned up to now. */
    static Account settle(Account account, long nowMs) {
        if (nowMs == account.getSettledAtMs()) {
            return account;
        }
        Accrual accrual = Accrual.of(
                new BigInteger(account.getTotalRate()),
                nowMs - account.getSettledAtMs(),
                new BigInteger(account.getRemainder()),
                unit(account));
        var builder = account.toBuilder()
                .setSettledAtMs(nowMs)
                .setRemainder(accrual.remainder().toString())
                .setHeld(sum(account.getHeld(), accrual.whole()));
        take(builder, accrual.whole());
        return builder.build();
    }

    private static void take(Account.Builder account, BigInteger whole) {
        BigInteger left = whole;
        for (int at = 0; at < account.getDepositsCount() && left.signum() > 0; at++) {
            BigInteger remaining = new BigInteger(account.getDeposits(at).getRemaining());
            BigInteger part = remaining.min(left);
            if (part.signum() > 0) {
                account.setDeposits(at, plus(account.getDeposits(at), part.negate()));
                left = left.subtract(part);
            }
        }
        if (left.signum() > 0) {
            throw new IllegalStateException("account " + account.getId() + " owes " + left
                    + " more than it has, although it was to be closed at billed time " + account.getDepletionMs());
        }
    }

    /** A stream begins: from now on the account is used up faster. The account must be settled. */
    static Account addRate(Account account, BigInteger rate) {
        return withDepletion(account.toBuilder().setTotalRate(sum(account.getTotalRate(), rate)));
    }

    /** Whole micro-units that were held leave for a payee and the treasury. */
    static Account pay(Account account, BigInteger whole) {
        return account.toBuilder()
                .setHeld(sum(account.getHeld(), whole.negate()))
                .setTransferred(sum(account.getTransferred(), whole))
                .build();
    }

    /**
     * A stream ends: its rate goes, and the part of a micro-unit it had earned beyond what it was paid returns to the
     * account, to the deposit that is being used now. The account must be settled and the stream paid.
     */
    static Account endStream(Account account, BigInteger rate, BigInteger fraction) {
        var builder = account.toBuilder().setTotalRate(sum(account.getTotalRate(), rate.negate()));
        BigInteger remainder = new BigInteger(account.getRemainder()).subtract(fraction);
        if (remainder.signum() < 0) {
            remainder = remainder.add(unit(account));
            builder.setHeld(sum(account.getHeld(), BigInteger.ONE.negate()));
            int current = currentDeposit(account.getDepositsList());
            builder.setDeposits(current, plus(builder.getDeposits(current), BigInteger.ONE));
        }
        return withDepletion(builder.setRemainder(remainder.toString()));
    }

    /**
     * All streams end at once: {@code whole} leaves for their payees, and the fractions beyond it, together whole
     * micro-units, return to the account.
     */
    static Account endAll(Account account, BigInteger whole, BigInteger fractions) {
        BigInteger left = new BigInteger(account.getHeld()).subtract(whole);
        BigInteger owed = left.multiply(unit(account)).add(new BigInteger(account.getRemainder()));
        if (!owed.equals(fractions)) {
            throw new IllegalStateException("account " + account.getId() + " owes " + owed
                    + " beyond whole micro-units; the fractions of its streams are " + fractions);
        }
        var builder = account.toBuilder()
                .setHeld("0")
                .setRemainder("0")
                .setTotalRate("0")
                .setTransferred(sum(account.getTransferred(), whole));
        int current = currentDeposit(account.getDepositsList());
        return builder.setDeposits(current, plus(builder.getDeposits(current), left))
                .build();
    }

    private static int currentDeposit(List<Deposit> deposits) {
        for (int at = 0; at < deposits.size(); at++) {
            if (!deposits.get(at).getRemaining().equals("0")) {
                return at;
            }
        }
        return deposits.size() - 1;
    }

    /** Ends the account: what the deposits still hold has gone back to the depositors. */
    static Account close(Account account, long height) {
        return account.toBuilder()
                .setState(Account.State.CLOSED)
                .setRefunded(sum(account.getRefunded(), balance(account)))
                .clearDeposits()
                .setDepletionMs(Depletion.NONE)
                .setClosedHeight(height)
                .build();
    }

    /** Ends the account at its depletion time: everything it had, {@code given}, has gone to the streams. */
    static Account deplete(Account account, BigInteger given, long height) {
        return account.toBuilder()
                .setState(Account.State.DEPLETED)
                .setSettledAtMs(account.getDepletionMs())
                .setTransferred(sum(account.getTransferred(), given))
                .setHeld("0")
                .setRemainder("0")
                .setTotalRate("0")
                .clearDeposits()
                .setDepletionMs(Depletion.NONE)
                .setClosedHeight(height)
                .build();
    }

    /** @throws IllegalStateException when the account's books do not add up */
    static void check(Account account) {
        violation(account).ifPresent(violation -> {
            throw new IllegalStateException(violation);
        });
    }

    /** What is wrong with the account's books, if anything. */
    static Optional<String> violation(Account account) {
        BigInteger accounted = new BigInteger(account.getTransferred())
                .add(new BigInteger(account.getRefunded()))
                .add(new BigInteger(account.getHeld()))
                .add(balance(account));
        boolean adds = accounted.equals(new BigInteger(account.getDeposited()));
        boolean positive = new BigInteger(account.getHeld()).signum() >= 0
                && new BigInteger(account.getRemainder()).signum() >= 0
                && new BigInteger(account.getTotalRate()).signum() >= 0
                && account.getDepositsList().stream()
                        .noneMatch(deposit -> deposit.getRemaining().startsWith("-"));
        return adds && positive
                ? Optional.empty()
                : Optional.of("the books of an escrow account do not add up: " + account);
    }

    private static Account withDepletion(Account.Builder account) {
        Account settled = account.build();
        return account.setDepletionMs(Depletion.atMs(
                        settled.getSettledAtMs(),
                        balance(settled),
                        new BigInteger(settled.getRemainder()),
                        new BigInteger(settled.getTotalRate()),
                        unit(settled)))
                .build();
    }

    private static Deposit plus(Deposit deposit, BigInteger amount) {
        return deposit.toBuilder()
                .setRemaining(sum(deposit.getRemaining(), amount))
                .build();
    }

    static String sum(String number, BigInteger more) {
        return new BigInteger(number).add(more).toString();
    }
}
