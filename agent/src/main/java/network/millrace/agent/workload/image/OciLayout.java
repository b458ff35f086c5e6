package network.millrace.agent.workload.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads an OCI image layout, believing nothing that does not hash to its digest. */
public final class OciLayout {

    static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";
    static final String TAG_ANNOTATION = "org.opencontainers.image.ref.name";

    private static final String INDEX_TYPE = "application/vnd.oci.image.index.v1+json";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long JSON_BYTES_MAX = 4L << 20;

    private final Path directory;

    /** A blob that a manifest or index names. */
    public record Descriptor(String mediaType, String digest, long size) {}

    /** An image's parts; the digest is that of its manifest. */
    public record Image(Descriptor manifest, Descriptor config, List<Descriptor> layers) {
        public long bytes() {
            return layers.stream().mapToLong(Descriptor::size).sum();
        }
    }

    public OciLayout(Path directory) {
        this.directory = directory;
    }

    /**
     * The image under a tag, for this machine's platform.
     *
     * @throws ImageProblem when layout or tag are absent, or manifest and configuration are damaged
     */
    public Image image(String tag) throws ImageProblem, IOException {
        Path index = directory.resolve("index.json");
        if (!Files.isRegularFile(index)) {
            throw ImageProblem.missing(directory + " is no OCI image layout: it has no index.json");
        }
        Descriptor found = tagged(parse(read(index)), tag);
        return read(found.mediaType().equals(INDEX_TYPE) ? forPlatform(json(found)) : found);
    }

    /** How the image wants to be started. */
    public ImageConfiguration configuration(Image image) throws ImageProblem, IOException {
        JsonNode config = json(image.config()).path("config");
        ImageConfiguration.Place place = new ImageConfiguration.Place(
                config.path("WorkingDir").asString(""), config.path("User").asString(""));
        return new ImageConfiguration(
                texts(config.path("Entrypoint")),
                texts(config.path("Cmd")),
                texts(config.path("Env")),
                place,
                config.path("StopSignal").asString(""));
    }

    /** Where a blob lies; it may be absent. */
    public Path blob(String digest) {
        return directory.resolve("blobs").resolve("sha256").resolve(Digests.hex(digest));
    }

    private Image read(Descriptor manifest) throws ImageProblem, IOException {
        JsonNode json = json(manifest);
        List<Descriptor> layers = new ArrayList<>();
        for (JsonNode layer : json.path("layers")) {
            layers.add(descriptor(layer));
        }
        return new Image(manifest, descriptor(json.path("config")), List.copyOf(layers));
    }

    private static Descriptor tagged(JsonNode index, String tag) throws ImageProblem {
        List<String> tags = new ArrayList<>();
        for (JsonNode entry : index.path("manifests")) {
            String name = entry.path("annotations").path(TAG_ANNOTATION).asString("");
            if (name.equals(tag)) {
                return descriptor(entry);
            }
            tags.add(name);
        }
        throw ImageProblem.missing("there is no tag \"" + tag + "\" in the layout, only " + tags);
    }

    private static Descriptor forPlatform(JsonNode index) throws ImageProblem {
        for (JsonNode entry : index.path("manifests")) {
            JsonNode platform = entry.path("platform");
            boolean fits = platform.path("os").asString("").equals(Platform.OS)
                    && platform.path("architecture").asString("").equals(Platform.architecture());
            if (fits) {
                return descriptor(entry);
            }
        }
        throw ImageProblem.broken("it has no variant for " + Platform.OS + "/" + Platform.architecture());
    }

    private static Descriptor descriptor(JsonNode node) throws ImageProblem {
        String digest = node.path("digest").asString("");
        long size = node.path("size").asLong(-1);
        if (!Digests.isDigest(digest) || size < 0) {
            throw ImageProblem.broken("a descriptor needs a sha256 digest and a size, not " + node);
        }
        return new Descriptor(node.path("mediaType").asString(""), digest, size);
    }

    private JsonNode json(Descriptor descriptor) throws ImageProblem, IOException {
        Path blob = blob(descriptor.digest());
        if (!Files.isRegularFile(blob, LinkOption.NOFOLLOW_LINKS)) {
            throw ImageProblem.broken("blob " + descriptor.digest() + " is absent");
        }
        byte[] content = read(blob);
        if (!Digests.of(content).equals(descriptor.digest())) {
            throw ImageProblem.broken(
                    "blob " + descriptor.digest() + " is damaged: it hashes to " + Digests.of(content));
        }
        return parse(content);
    }

    private static byte[] read(Path file) throws ImageProblem, IOException {
        if (Files.size(file) > JSON_BYTES_MAX) {
            throw ImageProblem.broken(file.getFileName() + " is larger than " + JSON_BYTES_MAX + " bytes");
        }
        return Files.readAllBytes(file);
    }

    private static JsonNode parse(byte[] content) throws ImageProblem {
        try {
            return JSON.readTree(content);
        } catch (JacksonException e) {
            throw ImageProblem.broken("its description is not JSON: " + e.getOriginalMessage());
        }
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.asString("")));
        return texts;
    }
}
