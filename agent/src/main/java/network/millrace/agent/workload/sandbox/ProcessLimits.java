package network.millrace.agent.workload.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.millrace.agent.workload.Limits;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.WorkloadFault;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Limits without control groups, by what an ordinary user can set. Exact: processes ({@code RLIMIT_NPROC}, which the kernel counts per
 * user namespace, so per workload). Coarser: memory, measured by the {@link Keeper}, and CPU in whole cores. What would get round
 * them is closed by seccomp. {@code docs/security.md} says what remains.
 */
final class ProcessLimits implements LimitEnforcement {

    /** Below this the container runtime itself, which counts at first, could not start the program. */
    private static final long PROCESSES_MIN = 16;

    /** What one process may get beyond the limit before the keeper looks: a bound for a sudden rush, far from honest programs. */
    private static final long RUSH_FACTOR = 4;

    private static final long RUSH_BYTES = 1L << 30;

    private static final int CORE_MILLIS = 1_000;

    /** The agent and the keepers go first. */
    private static final String NICE = "5";

    /** Memory that no process's size shows, and leaving the cores one was given. */
    private static final Set<String> REFUSED = Set.of("memfd_create", "memfd_secret", "sched_setaffinity", "shmget");

    private static final int EPERM = 1;

    /** System V segments stay without belonging to a process; the few bytes with which PostgreSQL marks its folder are let through. */
    private static final long SEGMENT_MAX = 4_096;

    private static final Pattern CPUS = Pattern.compile("(?m)^Cpus_allowed_list:\\s*(\\S+)");
    private static final Pattern PROCESSES = Pattern.compile("(?m)^Max processes\\s+(\\d+)\\s");
    private static final Pattern AVAILABLE = Pattern.compile("(?m)^MemAvailable:\\s+(\\d+) kB");

    private final UserNamespace namespace;

    ProcessLimits(UserNamespace namespace) {
        this.namespace = namespace;
    }

    @Override
    public void requireEnforceable(Limits limits) throws WorkloadException {
        require(
                "processes",
                limits.processes() >= PROCESSES_MIN,
                "without root fewer than " + PROCESSES_MIN + " cannot be enforced, wanted are " + limits.processes());
        int cores = cores().size();
        require(
                "cpuMillis",
                wantedCores(limits) <= cores,
                "this machine has " + cores + " cores for it, wanted are " + limits.cpuMillis() + " thousandths");
        long available = number(AVAILABLE, Path.of("/proc/meminfo")) * 1_024;
        require(
                "diskBytes",
                limits.diskBytes() <= available,
                "without root the writable layer lies in memory, of which " + available + " of " + limits.diskBytes()
                        + " bytes are free");
    }

    @Override
    public List<String> prefix(Slot slot, Limits limits) throws WorkloadException {
        return List.of("nice", "-n", NICE, "taskset", "--cpu-list", chosenCores(slot, limits));
    }

    @Override
    public void describe(ObjectNode configuration, Slot slot, Limits limits) {
        ArrayNode rlimits = configuration.withObject("process").withArray("rlimits");
        rlimit(rlimits, "RLIMIT_NPROC", limits.processes());
        rlimit(rlimits, "RLIMIT_DATA", limits.memoryBytes() * RUSH_FACTOR + RUSH_BYTES);
        shareMemoryOnTheLayer(configuration.withArray("mounts"), slot);
        close(configuration.withObject("linux").withObject("seccomp").withArray("syscalls"));
    }

    @Override
    public void requireApplied(Slot slot, long process, Limits limits) throws WorkloadException {
        Path directory = Path.of("/proc", Long.toString(process));
        long processes = number(PROCESSES, directory.resolve("limits"));
        require(
                "processes",
                processes == limits.processes(),
                "the kernel applies " + processes + " instead of " + limits.processes());
        String wanted = chosenCores(slot, limits);
        String applied = text(CPUS, directory.resolve("status"));
        require(
                "cpuMillis",
                CoreList.parse(applied).equals(CoreList.parse(wanted)),
                "the kernel applies cores " + applied + " instead of " + wanted);
    }

    @Override
    public boolean lackedMemory(Slot slot) {
        return Keeper.hasKilledForMemory(slot);
    }

