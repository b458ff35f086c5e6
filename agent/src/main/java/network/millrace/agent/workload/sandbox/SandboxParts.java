package network.millrace.agent.workload.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import network.millrace.agent.workload.Readiness;

/** What the sandbox needs of a machine, and how it gets there. */
final class SandboxParts {

    private static final List<Path> FOLDERS = Stream.of(
                    "/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin")
            .map(Path::of)
            .toList();

    private static final List<String> LIMITATIONS = List.of(
            "with egress this machine forwards IPv4 packets (net.ipv4.ip_forward is set to 1)",
            "workloads have no IPv6",
            "a workload's writable layer is lost when the machine is restarted");

    private SandboxParts() {}

    static Readiness check() {
        return isRoot() ? checkForRoot() : OrdinaryUserParts.check();
    }

    private static Readiness checkForRoot() {
        List<Readiness.MissingPart> missing = new ArrayList<>(missingPrograms(programs()));
        ControlGroups groups = ControlGroups.ofThisMachine();
        groups.missing()
                .forEach(controller -> missing.add(new Readiness.MissingPart(
                        "the kernel's control group " + controller, "mount it below /sys/fs/cgroup, as systemd does")));
        if (ControlGroups.hasSwap() && !groups.limitsSwap()) {
            missing.add(new Readiness.MissingPart(
                    "swap accounting", "boot with swapaccount=1, or switch swap off with swapoff -a"));
        }
        return new Readiness(missing, withRegistries(LIMITATIONS));
    }

    /** @param programs with the Debian package of each */
    static List<Readiness.MissingPart> missingPrograms(Map<String, String> programs) {
        List<String> missing = programs.keySet().stream()
                .filter(program -> find(program).isEmpty())
                .toList();
        List<String> packages = missing.stream()
                .map(program -> programs.getOrDefault(program, program))
                .distinct()
                .toList();
        String line = (isRoot() ? "" : "as root: ") + "apt-get install -y " + String.join(" ", packages);
        return missing.stream()
                .map(program -> new Readiness.MissingPart(program, line))
                .toList();
    }

    /** Without skopeo all works but registries: the images of a machine's own folders need no network and no tool. */
    static Optional<Readiness.MissingPart> missingForRegistries() {
        return find("skopeo").isPresent()
                ? Optional.empty()
                : Optional.of(new Readiness.MissingPart("skopeo", "apt-get install -y skopeo"));
    }

    static List<String> withRegistries(List<String> others) {
        List<String> limitations = new ArrayList<>(others);
        missingForRegistries()
                .ifPresent(part -> limitations.add("images of registries cannot be fetched until " + part.name()
                        + " is installed (" + part.remedy() + ")"));
        return limitations;
    }

    static Optional<Path> find(String program) {
        return FOLDERS.stream()
                .map(folder -> folder.resolve(program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException e) {
            return false;
        }
    }

    private static Map<String, String> programs() {
        Map<String, String> programs = new LinkedHashMap<>();
        programs.put("runc", "runc");
        programs.put("conmon", "conmon");
        programs.put("umoci", "umoci");
        programs.put("ip", "iproute2");
        programs.put("iptables", "iptables");
        programs.put("iptables-restore", "iptables");
        programs.put("mkfs.ext4", "e2fsprogs");
        programs.put("mount", "mount");
        programs.put("umount", "mount");
        return programs;
    }
}
