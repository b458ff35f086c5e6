package network.millrace.simulation.scenarios;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import network.millrace.protocol.crypto.Hash;
import network.millrace.simulation.faults.Fault;

/**
 * What a run came to.
 *
 * @param virtualMs how much virtual time passed
 * @param steps entries of the world's queue that were carried out
 * @param traceDigest of every line noted; equal for equal courses
 * @param faults how often each fault struck
 */
public record RunReport(
        long seed,
        long height,
        Hash appHash,
        long virtualMs,
        long steps,
        long traceDigest,
        Figures figures,
        Map<Fault, Long> faults) {

    /**
     * How much happened, so that a run in which nothing did is noticed.
     *
     * @param leasesLookedAt paid leases of honest providers whose workloads were looked for when the network was calm
     * @param events how often each event came, by its name; those that have a reason also by name and reason
     */
    public record Figures(
            int transactions,
            int leasesAwarded,
            long streamsClosed,
            long nodeCrashes,
            long agentCrashes,
            int leasesLookedAt,
            Map<String, Long> events) {

        public Figures {
            events = Collections.unmodifiableMap(new TreeMap<>(events));
        }
    }

    public RunReport {
        Map<Fault, Long> copy = new EnumMap<>(Fault.class);
        copy.putAll(faults);
        faults = Collections.unmodifiableMap(copy);
    }

    @Override
    public String toString() {
        return "seed " + seed + ": " + height + " blocks, " + figures.transactions() + " transactions, "
                + figures.leasesAwarded() + " leases, " + figures.streamsClosed() + " paid, "
                + figures.leasesLookedAt() + " live at the end, " + virtualMs / 60_000
                + " virtual minutes, " + steps + " steps, node killed " + figures.nodeCrashes() + " times, agents "
                + figures.agentCrashes() + ", app hash " + appHash.hex().substring(0, 16) + ", faults " + faults;
    }
}
