package network.millrace.node.config;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import network.millrace.node.api.ApiLimits;
import network.millrace.node.api.ApiServer;
import network.millrace.node.engine.embedded.SequencerSettings;
import network.millrace.node.mempool.MempoolLimits;

/** The settings of a node, each within its bounds. Cannot change. */
public final class NodeConfig {
    /** Every setting at its default. */
    public static final NodeConfig DEFAULT = new NodeConfig(Map.of());

    private final Map<String, String> values;

    private NodeConfig(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    /**
     * Reads a configuration in YAML.
     *
     * @param source what the text is called in errors
     * @throws ConfigException when a key is unknown, a value is out of bounds, or the text is no YAML
     */
    public static NodeConfig parse(String text, String source) {
        NodeConfig config = DEFAULT;
        for (Map.Entry<String, ConfigText.Value> entry :
                ConfigText.read(text, source).entrySet()) {
            try {
                config = config.with(entry.getKey(), entry.getValue().text());
            } catch (ConfigException e) {
                throw new ConfigException(source + " line " + entry.getValue().line() + ": " + e.getMessage(), e);
            }
        }
        return config;
    }

    /** The same with one setting changed, such as {@code with("api.port", "0")}. */
    public NodeConfig with(String key, String value) {
        Settings.find(key).values().require(key, value);
        Map<String, String> changed = new TreeMap<>(values);
        changed.put(key, value);
        return new NodeConfig(changed);
    }

    /** This configuration as a file, with help and bounds of each setting. */
    public String toYaml() {
        return Settings.file(setting -> text(setting.key()));
    }

    /** Where the API is served. */
    public ApiServer.Door door() {
        return new ApiServer.Door(
                text("api.address"), integer("api.port"), Setting.Texts.split(text("api.cors_origins")));
    }

    /** What the API serves at once. */
    public ApiLimits apiLimits() {
        return new ApiLimits(
                integer("api.body_bytes"),
                integer("api.concurrent_requests"),
                integer("api.requests_per_second"),
                integer("api.event_streams"),
                integer("api.event_streams_per_address"),
                Duration.ofSeconds(number("api.stall_seconds")),
                Duration.ofSeconds(number("api.heartbeat_seconds")),
                Duration.ofSeconds(number("api.commit_wait_seconds")));
    }

    /** When blocks are made, and what may wait for them. */
    public SequencerSettings sequencer() {
        MempoolLimits mempool = new MempoolLimits(
                integer("mempool.transactions"),
                number("mempool.bytes"),
                integer("mempool.per_sender"),
                number("mempool.lifetime_seconds") * 1000);
        return new SequencerSettings(
                integer("engine.block_delay_ms"),
                integer("engine.tick_ms"),
                integer("engine.block_transactions"),
                mempool);
    }

    /** How many valid signatures are remembered. */
    public int rememberedSignatures() {
        return integer("engine.remembered_signatures");
    }

    /** Budget of the state's block cache and write buffers. */
    public long storageMemoryBytes() {
        return number("storage.memory_bytes");
    }

    /** Size at which a file of the block log is ended. */
    public int segmentBytes() {
        return integer("storage.segment_bytes");
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
