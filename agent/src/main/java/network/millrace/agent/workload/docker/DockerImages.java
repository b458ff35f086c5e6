package network.millrace.agent.workload.docker;

import static java.util.Objects.requireNonNullElse;

import com.github.dockerjava.api.command.InspectImageResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import network.millrace.agent.workload.ImageReference;
import network.millrace.agent.workload.PreparedImage;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.WorkloadFault;
import network.millrace.agent.workload.image.ImageProblem;
import network.millrace.agent.workload.image.LayoutFolders;
import network.millrace.agent.workload.image.OciLayout;
import network.millrace.agent.workload.image.OciLayoutCopy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The images of this agent by the digests of their manifests. The engine holds them under names of ours; what its store cannot tell is
 * kept in a file each. The engine is shared with others, so only names that we gave are ever taken away.
 */
final class DockerImages {

    private static final Logger LOG = LoggerFactory.getLogger(DockerImages.class);
    private static final String REPOSITORY = "millrace.local/image";
    private static final String FLATTENED = "millrace.local/flat";
    private static final String EMPTY = "millrace.local/empty:1";
    private static final String KNOWN = ".json";

    private final Path directory;
    private final DockerSettings.Images settings;
    private final Engine engine;
    private final EngineImages store;

    /** What registry names stood for when they were last prepared, so that a start needs no network. */
    private final Map<ImageReference, PreparedImage> names = new ConcurrentHashMap<>();

    DockerImages(DockerSettings settings, Engine engine) {
        this.directory = settings.home().resolve("images");
        this.settings = settings.images();
        this.engine = engine;
        this.store = new EngineImages(engine, directory);
    }

    /** An image without any file, for containers whose programs are mounted. */
    String empty() throws WorkloadException {
        try {
            if (store.find(EMPTY).isEmpty()) {
                store.make(EMPTY, writer -> writer.layer(_ -> {}));
            }
            return EMPTY;
        } catch (IOException e) {
            throw failed("making image " + EMPTY, e);
        }
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
        Optional<PreparedImage> known =
                Optional.ofNullable(names.get(reference)).filter(_ -> reference instanceof ImageReference.Registry);
        if (known.isPresent() && known(known.get().digest()).isPresent()) {
            return known.get();
        }
        return prepare(reference);
    }

    /** The image as the engine runs it. */
    KnownImage image(String digest) throws WorkloadException {
        return known(digest)
                .orElseThrow(() -> new WorkloadException(new WorkloadFault.RuntimeFailed(
                        "finding image " + digest, "the engine does not hold it any more; deploy again")));
    }

    /** Removes what was unused for longest until the rest fits; images in use always stay. */
    void evict(Set<String> used) throws WorkloadException {
        try {
            List<Path> oldestFirst = kept();
            oldestFirst.sort(Comparator.comparing(DockerImages::lastUse));
            long bytes = 0;
            for (Path file : oldestFirst) {
                bytes += KnownImage.read(Files.readString(file)).bytes();
            }
            for (Path file : oldestFirst) {
                if (bytes > settings.storedBytesMax() && !used.contains(digest(file))) {
                    bytes -= KnownImage.read(Files.readString(file)).bytes();
                    forget(digest(file));
                }
            }
        } catch (IOException e) {
            throw failed("removing unused images", e);
        }
    }

    /** When this home is given up. */
    void forgetAll() throws WorkloadException {
        try {
            for (Path file : kept()) {
                forget(digest(file));
            }
            release(EMPTY);
        } catch (IOException e) {
            throw failed("removing images", e);
        }
    }

