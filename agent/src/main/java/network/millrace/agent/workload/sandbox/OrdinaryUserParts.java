package network.millrace.agent.workload.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.millrace.agent.workload.Readiness;

/** What the sandbox of an ordinary user needs of a machine, and what it cannot do there. */
final class OrdinaryUserParts {

    /** Since then an ordinary user may mount an overlay in a namespace of its own. */
    private static final int KERNEL_MAJOR = 5;

    private static final int KERNEL_MINOR = 11;

    /** Since then memory file systems keep user attributes, by which an overlay remembers a folder made anew. */
    private static final int ATTRIBUTES_MAJOR = 6;

    private static final int ATTRIBUTES_MINOR = 6;

    private static final Pattern RELEASE = Pattern.compile("(\\d+)\\.(\\d+).*");

    private static final List<String> LIMITATIONS = List.of(
            "not root: workloads have no way out to any network; they are reached through this provider's door",
            "not root: 16 workloads at a time with the usual 65536 subordinate ids",
            "not root: CPU is given in whole cores, so a workload that ordered half a core may use one",
            "not root: memory is measured ten times a second and may be exceeded for a moment; the kernel's own memory for"
                    + " a workload (page tables, socket buffers) is not counted",
            "not root: what a workload writes lies in this machine's memory, on top of its memory limit",
            "a workload's writable layer is lost when the machine is restarted");

    private OrdinaryUserParts() {}

    static Readiness check() {
        List<Readiness.MissingPart> missing = new ArrayList<>(SandboxParts.missingPrograms(programs()));
        missing.addAll(missingIds());
        missing.addAll(missingOfKernel(Path.of("/proc/sys")));
        return new Readiness(missing, SandboxParts.withRegistries(limitations(kernel())));
    }

    static List<String> limitations(String kernel) {
        List<String> limitations = new ArrayList<>(LIMITATIONS);
        if (!isAtLeast(kernel, ATTRIBUTES_MAJOR, ATTRIBUTES_MINOR)) {
            limitations.add("not root, and Linux before " + ATTRIBUTES_MAJOR + "." + ATTRIBUTES_MINOR
                    + ": a workload that deletes a folder of its image cannot make one of the same name");
        }
        return limitations;
    }

    /** Distributions close user namespaces in different ways. */
    static List<Readiness.MissingPart> missingOfKernel(Path settings) {
        List<Readiness.MissingPart> missing = new ArrayList<>();
        closed(settings, "kernel/unprivileged_userns_clone", "0", "1", missing);
        closed(settings, "user/max_user_namespaces", "0", "10000", missing);
        closed(settings, "kernel/apparmor_restrict_unprivileged_userns", "1", "0", missing);
        String kernel = read(settings.resolve("kernel/osrelease"));
        if (!isAtLeast(kernel, KERNEL_MAJOR, KERNEL_MINOR)) {
            missing.add(new Readiness.MissingPart(
                    "Linux " + KERNEL_MAJOR + "." + KERNEL_MINOR,
                    "start the provider as root, or take a newer kernel"));
        }
        return missing;
    }

    static boolean isAtLeast(String release, int major, int minor) {
        Matcher matcher = RELEASE.matcher(release);
        if (!matcher.matches()) {
            return true;
        }
        int found = Integer.parseInt(matcher.group(1));
        return found > major || (found == major && Integer.parseInt(matcher.group(2)) >= minor);
    }

    private static List<Readiness.MissingPart> missingIds() {
        if (SubordinateIds.ofThisUser().isPresent()) {
            return List.of();
        }
        String line = SubordinateIds.remedy(
                SubordinateIds.Owner.ofThisProcess(), Path.of("/etc/subuid"), Path.of("/etc/subgid"));
        return List.of(new Readiness.MissingPart(
                SubordinateIds.COUNT_MIN + " subordinate user and group ids for this user", line));
    }

    private static void closed(
            Path settings, String name, String closed, String open, List<Readiness.MissingPart> missing) {
        if (read(settings.resolve(name)).equals(closed)) {
            String line = "as root: sysctl -w " + name.replace('/', '.') + "=" + open;
            missing.add(new Readiness.MissingPart("user namespaces for ordinary users", line));
        }
    }

    private static String kernel() {
        return read(Path.of("/proc/sys/kernel/osrelease"));
    }

    /** Empty when this kernel has no such setting. */
    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return "";
        }
    }

    private static Map<String, String> programs() {
        Map<String, String> programs = new LinkedHashMap<>();
        programs.put("runc", "runc");
        programs.put("conmon", "conmon");
        programs.put("umoci", "umoci");
        programs.put("newuidmap", "uidmap");
        programs.put("newgidmap", "uidmap");
        programs.put("ip", "iproute2");
        programs.put("perl", "perl-base");
        programs.put("mount", "mount");
        programs.put("umount", "mount");
        for (String program : List.of("unshare", "nsenter", "setpriv", "setsid", "taskset", "mountpoint")) {
            programs.put(program, "util-linux");
        }
        return programs;
    }
}
