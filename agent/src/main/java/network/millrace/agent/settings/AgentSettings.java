package network.millrace.agent.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import network.millrace.agent.bidding.Filters;
import network.millrace.agent.core.CoreLimits;
import network.millrace.agent.inventory.Share;
import network.millrace.agent.lease.LeaseTimings;
import network.millrace.agent.pricing.Rates;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Price;
import network.millrace.protocol.provider.v1.ProviderInfo;

/** The settings of one provider, each within its bounds. Cannot change. */
public final class AgentSettings {

    /** Every setting at its default. */
    public static final AgentSettings DEFAULT = new AgentSettings(new TreeMap<>());

    private final SortedMap<String, String> values;

    private AgentSettings(SortedMap<String, String> values) {
        this.values = values;
    }

    /**
     * Reads settings in YAML.
     *
     * @param source what the text is called in errors
     * @throws SettingsException when a key is unknown, a value is out of bounds, or the text is no YAML
     */
    public static AgentSettings parse(String text, String source) {
        AgentSettings settings = DEFAULT;
        for (Map.Entry<String, SettingsText.Value> entry :
                SettingsText.read(text, source).entrySet()) {
            try {
                settings = settings.with(entry.getKey(), entry.getValue().text());
            } catch (SettingsException e) {
                throw new SettingsException(source + " line " + entry.getValue().line() + ": " + e.getMessage(), e);
            }
        }
        return settings;
    }

    /**
     * The same with one setting changed, such as {@code with("access.port", "0")} or {@code with("attributes.tier", "pro")}.
     *
     * @throws SettingsException when the key is unknown or the value out of bounds
     */
    public AgentSettings with(String key, String value) {
        if (!Settings.isFree(key)) {
            Settings.find(key).values().require(key, value);
        }
        SortedMap<String, String> changed = new TreeMap<>(values);
        changed.put(key, value);
        return new AgentSettings(changed);
    }

    /** These settings as a file, with help and bounds of each. */
    public String toYaml() {
        StringBuilder text =
                new StringBuilder("# Settings of a Millrace provider. What is left out has its default.\n");
        String section = "";
        for (Setting setting : Settings.ALL) {
            if (!setting.section().equals(section)) {
                section = setting.section();
                text.append('\n').append(section).append(":\n");
            }
            text.append("  # ")
                    .append(setting.help())
                    .append(" (")
                    .append(setting.values().bounds())
                    .append(")\n");
            text.append("  ")
                    .append(setting.name())
                    .append(": ")
                    .append(quoted(text(setting.key())))
                    .append('\n');
        }
        free(text, "attributes", "what the provider says of itself; orders may ask for it");
        free(text, "demand", "placement attributes that an order must ask for to be served");
        return text.toString();
    }

    private void free(StringBuilder text, String section, String help) {
        Map<String, String> entries = section(section);
        text.append("\n# ").append(help).append('\n').append(section).append(entries.isEmpty() ? ": {}\n" : ":\n");
        entries.forEach((name, value) -> text.append("  ")
                .append(quoted(name))
                .append(": ")
                .append(quoted(value))
                .append('\n'));
    }

    private static String quoted(String value) {
        return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    public List<URI> nodes() {
        return Arrays.stream(text("network.nodes").split(",", -1))
                .map(String::strip)
                .map(URI::create)
                .toList();
    }

    /** Name of the backend that runs the workloads. */
    public String backend() {
        return text("backend.kind");
    }

    /** Folders where image layouts may lie that tenants name by path. */
    public List<Path> layoutFolders() {
        return Arrays.stream(text("backend.layouts").split(",", -1))
                .map(String::strip)
                .filter(folder -> !folder.isEmpty())
                .map(Path::of)
                .toList();
    }

    public ProviderInfo info() {
        return ProviderInfo.newBuilder()
                .setName(text("provider.name"))
                .setEmail(text("provider.email"))
                .setWebsite(text("provider.website"))
                .build();
    }

    public String country() {
        return text("provider.country");
    }

    public String region() {
        return text("provider.region");
    }

    /** What the provider says of itself, by key. */
    public SortedMap<String, String> attributes() {
        return section("attributes");
    }

    public Share share() {
        return new Share(
                new Share.Part(integer("offer.cpu_percent"), number("offer.cpu_millis_max")),
                new Share.Part(integer("offer.memory_percent"), number("offer.memory_mib_max") << 20),
                new Share.Part(integer("offer.storage_percent"), number("offer.storage_mib_max") << 20));
    }

    public Rates rates() {
        Denom denom = new Denom(text("pricing.denom"));
        return new Rates(
                denom,
                rate(denom, "core"),
                rate(denom, "memory_gib"),
                rate(denom, "storage_gib"),
                rate(denom, "persistent_gib"),
                rate(denom, "gpu"),
                rate(denom, "endpoint"),
                rate(denom, "minimum"));
    }

    public Filters filters() {
        return new Filters(section("demand"), seconds("filters.duration_max_s"), text("filters.paused"));
    }

    public DoorSettings door() {
        return new DoorSettings(
                text("access.address"),
                integer("access.port"),
                text("access.public_host"),
                new DoorSettings.Limits(
                        integer("access.connections"),
                        integer("access.streams"),
                        integer("access.requests_per_second"),
                        integer("access.screens_per_second"),
                        integer("access.relays_per_lease")));
    }

    public LeaseTimings leaseTimings() {
        return new LeaseTimings(
                seconds("lease.close_margin_s"),
                Duration.ofMillis(number("lease.settled_after_ms")),
                integer("lease.starts_before_ready"),
                integer("lease.start_attempts"),
                seconds("lease.dead_grace_s"),
                seconds("lease.stop_grace_s"),
                seconds("lease.withdraw_every_s"));
    }

    /** Processes and threads of one workload at most. */
    public int processesMax() {
        return integer("lease.processes_max");
    }

    public CoreLimits coreLimits() {
        return new CoreLimits(
                integer("core.orders_max"),
                integer("core.reads_max"),
                integer("core.refusals_max"),
                Duration.ofMillis(number("core.inspect_busy_ms")),
                Duration.ofMillis(number("core.inspect_idle_ms")),
                seconds("core.survey_every_s"));
    }

    private SortedMap<String, String> section(String name) {
        SortedMap<String, String> section = new TreeMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(name + ".")) {
                section.put(key.substring(name.length() + 1), value);
            }
        });
        return section;
    }

    private Price rate(Denom denom, String name) {
        return Price.parse(denom, text("pricing." + name));
    }

    private Duration seconds(String key) {
        return Duration.ofSeconds(number(key));
    }

    private String text(String key) {
        return values.getOrDefault(key, Settings.find(key).byDefault());
    }

    private long number(String key) {
        return Long.parseLong(text(key));
    }

    private int integer(String key) {
        return Math.toIntExact(number(key));
    }
}
