package network.millrace.agent.workload.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import network.millrace.agent.workload.ImageReference;
import network.millrace.agent.workload.PreparedImage;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.WorkloadFault;
import network.millrace.agent.workload.image.ImageConfiguration;
import network.millrace.agent.workload.image.ImageProblem;
import network.millrace.agent.workload.image.LayoutFolders;
import network.millrace.agent.workload.image.OciLayout;
import network.millrace.agent.workload.image.OciLayoutCopy;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The images of this agent, by digest. Each is kept as a checked layout, and unpacked once per slot with the slot's user ids, so
 * that two workloads never share an id of the host. One lock; fetching is done outside of it.
 */
final class SandboxImages {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration UNPACK_LIMIT = Duration.ofMinutes(10);
    private static final String LAYOUT = "oci";
    private static final String DRAFT = "draft-";
    private static final Pattern SIGNAL = Pattern.compile("(SIG)?[A-Z]{2,6}[0-9+-]{0,4}|[0-9]{1,2}");

    private final HostAccess access;
    private final Path directory;
    private final SandboxSettings.Images settings;
    private final ImageRegistry registry;
    private final ReentrantLock lock = new ReentrantLock();

    /** What registry names stood for when they were last prepared, so that a start needs no network. */
    private final Map<ImageReference, PreparedImage> names = new ConcurrentHashMap<>();

    /** An image unpacked for a slot. */
    record Tree(Path root, ImageConfiguration configuration, JsonNode unpacked) {}

    SandboxImages(SandboxSettings settings, HostAccess access) {
        this.access = access;
        this.directory = settings.home().resolve("images");
        this.settings = settings.images();
        this.registry = new ImageRegistry(settings.images());
    }

    PreparedImage prepare(ImageReference reference) throws WorkloadException {
        try {
            Files.createDirectories(directory);
            PreparedImage image =
                    switch (reference) {
                        case ImageReference.Layout layout -> fromLayout(layout);
                        case ImageReference.Registry remote -> fromRegistry(remote);
                    };
            names.put(reference, image);
            return image;
        } catch (ImageProblem e) {
            throw problem(reference, e);
        } catch (IOException e) {
            throw failed("keeping image " + reference, e);
        }
    }

    /** As prepared before; only what never was is fetched now. */
    PreparedImage prepared(ImageReference reference) throws WorkloadException {
        PreparedImage known = names.get(reference);
        boolean usable = known != null && reference instanceof ImageReference.Registry && isStored(known.digest());
        return usable && known != null ? known : prepare(reference);
    }

    /** The image as files that belong to the slot's ids. */
    Tree unpack(String digest, Slot slot) throws WorkloadException {
        lock.lock();
        try {
            Path image = image(digest);
            Path tree = image.resolve("slot-" + slot.number());
            if (Files.notExists(tree)) {
                unpack(image, tree, slot);
            }
            Files.setLastModifiedTime(image, FileTime.from(Instant.now()));
            OciLayout layout = new OciLayout(image.resolve(LAYOUT));
            ImageConfiguration configuration = layout.configuration(layout.image(OciLayoutCopy.TAG));
            JsonNode unpacked = JSON.readTree(Files.readAllBytes(tree.resolve("config.json")));
            return new Tree(tree.resolve("rootfs"), configuration, unpacked);
        } catch (IOException | ImageProblem e) {
            throw failed("unpacking image " + digest, e);
        } finally {
            lock.unlock();
        }
    }

    /** Removes what an earlier agent was fetching when it died. Only for the one agent that holds the home. */
    void removeDrafts() throws WorkloadException, IOException {
        Files.createDirectories(directory);
        try (var drafts = Files.newDirectoryStream(directory, DRAFT + "*")) {
            for (Path draft : drafts) {
                access.delete(draft);
            }
        }
    }

    /** The signal by which the image wants to be ended. */
    String stopSignal(String digest) throws WorkloadException {
        try {
            OciLayout layout = new OciLayout(image(digest).resolve(LAYOUT));
            String signal =
                    layout.configuration(layout.image(OciLayoutCopy.TAG)).stopSignal();
            return SIGNAL.matcher(signal).matches() ? signal : "TERM";
        } catch (IOException | ImageProblem e) {
            throw failed("reading image " + digest, e);
        }
    }

