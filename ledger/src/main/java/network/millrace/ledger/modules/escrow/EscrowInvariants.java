package network.millrace.ledger.modules.escrow;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import network.millrace.ledger.kernel.Context;
import network.millrace.ledger.modules.bank.Bank;
import network.millrace.protocol.escrow.v1.Account;
import network.millrace.protocol.money.Denom;

/** The laws of escrow, for tests, the simulator, and genesis. */
final class EscrowInvariants {
    private final EscrowState state;
    private final Bank bank;

    EscrowInvariants(EscrowState state, Bank bank) {
        this.state = state;
        this.bank = bank;
    }

    /** Each account's own equations hold. */
    Optional<String> books(Context context) {
        for (var row : state.accounts.scan(context)) {
            Optional<String> violation =
                    EscrowAccounts.violation(row.value()).or(() -> streams(context, row.key(), row.value()));
            if (violation.isPresent()) {
                return violation;
            }
        }
        return Optional.empty();
    }

    /** What is held is what the streams have earned; the rate is the sum of theirs. */
    private Optional<String> streams(Context context, EscrowId id, Account account) {
        BigInteger earned = BigInteger.ZERO;
        BigInteger rate = BigInteger.ZERO;
        if (!(id instanceof EscrowId.OfDeployment deployment)) {
            return Optional.empty();
        }
        for (var row : state.streamsOf(context, deployment.deployment())) {
            if (Streams.isOpen(row.value())) {
                earned = earned.add(Streams.earned(row.value(), account.getSettledAtMs()));
                rate = rate.add(Streams.rate(row.value()));
            }
        }
        BigInteger held = new BigInteger(account.getHeld())
                .multiply(EscrowAccounts.unit(account))
                .add(new BigInteger(account.getRemainder()));
        if (!held.equals(earned) || !rate.toString().equals(account.getTotalRate())) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "account %s holds %s for streams that earned %s, at rate %s of streams with %s",
                    id,
                    held,
                    earned,
                    account.getTotalRate(),
                    rate));
        }
        return Optional.empty();
    }

    /** The module's bank balance is the sum of its accounts. */
    Optional<String> bankBalance(Context context) {
        var sums = new TreeMap<Denom, BigInteger>();
        for (var row : state.accounts.scan(context)) {
            BigInteger holds = EscrowAccounts.balance(row.value())
                    .add(new BigInteger(row.value().getHeld()));
            sums.merge(new Denom(row.value().getDenom()), holds, BigInteger::add);
        }
        for (var sum : sums.entrySet()) {
            BigInteger balance =
                    bank.balance(context, Escrow.ADDRESS, sum.getKey()).value();
            if (!balance.equals(sum.getValue())) {
                return Optional.of(String.format(
                        Locale.ROOT,
                        "escrow has %s %s in the bank, its accounts hold %s",
                        balance,
                        sum.getKey(),
                        sum.getValue()));
            }
        }
        return Optional.empty();
    }

    /** No account is open past the moment it ran dry. */
    Optional<String> depletion(Context context) {
        return state.firstDepleted(context)
                .map(id -> "account " + id + " is open at billed time " + context.billedMs() + ", after it ran dry");
    }
}
