package network.millrace.agent.bidding;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.millrace.protocol.ids.OrderId;

/** The newest reasons for not bidding, for the operator and for another look later. Owned by the agent's core. */
public final class Refusals {

    /** One order that was not bid on. */
    public record Refusal(OrderId order, long timeMs, Verdict.WouldNot verdict) {}

    private final Map<OrderId, Refusal> newest;

    /** @param most how many are kept; the oldest go first */
    public Refusals(int most) {
        newest = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<OrderId, Refusal> eldest) {
                return size() > most;
            }
        };
    }

    public void note(OrderId order, Verdict.WouldNot verdict, long nowMs) {
        newest.remove(order);
        newest.put(order, new Refusal(order, nowMs, verdict));
    }

    public void forget(OrderId order) {
        newest.remove(order);
    }

    public Optional<Refusal> of(OrderId order) {
        return Optional.ofNullable(newest.get(order));
    }

    /** Newest last. */
    public List<Refusal> all() {
        return new ArrayList<>(newest.values());
    }
}
