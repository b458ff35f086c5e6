package network.millrace.agent.workload.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What {@code /etc/subuid} and {@code /etc/subgid} give to an ordinary user. In the namespace that holds this user's workloads they
 * are 1, 2, 3 …; 0 is the user itself.
 *
 * @param count of each kind
 */
record SubordinateIds(Owner owner, long firstUser, long firstGroup, long count) {

    /** Debian's default for a new user. */
    static final long COUNT_MIN = 65_536;

    private static final int SLOTS_MIN = 16;

    /** Directories that everybody may enter and that no program here needs; hidden by a mount that only our namespace sees. */
    private static final List<Path> MOUNTS =
            Stream.of("/run/lock", "/media", "/mnt").map(Path::of).toList();

    /** Who the ids were given to. */
    record Owner(String name, long user, long group) {
        static Owner ofThisProcess() {
            try {
                Path self = Path.of("/proc/self");
                int user = (Integer) Files.getAttribute(self, "unix:uid");
                int group = (Integer) Files.getAttribute(self, "unix:gid");
                return new Owner(System.getProperty("user.name", ""), user, group);
            } catch (IOException e) {
                throw new UncheckedIOException("reading who this process belongs to", e);
            }
        }
    }

    private record Range(long first, long count) {}

    static Optional<SubordinateIds> ofThisUser() {
        Path directory = Path.of("/etc");
        return of(Owner.ofThisProcess(), directory.resolve("subuid"), directory.resolve("subgid"));
    }

    static Optional<SubordinateIds> of(Owner owner, Path users, Path groups) {
        Optional<Range> user = largest(owner, users);
        Optional<Range> group = largest(owner, groups);
        if (user.isEmpty() || group.isEmpty()) {
            return Optional.empty();
        }
        long count = Math.min(user.get().count(), group.get().count());
        return count < COUNT_MIN
                ? Optional.empty()
                : Optional.of(new SubordinateIds(
                        owner, user.get().first(), group.get().first(), count));
    }

    /** The line that gives this user what it lacks, without touching what others have. */
    static String remedy(Owner owner, Path users, Path groups) {
        long free = Math.max(firstFree(users), firstFree(groups));
        String range = free + "-" + (free + COUNT_MIN - 1);
        return "as root: usermod --add-subuids " + range + " --add-subgids " + range + " " + owner.name();
    }

    /** At least {@value #SLOTS_MIN} workloads; who has more ids gives each of them more, up to {@value Slot#IDS}. */
    SandboxSettings.Ids divided() {
        int perSlot = (int) Math.min(Slot.IDS, count / SLOTS_MIN);
        int slots = (int) Math.min(SandboxSettings.Ids.SLOTS_MAX, count / perSlot);
        return new SandboxSettings.Ids(1, perSlot, slots);
    }

    /** The user id on the machine of an id in the namespace. */
    long outside(long id) {
        return id == 0 ? owner.user() : firstUser + id - 1;
    }

    /** What the agents of this user share. Claims lie in a folder of this boot, since a user's own folders survive a reboot. */
    static SandboxSettings.HostShare share() {
        SandboxSettings.Ids none = new SandboxSettings.Ids(1, (int) (COUNT_MIN / SLOTS_MIN), SLOTS_MIN);
        SandboxSettings.Ids ids = ofThisUser().map(SubordinateIds::divided).orElse(none);
        try {
            return new SandboxSettings.HostShare(slots().resolve(SandboxMachine.boot()), mounts(), ids, "10.197");
        } catch (IOException e) {
            throw new UncheckedIOException("reading this boot's id", e);
        }
    }

    private static Path slots() {
        String state = System.getenv("XDG_STATE_HOME");
        Path folder = state == null || state.isEmpty()
                ? Path.of(System.getProperty("user.home", "/"), ".local", "state")
                : Path.of(state);
        return folder.resolve("millrace").resolve("slots");
    }

    private static Path mounts() {
        return MOUNTS.stream().filter(Files::isDirectory).findFirst().orElse(Path.of("/mnt"));
    }

    private static Optional<Range> largest(Owner owner, Path file) {
        return lines(file)
                .filter(fields -> fields[0].equals(owner.name()) || fields[0].equals(Long.toString(owner.user())))
                .map(SubordinateIds::range)
                .max((one, other) -> Long.compare(one.count(), other.count()));
    }

    private static long firstFree(Path file) {
        return lines(file)
                .map(SubordinateIds::range)
                .mapToLong(range -> range.first() + range.count())
                .reduce(100_000, Math::max);
    }

    private static Range range(String[] fields) {
        return new Range(Long.parseLong(fields[1]), Long.parseLong(fields[2]));
    }

    /** {@code name:first:count}; what is not of this form counts for nobody. */
    private static Stream<String[]> lines(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .map(line -> line.strip().split(":"))
                    .filter(fields ->
                            fields.length == 3 && fields[1].matches("[0-9]{1,10}") && fields[2].matches("[0-9]{1,10}"));
        } catch (IOException e) {
            return Stream.empty();
        }
    }
}
