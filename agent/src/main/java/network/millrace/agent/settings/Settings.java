package network.millrace.agent.settings;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import network.millrace.agent.settings.Setting.Rate;
import network.millrace.agent.settings.Setting.Text;
import network.millrace.agent.settings.Setting.Whole;
import network.millrace.protocol.spelling.Spelling;

/** The table of all settings. */
final class Settings {

    /** Sections whose names the operator chooses. */
    static final List<String> FREE_SECTIONS = List.of("attributes", "demand");

    private static final Text LINE =
            new Text(Pattern.compile("[^\\p{Cntrl}]{0,200}"), "one line of at most 200 characters");
    private static final Text LINE_LONG =
            new Text(Pattern.compile("[^\\p{Cntrl}]{0,4000}"), "one line of at most 4000 characters");
    private static final Text HOST =
            new Text(Pattern.compile("[A-Za-z0-9.:\\-\\[\\]]{1,255}"), "a host name or address");
    private static final Text HOST_OR_NONE =
            new Text(Pattern.compile("[A-Za-z0-9.:\\-\\[\\]]{0,255}"), "a host name or address, or nothing");
    private static final Text COUNTRY = new Text(Pattern.compile("([A-Z]{2})?"), "two capital letters, or nothing");
    private static final Text REGION =
            new Text(Pattern.compile("[a-z0-9-]{0,64}"), "lower-case letters, digits, hyphens");
    private static final Text DENOM = new Text(Pattern.compile("[a-zA-Z][a-zA-Z0-9/:._-]{2,127}"), "a denomination");
    private static final Text WORD = new Text(Pattern.compile("[a-z][a-z0-9-]{0,31}"), "a name in lower case");
    private static final Text NODES = new Text(
            Pattern.compile("https?://[^\\s,]+(\\s*,\\s*https?://[^\\s,]+)*"),
            "URLs of nodes with commas between them");
    private static final long YEAR_S = 31_536_000;

