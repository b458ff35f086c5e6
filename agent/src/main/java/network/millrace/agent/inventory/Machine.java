package network.millrace.agent.inventory;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import oshi.SystemInfo;
import oshi.hardware.HardwareAbstractionLayer;

/**
 * What a machine really has.
 *
 * @param cpuMillis thousandths of a logical CPU
 * @param diskBytes size of the disk that workloads are kept on
 * @param architecture as images name it: amd64, arm64
 */
public record Machine(long cpuMillis, long memoryBytes, long diskBytes, String architecture) {

    public Machine {
        if (cpuMillis <= 0 || memoryBytes <= 0 || diskBytes <= 0) {
            throw new IllegalArgumentException(
                    "a machine has CPU, memory and disk, not " + cpuMillis + ", " + memoryBytes + ", " + diskBytes);
        }
    }

    /**
     * Measures this machine. Inside a container what the container may use counts, not what the host has.
     *
     * @param folder where workloads are kept
     * @throws IOException when the disk of the folder cannot be measured
     */
    public static Machine measure(Path folder) throws IOException {
        HardwareAbstractionLayer hardware = new SystemInfo().getHardware();
        long cpus = Math.min(
                hardware.getProcessor().getLogicalProcessorCount(),
                Runtime.getRuntime().availableProcessors());
        FileStore disk = Files.getFileStore(folder);
        long memory = Math.min(hardware.getMemory().getTotal(), memoryOfContainer());
        return new Machine(cpus * 1_000, memory, disk.getTotalSpace(), architecture(System.getProperty("os.arch", "")));
    }

    /** The same machine where workloads' files lie in memory: one half of it for each, and no more than the disk was. */
    public Machine withFilesInMemory() {
        long half = Math.max(1, memoryBytes / 2);
        return new Machine(cpuMillis, half, Math.min(half, diskBytes), architecture);
    }

    private static long memoryOfContainer() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : Long.MAX_VALUE;
    }

    static String architecture(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "amd64";
            case "aarch64", "arm64" -> "arm64";
            case String other -> other;
        };
    }
}
