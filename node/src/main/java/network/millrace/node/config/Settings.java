package network.millrace.node.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import network.millrace.node.api.ApiLimits;
import network.millrace.node.config.Setting.Text;
import network.millrace.node.config.Setting.Texts;
import network.millrace.node.config.Setting.WholeNumber;
import network.millrace.node.config.Setting.Word;
import network.millrace.node.engine.embedded.EmbeddedEngine;
import network.millrace.node.engine.embedded.SequencerSettings;
import network.millrace.node.mempool.MempoolLimits;
import network.millrace.protocol.spelling.Spelling;

/** The table of all settings. */
final class Settings {
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;
    private static final ApiLimits API = ApiLimits.DEFAULT;
    private static final SequencerSettings ENGINE = SequencerSettings.DEFAULT;
    private static final MempoolLimits MEMPOOL = MempoolLimits.DEFAULT;

    static final List<Setting> ALL = all();

    private Settings() {}

    static Setting find(String key) {
        return ALL.stream()
                .filter(setting -> setting.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new ConfigException("there is no setting " + key
                        + Spelling.hint(key, ALL.stream().map(Setting::key).toList())));
    }

    /** The file that sets everything to its default, with bounds and help as comments. */
    static String file(Function<Setting, String> value) {
        StringBuilder text =
                new StringBuilder("# Configuration of a Millrace node. What is left out has its default.\n");
        String section = "";
        for (Setting setting : ALL) {
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
                    .append(yaml(setting, value.apply(setting)))
                    .append('\n');
        }
        return text.toString();
    }

    private static String yaml(Setting setting, String value) {
        return switch (setting.values()) {
            case WholeNumber number -> value;
            case Word word -> value;
            case Text text -> "\"" + value + "\"";
            case Texts texts ->
                Texts.split(value).stream().map(part -> "\"" + part + "\"").collect(Collectors.joining(", ", "[", "]"));
        };
    }

    private static List<Setting> all() {
        List<Setting> all = new ArrayList<>();
        all.add(new Setting("api.address", "127.0.0.1", new Text(), "address to listen on; 0.0.0.0 for all"));
        number(all, "api.port", 26_660, 0, 65_535, "port to listen on; 0 takes a free one");
        all.add(new Setting(
                "api.cors_origins", "", new Texts(), "browser pages that may read answers; none by default"));
        number(all, "api.body_bytes", API.bodyBytes(), 1024, 64 * MIB, "largest request body");
        number(all, "api.concurrent_requests", API.concurrentRequests(), 1, 100_000, "requests answered at one time");
        number(all, "api.requests_per_second", API.requestsPerSecond(), 1, 10_000_000, "requests of one address");
        number(all, "api.event_streams", API.eventStreams(), 1, 100_000, "open event streams");
        number(
                all,
                "api.event_streams_per_address",
                API.eventStreamsPerAddress(),
                1,
                100_000,
                "of them to one address");
        number(
                all,
                "api.stall_seconds",
                API.stall().toSeconds(),
                1,
                3600,
                "a follower that does not read is disconnected");
        number(all, "api.heartbeat_seconds", API.heartbeat().toSeconds(), 1, 300, "comment on a quiet event stream");
        number(all, "api.commit_wait_seconds", API.commitWait().toSeconds(), 1, 300, "longest wait for a block");
        all.add(new Setting(
                "engine.kind", EmbeddedEngine.NAME, new Word(List.of(EmbeddedEngine.NAME)), "who orders the blocks"));
        number(all, "engine.block_delay_ms", ENGINE.blockDelayMs(), 0, 60_000, "from first transaction to block");
        number(
                all,
                "engine.tick_ms",
                ENGINE.tickMs(),
                10,
                30_000,
                "longest time between blocks; the ledger bills at most max_block_gap of it");
        number(
                all,
                "engine.block_transactions",
                ENGINE.blockTransactions(),
                1,
                100_000,
                "most transactions of a block");
        number(all, "engine.remembered_signatures", 50_000, 1, 10_000_000, "so that none is verified twice");
        number(all, "mempool.transactions", MEMPOOL.transactions(), 1, 10_000_000, "transactions that may wait");
        number(all, "mempool.bytes", MEMPOOL.bytes(), 1024, 64 * GIB, "bytes of all that wait");
        number(all, "mempool.per_sender", MEMPOOL.perSender(), 1, 10_000_000, "transactions of one fee payer");
        number(all, "mempool.lifetime_seconds", MEMPOOL.lifetimeMs() / 1000, 1, 86_400, "longest wait for a block");
        number(all, "storage.memory_bytes", 64 * MIB, 8 * MIB, 64 * GIB, "block cache and write buffers of the state");
        number(all, "storage.segment_bytes", 64 * MIB, MIB, GIB, "size at which a file of the block log is ended");
        return List.copyOf(all);
    }

    private static void number(List<Setting> all, String key, long byDefault, long min, long max, String help) {
        all.add(new Setting(key, Long.toString(byDefault), new WholeNumber(min, max), help));
    }
}
