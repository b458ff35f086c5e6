package network.millrace.agent.workload.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import network.millrace.agent.workload.Limits;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.WorkloadFault;

/** The kernel's control groups, version 1 and 2: which limits exist, whether they hold, and what they counted. */
final class ControlGroups {

    static final long CPU_PERIOD_US = 100_000;

    private static final int PAGE = 4_096;

    private final Path root;
    private final boolean unified;

    ControlGroups(Path root) {
        this.root = root;
        this.unified = Files.exists(root.resolve("cgroup.controllers"));
    }

    static ControlGroups ofThisMachine() {
        return new ControlGroups(Path.of("/sys/fs/cgroup"));
    }

    /** Controllers that are needed and absent. */
    List<String> missing() {
        List<String> missing = new ArrayList<>();
        for (String controller : List.of("memory", "cpu", "pids")) {
            if (!isPresent(controller)) {
                missing.add(controller);
            }
        }
        return missing;
    }

    /** Whether memory and swap together can be limited; where there is no swap this does not matter. */
    boolean limitsSwap() {
        return unified || Files.exists(root.resolve("memory/memory.memsw.limit_in_bytes"));
    }

    static boolean hasSwap() {
        try {
            return Files.readAllLines(Path.of("/proc/swaps")).size() > 1;
        } catch (IOException e) {
            return true;
        }
    }

    /** Reads the limits back from the kernel: what was asked for must be what holds. */
    void requireApplied(String group, Limits limits) throws WorkloadException {
        require("memoryBytes", limits.memoryBytes() / PAGE * PAGE, memoryLimit(group));
        require("processes", limits.processes(), number(read(group, "pids", "pids.max")));
        require("cpuMillis", limits.cpuMillis() * CPU_PERIOD_US / 1_000, cpuQuota(group));
    }

    /** How many processes of the group were killed for want of memory. */
    long outOfMemoryKills(String group) {
        String file = unified ? "memory.events" : "memory.oom_control";
        return read(group, "memory", file)
                .lines()
                .filter(line -> line.startsWith("oom_kill "))
                .mapToLong(line -> Long.parseLong(line.substring("oom_kill ".length())))
                .findFirst()
                .orElse(0);
    }

    /** Kills whatever is still in a group and removes it; for groups whose runtime state is lost. */
    void clear(String group) throws WorkloadException {
        for (int attempt = 0; attempt < 100; attempt++) {
            List<Long> processes = processes(group);
            processes.forEach(ControlGroups::kill);
            if (processes.isEmpty() && tryRemove(group)) {
                return;
            }
            pause();
        }
        throw new WorkloadException(
                new WorkloadFault.RuntimeFailed("clearing control group " + group, "processes do not end"));
    }

    boolean exists(String group) {
        return directories(group).stream().anyMatch(Files::isDirectory);
    }

    private boolean tryRemove(String group) {
        for (Path directory : directories(group)) {
            try {
                Files.deleteIfExists(directory);
            } catch (IOException e) {
                return false;
            }
        }
        return true;
    }

    private List<Long> processes(String group) {
        return directories(group).stream()
                .flatMap(directory -> lines(directory.resolve("cgroup.procs")).stream())
                .map(Long::valueOf)
                .toList();
    }

    /** Empty when the group does not exist in this hierarchy. */
    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }

    private static void kill(long process) {
        ProcessHandle.of(process).ifPresent(ProcessHandle::destroyForcibly);
    }

    private static void pause() throws WorkloadException {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WorkloadException(new WorkloadFault.RuntimeFailed("clearing a control group", "interrupted"), e);
        }
    }

    private List<Path> directories(String group) {
        String relative = group.substring(1);
        if (unified) {
            return List.of(root.resolve(relative));
        }
        try (var hierarchies = Files.list(root)) {
            return hierarchies
                    .filter(Files::isDirectory)
                    .map(hierarchy -> hierarchy.resolve(relative))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private boolean isPresent(String controller) {
        if (!unified) {
            return Files.isDirectory(root.resolve(controller));
        }
        try {
            return List.of(Files.readString(root.resolve("cgroup.controllers"))
                            .strip()
                            .split(" "))
                    .contains(controller);
        } catch (IOException e) {
            return false;
        }
    }

    private long memoryLimit(String group) {
        return number(read(group, "memory", unified ? "memory.max" : "memory.limit_in_bytes"));
    }

    /** Version 2 writes quota and period in one line. */
    private long cpuQuota(String group) {
        return number(unified ? read(group, "cpu", "cpu.max").split(" ")[0] : read(group, "cpu", "cpu.cfs_quota_us"));
    }

    private String read(String group, String controller, String file) {
        Path hierarchy = unified ? root : root.resolve(controller);
        try {
            return Files.readString(hierarchy.resolve(group.substring(1)).resolve(file))
                    .strip();
        } catch (IOException e) {
            return "";
        }
    }

    /** Everything that is not a number means "no limit", and so never equals one. */
    private static long number(String text) {
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : Long.MAX_VALUE;
    }

    private static void require(String name, long wanted, long applied) throws WorkloadException {
        if (wanted != applied) {
            String why = "the kernel applies " + applied + " instead of " + wanted;
            throw new WorkloadException(new WorkloadFault.LimitNotEnforceable(name, why));
        }
    }
}
