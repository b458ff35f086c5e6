package network.millrace.agent.workload.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes an image of a layout as the archive that {@code docker load} reads, in the form that every Docker Engine takes (Docker image
 * specification 1.2: {@code manifest.json} beside configuration and layers); layouts themselves are read only by Engine 25 and
 * later. Layers go as they are stored, compressed or not.
 */
public final class ImageArchive {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int READABLE = 0644;

    private ImageArchive() {}

    /** @param name {@code repository:tag} under which the engine shall know the image */
    public static void write(OciLayout layout, OciLayout.Image image, String name, OutputStream out)
            throws IOException {
        TarLayer tar = new TarLayer(out);
        tar.file(configName(image), READABLE, layout.blob(image.config().digest()));
        for (OciLayout.Descriptor layer : image.layers()) {
            tar.file(layerName(layer), READABLE, layout.blob(layer.digest()));
        }
        tar.file("manifest.json", READABLE, manifest(image, name).getBytes(StandardCharsets.UTF_8));
        tar.finish();
    }

    private static String manifest(OciLayout.Image image, String name) {
        ArrayNode list = JSON.createArrayNode();
        ObjectNode entry = list.addObject().put("Config", configName(image));
        entry.putArray("RepoTags").add(name);
        ArrayNode layers = entry.putArray("Layers");
        image.layers().forEach(layer -> layers.add(layerName(layer)));
        return list.toString();
    }

    private static String configName(OciLayout.Image image) {
        return Digests.hex(image.config().digest()) + ".json";
    }

    private static String layerName(OciLayout.Descriptor layer) {
        return Digests.hex(layer.digest()) + ".tar";
    }
}
