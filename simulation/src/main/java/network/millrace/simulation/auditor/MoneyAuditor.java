package network.millrace.simulation.auditor;

import com.google.protobuf.Any;
import java.math.BigInteger;
import java.util.Map;
import java.util.TreeMap;
import network.millrace.protocol.bank.v1.Balance;
import network.millrace.protocol.bank.v1.GenesisState;
import network.millrace.protocol.bank.v1.Transfer;

/** Balances of every address, from genesis and {@code Transfer} events alone. */
public final class MoneyAuditor {
    private final Map<String, Map<String, BigInteger>> balances = new TreeMap<>();

    MoneyAuditor(GenesisState genesis) {
        for (Balance balance : genesis.getBalancesList()) {
            add(
                    balance.getAddress(),
                    balance.getAmount().getDenom(),
                    new BigInteger(balance.getAmount().getAmount()));
        }
    }

    void follow(long height, Any value) {
        Auditor.when(value, Transfer.class, transfer -> move(height, transfer));
    }

    /** What the address must hold of each denomination it ever held. */
    public Map<String, BigInteger> balancesOf(String address) {
        return Map.copyOf(balances.getOrDefault(address, Map.of()));
    }

    /** Every address that ever held or moved money, in order. */
    public Iterable<String> addresses() {
        return balances.keySet();
    }

    /** The sum over all addresses. */
    public BigInteger supply(String denom) {
        return balances.values().stream()
                .map(byDenom -> byDenom.getOrDefault(denom, BigInteger.ZERO))
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    private void move(long height, Transfer transfer) {
        String denom = transfer.getAmount().getDenom();
        BigInteger amount = new BigInteger(transfer.getAmount().getAmount());
        if (amount.signum() <= 0) {
            throw new AuditFailure(
                    height, "a transfer moves something", transfer.getSender() + " moved " + amount + denom);
        }
        BigInteger left = balances.getOrDefault(transfer.getSender(), Map.of())
                .getOrDefault(denom, BigInteger.ZERO)
                .subtract(amount);
        if (left.signum() < 0) {
            throw new AuditFailure(
                    height, "no balance is negative", transfer.getSender() + " would hold " + left + denom);
        }
        add(transfer.getSender(), denom, amount.negate());
        add(transfer.getRecipient(), denom, amount);
    }

    private BigInteger add(String address, String denom, BigInteger amount) {
        return balances.computeIfAbsent(address, unseen -> new TreeMap<>()).merge(denom, amount, BigInteger::add);
    }
}
