package network.millrace.agent.workload.docker;

import static java.util.Objects.requireNonNullElse;

import com.github.dockerjava.api.model.Info;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import network.millrace.agent.workload.Limits;
import network.millrace.agent.workload.Readiness.MissingPart;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.WorkloadFault;

/**
 * What the engine says of itself, as far as it decides what can be promised here.
 *
 * @param controls what it can limit
 * @param size of the machine (or virtual machine) that it runs on
 * @param storage where containers' files are
 * @param security {@code SecurityOptions} of the engine, for example {@code name=seccomp,profile=default}
 */
record EngineFacts(String system, Controls controls, Size size, Storage storage, List<String> security) {

    /** The engine refuses less (6 MiB since version 20.10). */
    static final long MEMORY_MIN = 6L << 20;

    record Controls(boolean memory, boolean swap, boolean cpu, boolean processes) {}

    record Size(int cpus, long memoryBytes) {}

    /** @param quota whether the driver is one that can bound a container's writable layer */
    record Storage(String driver, Path root, boolean quota) {}

    EngineFacts {
        security = List.copyOf(security);
    }

    static EngineFacts of(Info info) {
        String driver = requireNonNullElse(info.getDriver(), "");
        return new EngineFacts(
                requireNonNullElse(info.getOperatingSystem(), "") + ", " + requireNonNullElse(info.getOsType(), ""),
                new Controls(
                        Boolean.TRUE.equals(info.getMemoryLimit()),
                        Boolean.TRUE.equals(info.getSwapLimit()),
                        Boolean.TRUE.equals(info.getCpuCfsQuota()),
                        Boolean.TRUE.equals(info.getRawValues().get("PidsLimit"))),
                new Size(requireNonNullElse(info.getNCPU(), 0), requireNonNullElse(info.getMemTotal(), 0L)),
                new Storage(
                        driver,
                        Path.of(requireNonNullElse(info.getDockerRootDir(), "")),
                        hasQuota(driver, requireNonNullElse(info.getDriverStatuses(), List.of()))),
                requireNonNullElse(info.getSecurityOptions(), List.of()));
    }

    /** Docker Desktop's engine is in a virtual machine, whose files and network this machine's programs cannot share. */
    boolean isDesktop() {
        return system.contains("Docker Desktop");
    }

    boolean remapsUsers() {
        return security.stream().anyMatch(option -> option.contains("name=userns") || option.contains("name=rootless"));
    }

    List<MissingPart> missing(boolean machineHasSwap) {
        List<MissingPart> missing = new ArrayList<>();
        if (!system.toLowerCase(Locale.ROOT).endsWith(", linux")) {
            missing.add(new MissingPart("an engine for Linux containers", "switch Docker to Linux containers"));
        }
        require(missing, controls.memory(), "the engine's memory limit");
        require(missing, controls.cpu(), "the engine's CPU limit");
        require(missing, controls.processes(), "the engine's limit of processes");
        if (machineHasSwap && !controls.swap()) {
            missing.add(
                    new MissingPart("swap accounting", "boot with swapaccount=1, or switch swap off with swapoff -a"));
        }
        if (security.stream().noneMatch(option -> option.contains("seccomp"))) {
            missing.add(new MissingPart("seccomp in the engine", "use a kernel and an engine built with seccomp"));
        }
        return missing;
    }

    /** What the engine would silently leave out or refuse with a sentence of its own is refused before anything is made. */
    void requireEnforceable(Limits limits) throws WorkloadException {
        long memory = limits.memoryBytes();
        if (memory < MEMORY_MIN || memory > size.memoryBytes()) {
            throw refused("memoryBytes", memory, MEMORY_MIN, size.memoryBytes());
        }
        if (limits.cpuMillis() > size.cpus() * 1_000L) {
            throw refused("cpuMillis", limits.cpuMillis(), 10, size.cpus() * 1_000L);
        }
        long free = freeBytes();
        if (limits.diskBytes() > free) {
            throw refused("diskBytes", limits.diskBytes(), 0, free);
        }
    }

    /** What is free where the engine keeps containers; unknown (and then unlimited) for an engine in a virtual machine. */
    private long freeBytes() {
        try {
            return isDesktop() || !Files.exists(storage.root())
                    ? Long.MAX_VALUE
                    : Files.getFileStore(storage.root()).getUsableSpace();
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }

    private static WorkloadException refused(String limit, long wanted, long least, long most) {
        String why = "this engine can give " + least + " to " + most + ", not " + wanted;
        return new WorkloadException(new WorkloadFault.LimitNotEnforceable(limit, why));
    }

    private static void require(List<MissingPart> missing, boolean present, String name) {
        if (!present) {
            missing.add(new MissingPart(
                    name, "let the engine use control groups (rootless engines need systemd and cgroup v2)"));
        }
    }

    /** Asked for in earnest when a container is made: overlay2 on XFS also needs a mount option that no engine tells. */
    private static boolean hasQuota(String driver, List<List<String>> status) {
        boolean xfs = status.contains(List.of("Backing Filesystem", "xfs"));
        return switch (driver) {
            case "overlay2" -> xfs;
            case "btrfs", "zfs" -> true;
            default -> false;
        };
    }
}