    /** Removes what was unused for longest until the rest fits; images in use always stay. */
    void evict(Set<String> used) throws WorkloadException {
        lock.lock();
        try (var entries = Files.list(directory)) {
            List<Path> oldestFirst = entries.filter(Files::isDirectory)
                    .sorted(Comparator.comparing(SandboxImages::lastUse))
                    .toList();
            long bytes = 0;
            for (Path image : oldestFirst) {
                bytes += access.bytes(image);
            }
            for (Path image : oldestFirst) {
                boolean removable = isUnused(image, used);
                if (bytes > settings.storedBytesMax() && removable) {
                    bytes -= access.bytes(image);
                    access.delete(image);
                }
            }
        } catch (IOException e) {
            throw failed("removing unused images", e);
        } finally {
            lock.unlock();
        }
    }

    /** Images in use must have gone before. */
    void removeAll() throws WorkloadException {
        lock.lock();
        try {
            access.delete(directory);
        } catch (IOException e) {
            throw failed("removing images", e);
        } finally {
            lock.unlock();
        }
    }

    private static boolean isUnused(Path image, Set<String> used) {
        String name = image.getFileName().toString();
        return !name.startsWith(DRAFT) && !used.contains("sha256:" + name);
    }

    private static FileTime lastUse(Path image) {
        try {
            return Files.getLastModifiedTime(image);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }

    private PreparedImage fromLayout(ImageReference.Layout reference)
            throws ImageProblem, IOException, WorkloadException {
        OciLayout layout = new OciLayout(new LayoutFolders(settings.layoutDirectories()).find(reference));
        OciLayout.Image image = layout.image(reference.tag());
        String digest = image.manifest().digest();
        if (!isStored(digest)) {
            store(digest, draft -> OciLayoutCopy.copy(layout, reference.tag(), draft, settings.unpackedBytesMax()));
        }
        return new PreparedImage(reference, digest, image.bytes());
    }

    private PreparedImage fromRegistry(ImageReference.Registry reference)
            throws ImageProblem, IOException, WorkloadException {
        String digest = registry.digest(reference);
        if (!isStored(digest)) {
            store(digest, draft -> {
                registry.fetch(reference, digest, draft, OciLayoutCopy.TAG);
                OciLayoutCopy.check(new OciLayout(draft), settings.unpackedBytesMax());
            });
        }
        OciLayout layout = new OciLayout(image(digest).resolve(LAYOUT));
        return new PreparedImage(
                reference, digest, layout.image(OciLayoutCopy.TAG).bytes());
    }

    /** Fills a new layout. */
    private interface Filling {
        void fill(Path draft) throws ImageProblem, IOException, WorkloadException;
    }

    /** Made beside and moved into place when complete; who comes second throws its own away. */
    private void store(String digest, Filling filling) throws ImageProblem, IOException, WorkloadException {
        Path draft = Files.createTempDirectory(directory, DRAFT);
        try {
            filling.fill(draft.resolve(LAYOUT));
            Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwx------"));
            lock.lock();
            try {
                if (!isStored(digest)) {
                    Files.move(draft, image(digest));
                }
            } finally {
                lock.unlock();
            }
        } finally {
            DirectoryTree.delete(draft);
        }
    }

    private void unpack(Path image, Path tree, Slot slot) throws WorkloadException, IOException {
        Path draft = image.resolve("draft-" + slot.number());
        access.delete(draft);
        List<String> command =
                new ArrayList<>(List.of("umoci", "unpack", "--image", image.resolve(LAYOUT) + ":" + OciLayoutCopy.TAG));
        for (IdRange range : slot.ids()) {
            command.addAll(List.of("--uid-map", range.toString(), "--gid-map", range.toString()));
        }
        command.add(draft.toString());
        Commands.require(access.command(command), "", UNPACK_LIMIT);
        Files.move(draft, tree);
    }

    private boolean isStored(String digest) {
        return Files.isDirectory(image(digest));
    }

    private Path image(String digest) {
        return directory.resolve(digest.substring(digest.indexOf(':') + 1));
    }

    private static WorkloadException problem(ImageReference reference, ImageProblem problem) {
        String detail = String.valueOf(problem.getMessage());
        return new WorkloadException(
                problem.isMissing()
                        ? new WorkloadFault.ImageMissing(reference, detail)
                        : new WorkloadFault.ImageBroken(reference, detail),
                problem);
    }

    private static WorkloadException failed(String action, Exception cause) {
        return new WorkloadException(
                new WorkloadFault.RuntimeFailed(action, String.valueOf(cause.getMessage())), cause);
    }
}
