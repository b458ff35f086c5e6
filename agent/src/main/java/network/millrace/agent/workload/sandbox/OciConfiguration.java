package network.millrace.agent.workload.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import network.millrace.agent.workload.Program;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.WorkloadFault;
import network.millrace.agent.workload.WorkloadSpec;
import network.millrace.agent.workload.image.ImageConfiguration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes runc's {@code config.json} (OCI runtime specification 1.0): what the workload gets, and above all what it does not get.
 * {@code docs/security.md} says why for each line.
 */
final class OciConfiguration {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String SECCOMP = "seccomp.json";
    private static final List<String> MASKED = List.of(
            "/proc/acpi",
            "/proc/asound",
            "/proc/interrupts",
            "/proc/kcore",
            "/proc/keys",
            "/proc/latency_stats",
            "/proc/sched_debug",
            "/proc/scsi",
            "/proc/timer_list",
            "/proc/timer_stats");
    private static final List<String> READ_ONLY =
            List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

    /** The host's OOM killer, if it ever comes, takes workloads before the agent. */
    private static final int OOM_SCORE = 500;

    private final WorkloadSpec spec;
    private final Slot slot;
    private final ImageConfiguration image;

    /** What umoci found out by looking into the image: user ids behind names, home, working directory. */
    private final JsonNode unpacked;

    private final LimitEnforcement limits;

    OciConfiguration(
            WorkloadSpec spec, Slot slot, ImageConfiguration image, JsonNode unpacked, LimitEnforcement limits) {
        this.spec = spec;
        this.slot = slot;
        this.limits = limits;
        this.image = image;
        this.unpacked = unpacked;
    }

    String json() throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.put("ociVersion", "1.0.2").put("hostname", hostname(spec));
        root.putObject("root").put("path", slot.root().toString()).put("readonly", false);
        process(root.putObject("process"));
        mounts(root.putArray("mounts"));
        linux(root.putObject("linux"));
        limits.describe(root, slot, spec.limits());
        return root.toString();
    }

    /** What is executed; empty when neither image nor order say what. */
    List<String> arguments() {
        Program program = spec.program();
        List<String> words = new ArrayList<>(program.command().isEmpty() ? image.entrypoint() : program.command());
        boolean imageCommandCounts =
                program.command().isEmpty() && program.arguments().isEmpty();
        words.addAll(imageCommandCounts ? image.command() : program.arguments());
        return words;
    }

    void requireProgram() throws WorkloadException {
        if (arguments().isEmpty()) {
            String detail = "neither the image nor the manifest says which program to run; give a command";
            throw new WorkloadException(new WorkloadFault.NotExecutable(detail));
        }
    }

    /** A host name has at most 63 characters, which a workload id keeps to. */
    static String hostname(WorkloadSpec spec) {
        return spec.id().value();
    }

    private void process(ObjectNode process) {
        process.put("terminal", false).put("noNewPrivileges", true).put("oomScoreAdj", OOM_SCORE);
        process.set("user", unpacked.path("process").path("user"));
        process.put("cwd", unpacked.path("process").path("cwd").asString("/"));
        texts(process.putArray("args"), arguments());
        ArrayNode environment = process.putArray("env");
        environment().forEach((name, value) -> environment.add(name + "=" + value));
        ObjectNode capabilities = process.putObject("capabilities");
        for (String set : List.of("bounding", "effective", "inheritable", "permitted", "ambient")) {
            capabilities.putArray(set);
        }
        process.putArray("rlimits")
                .addObject()
                .put("type", "RLIMIT_CORE")
                .put("hard", 0)
                .put("soft", 0);
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        unpacked.path("process").path("env").forEach(entry -> {
            String[] parts = entry.asString().split("=", 2);
            environment.put(parts[0], parts.length > 1 ? parts[1] : "");
        });
        environment.putAll(new TreeMap<>(spec.program().environment()));
        return environment;
    }

    private void mounts(ArrayNode mounts) {
        mount(mounts, "/proc", "proc", "nosuid", "noexec", "nodev");
        mount(mounts, "/dev", "tmpfs", "nosuid", "strictatime", "mode=755", "size=64k");
        mount(mounts, "/dev/pts", "devpts", "nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5");
        mount(mounts, "/dev/shm", "tmpfs", "nosuid", "noexec", "nodev", "mode=1777", "size=65536k");
        mount(mounts, "/dev/mqueue", "mqueue", "nosuid", "noexec", "nodev");
        mount(mounts, "/sys", "tmpfs", "nosuid", "noexec", "nodev", "mode=755", "size=64k");
        for (String name : List.of("hosts", "hostname", "resolv.conf")) {
            bind(mounts, slot.directory().resolve(name), "/etc/" + name);
        }
    }

    private static void mount(ArrayNode mounts, String destination, String type, String... options) {
        ObjectNode mount = mounts.addObject()
                .put("destination", destination)
                .put("type", type)
                .put("source", type);
        texts(mount.putArray("options"), List.of(options));
    }

    private static void bind(ArrayNode mounts, Path source, String destination) {
        ObjectNode mount = mounts.addObject().put("destination", destination).put("type", "bind");
        mount.put("source", source.toString());
        texts(mount.putArray("options"), List.of("bind", "ro", "nosuid", "noexec", "nodev"));
    }

    private void linux(ObjectNode linux) throws IOException {
        for (String mappings : List.of("uidMappings", "gidMappings")) {
            ArrayNode ranges = linux.putArray(mappings);
            slot.ids().forEach(range -> ranges.addObject()
                    .put("containerID", range.inside())
                    .put("hostID", range.outside())
                    .put("size", range.count()));
        }
        ArrayNode namespaces = linux.putArray("namespaces");
        for (String type : List.of("user", "pid", "ipc", "uts", "mount", "cgroup", "network")) {
            namespaces.addObject().put("type", type);
        }
        linux.set("seccomp", seccomp());
        texts(linux.putArray("maskedPaths"), MASKED);
        texts(linux.putArray("readonlyPaths"), READ_ONLY);
    }

    private static JsonNode seccomp() throws IOException {
        try (InputStream profile = OciConfiguration.class.getResourceAsStream(SECCOMP)) {
            if (profile == null) {
                throw new IllegalStateException("the build lost the resource " + SECCOMP);
            }
            return JSON.readTree(profile);
        }
    }

    private static void texts(ArrayNode array, List<String> values) {
        values.forEach(array::add);
    }
}
