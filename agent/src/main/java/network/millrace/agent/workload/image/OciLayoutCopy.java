package network.millrace.agent.workload.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Takes one image out of a layout into a layout of its own. Blobs are copied, not linked, and checked after copying, so whoever
 * may write the source cannot change what was checked.
 */
public final class OciLayoutCopy {

    /** The tag of the image in its own layout. */
    public static final String TAG = "image";

    private OciLayoutCopy() {}

    /**
     * Copies the image {@code tag} of {@code source} to {@code target}, which must not exist yet.
     *
     * @throws ImageProblem when the image is absent, damaged, for another platform, or unpacks to more than allowed
     */
    public static OciLayout.Image copy(OciLayout source, String tag, Path target, long unpackedBytesMax)
            throws ImageProblem, IOException {
        OciLayout.Image image = source.image(tag);
        OciLayout copy = new OciLayout(target);
        Files.createDirectories(target.resolve("blobs").resolve("sha256"));
        copyBlob(source, copy, image.manifest());
        copyBlob(source, copy, image.config());
        for (OciLayout.Descriptor layer : image.layers()) {
            copyBlob(source, copy, layer);
        }
        Files.writeString(target.resolve("index.json"), index(image.manifest()));
        Files.writeString(target.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
        check(copy, unpackedBytesMax);
        return image;
    }

    /** Checks every byte of the image {@value #TAG} of a layout that nobody else may write. */
    public static OciLayout.Image check(OciLayout layout, long unpackedBytesMax) throws ImageProblem, IOException {
        OciLayout.Image image = layout.image(TAG);
        layout.configuration(image);
        new LayerCheck(layout, unpackedBytesMax).check(image);
        return image;
    }

    private static void copyBlob(OciLayout source, OciLayout target, OciLayout.Descriptor blob)
            throws ImageProblem, IOException {
        Path from = source.blob(blob.digest());
        if (!Files.isRegularFile(from, LinkOption.NOFOLLOW_LINKS)) {
            throw ImageProblem.broken("blob " + blob.digest() + " is absent");
        }
        if (Files.notExists(target.blob(blob.digest()))) {
            Files.copy(from, target.blob(blob.digest()));
        }
    }

    private static String index(OciLayout.Descriptor manifest) {
        return "{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\"" + OciLayout.MANIFEST_TYPE + "\",\"digest\":\""
                + manifest.digest() + "\",\"size\":" + manifest.size() + ",\"annotations\":{\""
                + OciLayout.TAG_ANNOTATION
                + "\":\"" + TAG + "\"}}]}";
    }
}
