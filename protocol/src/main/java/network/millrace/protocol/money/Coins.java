package network.millrace.protocol.money;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.cosmos.base.v1beta1.Coin;

/** Money of several denominations: each once, sorted by denomination, none of zero. */
public record Coins(List<Money> list) implements Iterable<Money> {
    public static final Coins NONE = new Coins(List.of());

    /** @throws MalformedException when a denomination repeats or is out of order, or an amount is zero */
    public Coins {
        list = List.copyOf(list);
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).amount().isZero()) {
                throw new MalformedException("an amount in a list of coins must be positive: " + list.get(i));
            }
            if (i > 0 && list.get(i - 1).denom().compareTo(list.get(i).denom()) >= 0) {
                throw new MalformedException("coins must be sorted by denomination, each once: "
                        + list.get(i - 1).denom() + " stands before "
                        + list.get(i).denom());
            }
        }
    }

    /** Sums up what is given, in any order. */
    public static Coins of(Money... parts) {
        TreeMap<Denom, Money> sums = new TreeMap<>();
        for (Money part : parts) {
            sums.merge(part.denom(), part, Money::plus);
        }
        return ofSums(sums);
    }

    /**
     * Reads the wire form.
     *
     * @throws MalformedException as the constructor, and when a coin is malformed
     */
    public static Coins ofProto(List<Coin> coins) {
        List<Money> list = new ArrayList<>(coins.size());
        for (Coin coin : coins) {
            list.add(Money.of(coin));
        }
        return new Coins(list);
    }

    /** The wire form. */
    public List<Coin> toProto() {
        return list.stream().map(Money::toProto).toList();
    }

    /** How much there is of a denomination; zero when it does not occur. */
    public Amount amountOf(Denom denom) {
        for (Money money : list) {
            if (money.denom().equals(denom)) {
                return money.amount();
            }
        }
        return Amount.ZERO;
    }

    public Coins plus(Money more) {
        TreeMap<Denom, Money> sums = new TreeMap<>();
        for (Money money : list) {
            sums.put(money.denom(), money);
        }
        sums.merge(more.denom(), more, Money::plus);
        return ofSums(sums);
    }

    private static Coins ofSums(Map<Denom, Money> sums) {
        return new Coins(sums.values().stream()
                .filter(money -> money.amount().isPositive())
                .toList());
    }

    public boolean isEmpty() {
        return list.isEmpty();
    }

    @Override
    public Iterator<Money> iterator() {
        return list.iterator();
    }

    /** Separated by commas, such as {@code 5umil,7uusd}. */
    @Override
    public String toString() {
        return String.join(",", list.stream().map(Money::toString).toList());
    }
}
