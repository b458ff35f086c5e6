package network.millrace.simulation.auditor;

import com.google.protobuf.Any;
import java.math.BigInteger;
import java.util.Map;
import java.util.TreeMap;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.bank.v1.Balance;
import network.millrace.protocol.bank.v1.GenesisState;
import network.millrace.protocol.bank.v1.Transfer;
import network.millrace.protocol.cosmos.base.v1beta1.Coin;
import network.millrace.protocol.escrow.v1.AccountOpened;
import network.millrace.protocol.escrow.v1.Deposited;
import network.millrace.protocol.escrow.v1.Forfeited;
import network.millrace.protocol.escrow.v1.Refunded;
import network.millrace.protocol.escrow.v1.StreamPaid;
import network.millrace.protocol.fees.v1.FeePaid;

/** Balances of every address, from genesis and the events that say that money moved. */
public final class MoneyAuditor {
    static final String TREASURY = Address.module("treasury").toString();
    static final String ESCROW = Address.module("escrow").toString();

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
        Auditor.when(
                value, Transfer.class, sent -> move(height, sent.getSender(), sent.getRecipient(), sent.getAmount()));
        Auditor.when(value, FeePaid.class, fee -> move(height, fee.getPayer(), TREASURY, fee.getAmount()));
        Auditor.when(
                value, AccountOpened.class, opened -> move(height, opened.getOwner(), ESCROW, opened.getDeposit()));
        Auditor.when(value, Deposited.class, added -> move(height, added.getDepositor(), ESCROW, added.getAmount()));
        Auditor.when(value, StreamPaid.class, paid -> {
            move(height, ESCROW, paid.getPayee(), paid.getPaid());
            move(height, ESCROW, TREASURY, paid.getFee());
        });
        Auditor.when(value, Refunded.class, back -> move(height, ESCROW, back.getDepositor(), back.getAmount()));
        Auditor.when(value, Forfeited.class, lost -> move(height, ESCROW, lost.getRecipient(), lost.getAmount()));
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

    private void move(long height, String sender, String recipient, Coin coin) {
        String denom = coin.getDenom();
        BigInteger amount = new BigInteger(coin.getAmount());
        if (amount.signum() < 0) {
            throw new AuditFailure(height, "money moves forward", sender + " moved " + amount + denom);
        }
        BigInteger left = balances.getOrDefault(sender, Map.of())
                .getOrDefault(denom, BigInteger.ZERO)
                .subtract(amount);
        if (left.signum() < 0) {
            throw new AuditFailure(height, "no balance is negative", sender + " would hold " + left + denom);
        }
        add(sender, denom, amount.negate());
        add(recipient, denom, amount);
    }

    private BigInteger add(String address, String denom, BigInteger amount) {
        return balances.computeIfAbsent(address, unseen -> new TreeMap<>()).merge(denom, amount, BigInteger::add);
    }
}