    private List<Path> kept() throws IOException {
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (var entries = Files.newDirectoryStream(directory, "*" + KNOWN)) {
                entries.forEach(files::add);
            }
        }
        return files;
    }

    private void forget(String digest) throws IOException {
        Files.deleteIfExists(file(digest));
        release(FLATTENED + ":" + hex(digest));
        release(REPOSITORY + ":" + hex(digest));
    }

    private void release(String name) {
        try {
            store.forget(name);
        } catch (WorkloadException e) {
            // Another agent on this engine runs it.
            LOG.info("image={} stays: {}", name, e.getMessage());
        }
    }

    private PreparedImage fromLayout(ImageReference.Layout reference)
            throws ImageProblem, IOException, WorkloadException {
        OciLayout layout = new OciLayout(new LayoutFolders(settings.layoutDirectories()).find(reference));
        OciLayout.Image image = layout.image(reference.tag());
        String digest = image.manifest().digest();
        if (known(digest).isEmpty()) {
            keep(digest, load(layout, reference.tag(), digest));
        }
        return new PreparedImage(reference, digest, image.bytes());
    }

    /** From a checked copy, so that whoever may write the layout cannot change what was checked. */
    private InspectImageResponse load(OciLayout layout, String tag, String digest)
            throws ImageProblem, IOException, WorkloadException {
        WorkloadFiles draft = new WorkloadFiles(Files.createTempDirectory(directory, "draft-"));
        try {
            OciLayout copy = new OciLayout(draft.directory().resolve("oci"));
            OciLayout.Image image =
                    OciLayoutCopy.copy(layout, tag, draft.directory().resolve("oci"), settings.unpackedBytesMax());
            return store.load(copy, image, REPOSITORY + ":" + hex(digest));
        } finally {
            draft.delete();
        }
    }

    private PreparedImage fromRegistry(ImageReference.Registry reference) throws WorkloadException, IOException {
        ImagePull.run(engine, reference, settings.unpackedBytesMax());
        InspectImageResponse image = store.find(ImagePull.name(reference))
                .orElseThrow(() -> new WorkloadException(new WorkloadFault.ImageMissing(reference, "it vanished")));
        long bytes = requireNonNullElse(image.getSize(), 0L);
        if (bytes > settings.unpackedBytesMax()) {
            store.forget(ImagePull.name(reference));
            throw new WorkloadException(new WorkloadFault.ImageBroken(
                    reference,
                    "it unpacks to " + bytes + " bytes, and this machine allows " + settings.unpackedBytesMax()));
        }
        String digest = digestOf(reference, image);
        if (known(digest).isEmpty()) {
            engine.call("naming image " + reference, client -> client.tagImageCmd(
                            EngineImages.id(image), REPOSITORY, hex(digest))
                    .exec());
            keep(digest, image);
        }
        return new PreparedImage(reference, digest, bytes);
    }

    /** The engine notes for each name under which it pulled an image the digest that the registry gave. */
    private static String digestOf(ImageReference.Registry reference, InspectImageResponse image)
            throws WorkloadException {
        String shortName =
                (reference.host() + "/" + reference.repository()).replaceFirst("^docker\\.io/(library/)?", "");
        return requireNonNullElse(image.getRepoDigests(), List.<String>of()).stream()
                .filter(name -> name.startsWith(shortName + "@sha256:"))
                .map(name -> name.substring(name.indexOf('@') + 1))
                .filter(digest -> !reference.isPinned() || reference.version().endsWith(digest))
                .findFirst()
                .orElseThrow(() ->
                        new WorkloadException(new WorkloadFault.ImageBroken(reference, "the registry gave no digest")));
    }

    private void keep(String digest, InspectImageResponse image) throws WorkloadException, IOException {
        InspectImageResponse runs = EngineImages.declaresVolumes(image)
                ? store.flatten(EngineImages.id(image), FLATTENED + ":" + hex(digest))
                : image;
        KnownImage known = new KnownImage(
                EngineImages.id(runs), requireNonNullElse(runs.getSize(), 0L), EngineImages.configuration(image));
        Path draft = Files.createTempFile(directory, "known-", ".draft");
        Files.writeString(draft, known.json());
        Files.move(draft, file(digest), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Empty also when the engine has lost it, for example by {@code docker image prune}. */
    private Optional<KnownImage> known(String digest) throws WorkloadException {
        try {
            KnownImage known = KnownImage.read(Files.readString(file(digest)));
            if (store.find(known.engineId()).isEmpty()) {
                return Optional.empty();
            }
            Files.setLastModifiedTime(file(digest), FileTime.from(Instant.now()));
            return Optional.of(known);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed("reading what is known of image " + digest, e);
        }
    }

    private static FileTime lastUse(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }

    private Path file(String digest) {
        return directory.resolve(hex(digest) + KNOWN);
    }

    private static String digest(Path file) {
        String name = file.getFileName().toString();
        return "sha256:" + name.substring(0, name.length() - KNOWN.length());
    }

    private static String hex(String digest) {
        return digest.substring(digest.indexOf(':') + 1);
    }

    private static WorkloadException problem(ImageReference reference, ImageProblem problem) {
        String detail = String.valueOf(problem.getMessage());
        return new WorkloadException(
                problem.isMissing()
                        ? new WorkloadFault.ImageMissing(reference, detail)
                        : new WorkloadFault.ImageBroken(reference, detail),
                problem);
    }

    private static WorkloadException failed(String action, IOException cause) {
        return new WorkloadException(
                new WorkloadFault.RuntimeFailed(action, String.valueOf(cause.getMessage())), cause);
    }
}