    static final List<Setting> ALL = List.of(
            new Setting("network.nodes", "http://127.0.0.1:26660", NODES, "nodes to ask, first one first"),
            new Setting("provider.name", "", LINE, "shown to tenants"),
            new Setting("provider.email", "", LINE, "for tenants; public"),
            new Setting("provider.website", "", LINE, "public"),
            new Setting("provider.country", "", COUNTRY, "where the machines stand, ISO 3166-1"),
            new Setting("provider.region", "", REGION, "free name of the region"),
            new Setting("backend.kind", "sandbox", WORD, "what runs the workloads"),
            new Setting(
                    "backend.layouts",
                    "",
                    LINE_LONG,
                    "folders where images named oci:/folder:tag may lie, with commas; none = such images are refused"),
            new Setting("offer.cpu_percent", "80", new Whole(1, 100), "share of the CPUs that is offered"),
            new Setting("offer.memory_percent", "70", new Whole(1, 100), "share of the memory"),
            new Setting(
                    "offer.storage_percent", "50", new Whole(1, 100), "share of the disk under the provider's home"),
            new Setting(
                    "offer.cpu_millis_max",
                    "0",
                    new Whole(0, 1_000_000_000),
                    "most CPU offered, thousandths of a core; 0 = no cap"),
            new Setting("offer.memory_mib_max", "0", new Whole(0, 1L << 40), "most memory offered; 0 = no cap"),
            new Setting("offer.storage_mib_max", "0", new Whole(0, 1L << 40), "most storage offered; 0 = no cap"),
            new Setting("pricing.denom", "uusd", DENOM, "what prices are in"),
            new Setting("pricing.core", "1", new Rate(), "one CPU for one pricing period (6 s)"),
            new Setting("pricing.memory_gib", "0.5", new Rate(), "one GiB of memory"),
            new Setting("pricing.storage_gib", "0.02", new Rate(), "one GiB of ephemeral storage"),
            new Setting("pricing.persistent_gib", "0.05", new Rate(), "one GiB of persistent storage"),
            new Setting("pricing.gpu", "100", new Rate(), "one GPU"),
            new Setting("pricing.endpoint", "0.1", new Rate(), "one port or address of its own"),
            new Setting("pricing.minimum", "0.01", new Rate(), "least price of a lease"),
            new Setting("filters.paused", "", LINE, "why the provider takes no new orders; empty = it does"),
            new Setting(
                    "filters.duration_max_s",
                    "0",
                    new Whole(0, 100 * YEAR_S),
                    "longest lease; 0 = any, also an open end"),
            new Setting("access.address", "127.0.0.1", HOST, "address to listen on; 0.0.0.0 for all"),
            new Setting("access.port", "8443", new Whole(0, 65_535), "port to listen on; 0 takes a free one"),
            new Setting("access.public_host", "", HOST_OR_NONE, "host name that tenants use; empty = the address"),
            new Setting("access.connections", "512", new Whole(8, 100_000), "connections at one time"),
            new Setting("access.streams", "128", new Whole(1, 100_000), "of them following logs or events"),
            new Setting("access.requests_per_second", "100", new Whole(1, 1_000_000), "of one remote address"),
            new Setting(
                    "access.screens_per_second", "20", new Whole(1, 100_000), "questions for a price, of all together"),
            new Setting("access.relays_per_lease", "64", new Whole(1, 100_000), "requests to one workload at one time"),
            new Setting(
                    "lease.processes_max", "1024", new Whole(1, 1_000_000), "processes and threads of one workload"),
            new Setting(
                    "lease.close_margin_s",
                    "10",
                    new Whole(0, 3_600),
                    "how long before the latest time for ready a tenant's fault is told"),
            new Setting(
                    "lease.settled_after_ms",
                    "2000",
                    new Whole(0, 600_000),
                    "a program without ports is ready after running so long"),
            new Setting(
                    "lease.starts_before_ready",
                    "3",
                    new Whole(1, 100),
                    "runs that may end before the workload was ever ready"),
            new Setting(
                    "lease.start_attempts", "4", new Whole(1, 100), "failed starts in a row before the fault is final"),
            new Setting(
                    "lease.dead_grace_s",
                    "600",
                    new Whole(0, 86_400),
                    "a paid lease that cannot run waits so long for a better manifest"),
            new Setting("lease.stop_grace_s", "10", new Whole(0, 3_600), "time to end before a program is killed"),
            new Setting(
                    "lease.withdraw_every_s",
                    "86400",
                    new Whole(0, YEAR_S),
                    "how often earnings are drawn; 0 = the ledger pays when it settles"),
            new Setting("core.orders_max", "2000", new Whole(1, 1_000_000), "orders followed at one time"),
            new Setting("core.reads_max", "16", new Whole(1, 1_000), "orders read at one time"),
            new Setting("core.refusals_max", "500", new Whole(1, 100_000), "reasons for not bidding that are kept"),
            new Setting("core.survey_every_s", "60", new Whole(1, 3_600), "how often the ledger is read anew"),
            new Setting("core.inspect_idle_ms", "5000", new Whole(100, 600_000), "how often workloads are looked at"),
            new Setting("core.inspect_busy_ms", "250", new Whole(10, 60_000), "the same while a lease is on its way"));

    private Settings() {}

    static Setting find(String key) {
        return ALL.stream()
                .filter(setting -> setting.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new SettingsException("there is no setting " + key + hint(key)));
    }

    static boolean isFree(String key) {
        return FREE_SECTIONS.stream().anyMatch(section -> key.startsWith(section + "."));
    }

    private static String hint(String key) {
        Optional<String> nearest =
                Spelling.nearest(key, ALL.stream().map(Setting::key).toList());
        return nearest.map(meant -> "; did you mean " + meant + "?")
                .orElse("; sections are " + String.join(", ", sections()) + ", " + String.join(", ", FREE_SECTIONS));
    }

    private static List<String> sections() {
        return ALL.stream().map(Setting::section).distinct().toList();
    }
}
