package network.millrace.cli.local;

import java.util.Map;
import java.util.TreeMap;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.reputation.v1.Record;

/**
 * A provider of a network on this machine.
 *
 * @param settings what differs from a provider's defaults, such as {@code pricing.core}
 */
public record ProviderPlan(String name, Map<String, String> settings, Past past) {
    public ProviderPlan {
        settings = Map.copyOf(settings);
    }

    /**
     * What the network's genesis says of leases before it began.
     *
     * @param keptWeight micro-units of fee that kept leases brought
     * @param brokenWeight the same of broken ones
     */
    public record Past(int kept, int broken, long keptWeight, long brokenWeight) {
        public static final Past NONE = new Past(0, 0, 0, 0);
    }

    /** A setting, or nothing where the provider has the default. */
    public String setting(String key) {
        return settings.getOrDefault(key, "");
    }

    /** The record as the ledger keeps it. */
    Record record(Address provider) {
        return Record.newBuilder()
                .setProvider(provider.toString())
                .setLeasesKept(past.kept)
                .setLeasesBroken(past.broken)
                .setWeightKept(Long.toString(past.keptWeight))
                .setWeightBroken(Long.toString(past.brokenWeight))
                .build();
    }

    ProviderPlan with(String key, String value) {
        Map<String, String> changed = new TreeMap<>(settings);
        changed.put(key, value);
        return new ProviderPlan(name, changed, past);
    }
}