    /** Signals need the very id that a process has, since it may live in a namespace that is not ours. */
    @Override
    public void clear(Slot slot) throws WorkloadException {
        Map<Long, Long> left = SlotProcesses.of(slot);
        for (int attempt = 0; attempt < 100 && !left.isEmpty(); attempt++) {
            for (Map.Entry<Long, Long> process : left.entrySet()) {
                String id = Long.toString(process.getValue());
                Commands.run(namespace.command(List.of(
                        "setpriv", "--reuid", id, "--clear-groups", "sh", "-c", "kill -KILL " + process.getKey())));
            }
            SlotProcesses.pause();
            left = SlotProcesses.of(slot);
        }
        if (!left.isEmpty()) {
            throw new WorkloadException(new WorkloadFault.RuntimeFailed(
                    "clearing slot " + slot.number(), "processes " + left.keySet() + " do not end"));
        }
    }

    private static void rlimit(ArrayNode rlimits, String type, long value) {
        rlimits.addObject().put("type", type).put("hard", value).put("soft", value);
    }

    private static void shareMemoryOnTheLayer(ArrayNode mounts, Slot slot) {
        for (JsonNode mount : mounts) {
            if (mount instanceof ObjectNode node
                    && node.path("destination").asString("").equals("/dev/shm")) {
                node.put("type", "bind")
                        .put("source", slot.layer().resolve("shm").toString());
                ArrayNode options = node.putArray("options");
                List.of("bind", "nosuid", "noexec", "nodev").forEach(options::add);
            }
        }
    }

    private static void close(ArrayNode rules) {
        for (JsonNode rule : rules) {
            if (rule.path("action").asString("").equals("SCMP_ACT_ALLOW") && rule instanceof ObjectNode node) {
                List<String> kept = new ArrayList<>();
                rule.path("names").forEach(name -> kept.add(name.asString()));
                kept.removeAll(REFUSED);
                ArrayNode names = node.putArray("names");
                kept.forEach(names::add);
            }
        }
        rules.removeIf(rule -> rule.path("names").isEmpty());
        ObjectNode refusal = rules.addObject().put("action", "SCMP_ACT_ERRNO").put("errnoRet", EPERM);
        ArrayNode names = refusal.putArray("names");
        REFUSED.stream().filter(name -> !name.equals("shmget")).sorted().forEach(names::add);
        segment(rules.addObject().put("action", "SCMP_ACT_ALLOW"), "SCMP_CMP_LE");
        segment(rules.addObject().put("action", "SCMP_ACT_ERRNO").put("errnoRet", EPERM), "SCMP_CMP_GT");
    }

    private static void segment(ObjectNode rule, String comparison) {
        rule.putArray("names").add("shmget");
        rule.putArray("args")
                .addObject()
                .put("index", 1)
                .put("value", SEGMENT_MAX)
                .put("op", comparison);
    }

    /** Slots take cores in turn, so that workloads meet on one only when there are more of them than cores. */
    private static String chosenCores(Slot slot, Limits limits) throws WorkloadException {
        List<Integer> cores = cores();
        int wanted = Math.min(wantedCores(limits), cores.size());
        List<String> chosen = new ArrayList<>();
        for (int i = 0; i < wanted; i++) {
            chosen.add(Integer.toString(cores.get((slot.number() * wanted + i) % cores.size())));
        }
        return String.join(",", chosen);
    }

    private static int wantedCores(Limits limits) {
        return Math.toIntExact((limits.cpuMillis() + CORE_MILLIS - 1) / CORE_MILLIS);
    }

    private static List<Integer> cores() throws WorkloadException {
        return List.copyOf(CoreList.parse(text(CPUS, Path.of("/proc/self/status"))));
    }

    private static long number(Pattern pattern, Path file) throws WorkloadException {
        String text = text(pattern, file);
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    /** Empty when the file does not say. */
    private static String text(Pattern pattern, Path file) throws WorkloadException {
        try {
            Matcher matcher = pattern.matcher(Files.readString(file));
            return matcher.find() ? matcher.group(1) : "";
        } catch (IOException e) {
            throw new WorkloadException(
                    new WorkloadFault.RuntimeFailed("reading " + file, String.valueOf(e.getMessage())), e);
        }
    }

    private static void require(String limit, boolean holds, String why) throws WorkloadException {
        if (!holds) {
            throw new WorkloadException(new WorkloadFault.LimitNotEnforceable(limit, why));
        }
    }
}
