package network.millrace.agent.core;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import network.millrace.protocol.agent.v1.JournalRecord;

/**
 * Where the core's parts leave their effects, and the one place where an unanswered effect is tried again. The same effect is
 * never under way twice.
 */
final class Outbox {

    private static final long WAIT_MIN_MS = 500;
    private static final int DOUBLINGS_MAX = 6;

    private record Retry(int failures, long dueMs) {}

    private final Set<Effect> underWay = new HashSet<>();
    private final Map<Effect, Retry> retries = new LinkedHashMap<>();
    private List<Effect> fresh = new ArrayList<>();

    void append(JournalRecord.Builder record, long nowMs) {
        fresh.add(new Effect.Append(record.setTimeMs(nowMs).build()));
    }

    /** Asks for an effect, unless it is under way or waiting to be tried again. */
    void add(Effect effect) {
        if (!retries.containsKey(effect) && underWay.add(effect)) {
            fresh.add(effect);
        }
    }

    boolean isPending(Effect effect) {
        return underWay.contains(effect) || retries.containsKey(effect);
    }

    void answered(Effect effect) {
        underWay.remove(effect);
        retries.remove(effect);
    }

    /** No answer came: the same effect is tried again after a wait that doubles from 0.5 s to 32 s. */
    void unanswered(Effect effect, long nowMs) {
        underWay.remove(effect);
        Retry before = retries.getOrDefault(effect, new Retry(0, 0));
        long wait = WAIT_MIN_MS << Math.min(before.failures(), DOUBLINGS_MAX);
        retries.put(effect, new Retry(before.failures() + 1, nowMs + wait));
    }

    void retryDue(long nowMs) {
        retries.forEach((effect, retry) -> {
            if (retry.dueMs() <= nowMs && underWay.add(effect)) {
                fresh.add(effect);
            }
        });
    }

    long nextRetryMs() {
        return retries.entrySet().stream()
                .filter(entry -> !underWay.contains(entry.getKey()))
                .mapToLong(entry -> entry.getValue().dueMs())
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** Hands over what has been left since the last call. */
    List<Effect> take() {
        List<Effect> taken = fresh;
        fresh = new ArrayList<>();
        return List.copyOf(taken);
    }
}
