package network.millrace.agent.workload.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/** The parts of this machine that every workload uses. */
record SandboxMachine(Slots slots, SandboxHost host, SandboxImages images, Containers containers, InstantSource clock) {

    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    /** Field 22 of {@code /proc/PID/stat}, counted behind the name, which may contain anything but is the last in parentheses. */
    private static final int START_FIELD = 22 - 3;

    /** Changes with every boot. */
    static String boot() throws IOException {
        return Files.readString(BOOT).strip();
    }

    /** When a process began, in clock ticks since boot; 0 when there is no such process or it only waits to be collected. */
    static long startOf(long process) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return fields[0].equals("Z") ? 0 : Long.parseLong(fields[START_FIELD]);
        } catch (IOException e) {
            return 0;
        }
    }

    static boolean isAlive(RunRecord.Place place) {
        return place.monitor() > 0 && startOf(place.monitor()) == place.monitorStart();
    }
}
