package network.millrace.agent.workload.image;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes an OCI image layout without any tool: add layers, then write the image under a tag. Layers are stored as plain tar, since
 * what this class is for stays on the machine. The same content gives the same digests. Used by one thread.
 */
public final class OciLayoutWriter {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String LAYER_TYPE = "application/vnd.oci.image.layer.v1.tar";
    private static final String CONFIG_TYPE = "application/vnd.oci.image.config.v1+json";

    private final Path directory;
    private final List<Blob> layers = new ArrayList<>();

    private record Blob(String digest, long size) {}

    /** What goes into a layer. */
    @FunctionalInterface
    public interface LayerContent {
        void writeTo(TarLayer layer) throws IOException;
    }

    /** @param directory becomes the layout; created when absent. An index that is there already is replaced. */
    public OciLayoutWriter(Path directory) throws IOException {
        this.directory = directory;
        Files.createDirectories(blobs());
    }

    public OciLayoutWriter layer(LayerContent content) throws IOException {
        return add(out -> {
            TarLayer layer = new TarLayer(out);
            content.writeTo(layer);
            layer.finish();
        });
    }

    /** Adds a layer that is a tar archive already. */
    public OciLayoutWriter archive(InputStream tar) throws IOException {
        return add(tar::transferTo);
    }

    /** Writes the bytes of a layer. */
    @FunctionalInterface
    private interface Bytes {
        void writeTo(OutputStream out) throws IOException;
    }

    private OciLayoutWriter add(Bytes bytes) throws IOException {
        Path draft = Files.createTempFile(blobs(), "layer", ".draft");
        MessageDigest hash = Digests.sha256();
        try (OutputStream file = Files.newOutputStream(draft);
                OutputStream out = new BufferedOutputStream(new DigestOutputStream(file, hash), 1 << 16)) {
            bytes.writeTo(out);
        }
        Blob blob = new Blob(Digests.text(hash.digest()), Files.size(draft));
        Files.move(draft, blob(blob.digest()), StandardCopyOption.REPLACE_EXISTING);
        layers.add(blob);
        return this;
    }

    /**
     * Writes configuration, manifest and index; the layers added so far become the image.
     *
     * @return the digest of the manifest, by which the image is known
     */
    public String write(String tag, ImageConfiguration configuration) throws IOException {
        Blob config = store(configurationJson(configuration));
        Blob manifest = store(manifestJson(config));
        Files.writeString(directory.resolve("index.json"), indexJson(tag, manifest));
        Files.writeString(directory.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
        return manifest.digest();
    }

    private String configurationJson(ImageConfiguration configuration) {
        ObjectNode root = JSON.createObjectNode();
        root.put("architecture", Platform.architecture()).put("os", Platform.OS);
        ObjectNode config = root.putObject("config");
        texts(config.putArray("Entrypoint"), configuration.entrypoint());
        texts(config.putArray("Cmd"), configuration.command());
        texts(config.putArray("Env"), configuration.environment());
        config.put("WorkingDir", configuration.place().workingDirectory());
        config.put("User", configuration.place().user());
        config.put("StopSignal", configuration.stopSignal());
        ObjectNode rootfs = root.putObject("rootfs").put("type", "layers");
        texts(rootfs.putArray("diff_ids"), layers.stream().map(Blob::digest).toList());
        return root.toString();
    }

    private String manifestJson(Blob config) {
        ObjectNode root = JSON.createObjectNode();
        root.put("schemaVersion", 2).put("mediaType", OciLayout.MANIFEST_TYPE);
        descriptor(root.putObject("config"), CONFIG_TYPE, config);
        ArrayNode list = root.putArray("layers");
        layers.forEach(layer -> descriptor(list.addObject(), LAYER_TYPE, layer));
        return root.toString();
    }

    private static String indexJson(String tag, Blob manifest) {
        ObjectNode root = JSON.createObjectNode();
        root.put("schemaVersion", 2);
        ObjectNode entry = root.putArray("manifests").addObject();
        descriptor(entry, OciLayout.MANIFEST_TYPE, manifest);
        entry.putObject("annotations").put(OciLayout.TAG_ANNOTATION, tag);
        return root.toString();
    }

    private static void descriptor(ObjectNode node, String mediaType, Blob blob) {
        node.put("mediaType", mediaType).put("digest", blob.digest()).put("size", blob.size());
    }

    private static void texts(ArrayNode array, List<String> values) {
        values.forEach(array::add);
    }

    private Blob store(String json) throws IOException {
        byte[] content = json.getBytes(StandardCharsets.UTF_8);
        Blob blob = new Blob(Digests.of(content), content.length);
        Files.write(blob(blob.digest()), content);
        return blob;
    }

    private Path blobs() {
        return directory.resolve("blobs").resolve("sha256");
    }

    private Path blob(String digest) {
        return blobs().resolve(Digests.hex(digest));
    }
}
