package network.millrace.cli.local;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import network.millrace.cli.command.Home;
import network.millrace.cli.local.NewNetwork.Waits;

/**
 * A network on this machine: one node and some providers.
 *
 * @param nodePort what the node takes when it is free; 0 = any, so that networks that start together do not want the same
 */
public record LocalPlan(
        Home home, String chainId, Waits waits, Workshop workshop, int nodePort, List<ProviderPlan> providers) {
    /** Name of the tenant's key. */
    public static final String TENANT = "tenant";

    private static final long SECOND_MS = 1_000;

    public LocalPlan {
        providers = List.copyOf(providers);
    }

    /** What runs the workloads, and where the images of the examples lie. */
    public record Workshop(String backend, Path images) {}

    /**
     * The network of {@code demo} and {@code up}: three providers that differ in price, place and past. The cheapest has broken leases before, the
     * most reliable is dear, and one is between them.
     */
    public static LocalPlan ofThree(Home home, String chainId, long orderLifetimeMs, Workshop workshop) {
        return new LocalPlan(
                home,
                chainId,
                new Waits(SECOND_MS, orderLifetimeMs),
                workshop,
                0,
                List.of(
                        new ProviderPlan(
                                "amber",
                                settings("50", "60", "DE", "eu-central", "community"),
                                new ProviderPlan.Past(4, 9, 2_000_000, 6_000_000)),
                        new ProviderPlan(
                                "birch",
                                settings("56", "64", "FR", "eu-west", "community"),
                                new ProviderPlan.Past(61, 1, 9_000_000, 50_000)),
                        new ProviderPlan(
                                "cedar",
                                settings("110", "120", "US", "us-east", "datacentre"),
                                new ProviderPlan.Past(210, 1, 30_000_000, 50_000))));
    }

    /** The same, with a port that people know. */
    public LocalPlan withNodePort(int port) {
        return new LocalPlan(home, chainId, waits, workshop, port, providers);
    }

    private static Map<String, String> settings(
            String core, String memory, String country, String region, String tier) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("pricing.core", core);
        settings.put("pricing.memory_gib", memory);
        settings.put("provider.country", country);
        settings.put("provider.region", region);
        settings.put("attributes.tier", tier);
        settings.put("offer.cpu_percent", "30");
        settings.put("offer.memory_percent", "20");
        settings.put("offer.storage_percent", "10");
        return settings;
    }
}
