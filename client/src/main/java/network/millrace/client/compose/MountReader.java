package network.millrace.client.compose;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import network.millrace.client.compose.Service.Mount;

/** Reads {@code volumes}, {@code tmpfs} and {@code shm_size} of a service. */
final class MountReader {
    private static final Pattern NAMED = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]*");
    private static final Pattern WINDOWS_PATH = Pattern.compile("[a-zA-Z]:[\\\\/].*");
    private static final int MOUNTS_MAX = 100;
    private static final String SHARED_MEMORY = "/dev/shm";

    private final Map<String, Volume> volumes;
    private final List<Mount> mounts = new ArrayList<>();

    /** A volume of the file's top level; 0 bytes = no size is said. */
    record Volume(Value at, long bytes) {}

    private MountReader(Map<String, Volume> volumes) {
        this.volumes = volumes;
    }

    static List<Mount> read(Map<String, Value> service, Map<String, Volume> volumes) {
        MountReader reader = new MountReader(volumes);
        Optional.ofNullable(service.get("volumes"))
                .ifPresent(value -> value.elements().forEach(mount -> {
                    if (mount.isMapping()) {
                        reader.readLong(mount);
                    } else {
                        reader.readShort(mount);
                    }
                }));
        Optional.ofNullable(service.get("tmpfs")).ifPresent(reader::readTmpfs);
        Optional.ofNullable(service.get("shm_size"))
                .ifPresent(value -> reader.memory(value, SHARED_MEMORY, Sizes.bytes(value)));
        return List.copyOf(reader.mounts);
    }

    private void readShort(Value at) {
        String text = at.text().strip();
        if (WINDOWS_PATH.matcher(text).matches()) {
            bind(at);
            return;
        }
        String[] parts = text.split(":", 3);
        if (parts.length == 1) {
            anonymous(at, text);
            return;
        }
        List<String> modes = parts.length == 3 ? List.of(parts[2].split(",")) : List.of();
        modes.stream()
                .filter(mode -> !List.of("ro", "rw").contains(mode))
                .forEach(mode -> at.leftOut("a mount is read-only or not; there is no option " + at.shown()));
        if (NAMED.matcher(parts[0]).matches()) {
            named(at, parts[0], parts[1], modes.contains("ro"));
        } else {
            bind(at);
        }
    }

    private void readLong(Value at) {
        Map<String, Value> fields = at.fields();
        String type = text(fields, "type");
        String target = text(fields, "target");
        Value readOnly = fields.get("read_only");
        switch (type) {
            case "bind", "npipe" -> bind(at);
            case "tmpfs" -> {
                Value options = fields.get("tmpfs");
                Value size = options == null ? null : options.fields().get("size");
                memory(at, target, size == null ? 0 : Sizes.bytes(size));
            }
            case "", "volume" -> {
                leaveOut(fields, "consistency", "mounts here are always consistent");
                leaveOut(fields, "volume", "a volume is mounted whole and begins empty");
                if (text(fields, "source").isEmpty()) {
                    anonymous(at, target);
                } else {
                    named(at, text(fields, "source"), target, readOnly != null && readOnly.bool());
                }
            }
            default -> at.leftOut("there is no volume of the type " + type + " here");
        }
    }

    private static void leaveOut(Map<String, Value> fields, String name, String reason) {
        Optional.ofNullable(fields.get(name)).ifPresent(value -> value.leftOut(reason));
    }

    private static String text(Map<String, Value> fields, String name) {
        Value value = fields.get(name);
        return value == null ? "" : value.text().strip();
    }

    private static void bind(Value at) {
        at.leftOut("a folder or file of this machine is not at the provider: put it into the image, or into a volume");
    }

    private static void anonymous(Value at, String path) {
        if (isAbsolute(at, path)) {
            at.changed("a volume without a name becomes part of the service's own disk, and goes with it");
        }
    }

    private void named(Value at, String volume, String path, boolean readOnly) {
        Volume declared = volumes.get(volume);
        if (declared == null) {
            at.problem("there is no volume " + volume + " under volumes at the top level");
            return;
        }
        if (mounts.stream().anyMatch(mount -> mount.volume().equals(volume))) {
            at.leftOut("the volume " + volume + " is mounted already; SDL mounts a volume once");
            return;
        }
        add(at, new Mount(at, volume, path, readOnly, Mount.Kind.PERSISTENT, declared.bytes));
    }

    private void readTmpfs(Value value) {
        for (Value element : value.isSequence() ? value.elements() : List.of(value)) {
            String[] parts = element.text().strip().split(":", 2);
            long bytes = 0;
            for (String option : parts.length == 2 ? parts[1].split(",") : new String[0]) {
                Optional<Long> size =
                        option.startsWith("size=") ? Sizes.bytes(option.substring("size=".length())) : Optional.empty();
                if (size.isPresent()) {
                    bytes = size.get();
                } else {
                    element.leftOut("a mount in memory has a size and no other option, such as " + element.shown());
                }
            }
            memory(element, parts[0], bytes);
        }
    }

    private void memory(Value at, String path, long bytes) {
        add(at, new Mount(at, "", path, false, Mount.Kind.MEMORY, bytes));
    }

    private void add(Value at, Mount mount) {
        if (!isAbsolute(at, mount.path())) {
            return;
        }
        if (mounts.stream().anyMatch(other -> other.path().equals(mount.path()))) {
            at.leftOut("something is mounted at " + mount.path() + " already");
            return;
        }
        if (mounts.size() >= MOUNTS_MAX) {
            at.problem("expected at most " + MOUNTS_MAX + " volumes of one service");
            return;
        }
        mounts.add(mount);
    }

    private static boolean isAbsolute(Value at, String path) {
        if (!path.startsWith("/")) {
            at.problem("expected the path in the container, from the root, such as /data; came " + at.shown());
        }
        return path.startsWith("/");
    }
}
