package network.millrace.agent.workload.image;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads layers once before they are unpacked: hash, stored size, and how large they become. A compressed layer of a few megabytes
 * can unpack to terabytes, and it would be root who writes them.
 */
final class LayerCheck {

    private static final Set<String> PLAIN = Set.of("application/vnd.oci.image.layer.v1.tar");
    private static final Set<String> COMPRESSED =
            Set.of("application/vnd.oci.image.layer.v1.tar+gzip", "application/vnd.docker.image.rootfs.diff.tar.gzip");

    private final OciLayout layout;
    private long allowance;

    LayerCheck(OciLayout layout, long unpackedBytesMax) {
        this.layout = layout;
        this.allowance = unpackedBytesMax;
    }

    void check(OciLayout.Image image) throws ImageProblem, IOException {
        for (OciLayout.Descriptor layer : image.layers()) {
            check(layer);
        }
    }

    private void check(OciLayout.Descriptor layer) throws ImageProblem, IOException {
        boolean compressed = COMPRESSED.contains(layer.mediaType());
        if (!compressed && !PLAIN.contains(layer.mediaType())) {
            throw ImageProblem.broken("a layer is tar or tar+gzip, not " + layer.mediaType());
        }
        Path blob = layout.blob(layer.digest());
        if (!Files.isRegularFile(blob, LinkOption.NOFOLLOW_LINKS)) {
            throw ImageProblem.broken("layer " + layer.digest() + " is absent");
        }
        if (Files.size(blob) != layer.size()) {
            throw ImageProblem.broken(
                    "layer " + layer.digest() + " has " + Files.size(blob) + " bytes instead of " + layer.size());
        }
        read(layer, blob, compressed);
    }

    private void read(OciLayout.Descriptor layer, Path blob, boolean compressed) throws ImageProblem, IOException {
        MessageDigest hash = Digests.sha256();
        try (InputStream file = new DigestInputStream(Files.newInputStream(blob), hash)) {
            countUnpacked(file, compressed);
            file.transferTo(OutputStream.nullOutputStream());
        } catch (ZipException | EOFException e) {
            throw ImageProblem.broken("layer " + layer.digest() + " is not readable: " + e.getMessage());
        }
        String actual = Digests.text(hash.digest());
        if (!actual.equals(layer.digest())) {
            throw ImageProblem.broken("layer " + layer.digest() + " is damaged: it hashes to " + actual);
        }
    }

    private void countUnpacked(InputStream file, boolean compressed) throws ImageProblem, IOException {
        InputStream unpacked = compressed ? new GZIPInputStream(file, 1 << 16) : file;
        byte[] buffer = new byte[1 << 16];
        for (int read = unpacked.read(buffer); read >= 0; read = unpacked.read(buffer)) {
            allowance -= read;
            if (allowance < 0) {
                throw ImageProblem.broken("its layers unpack to more than this machine allows for an image");
            }
        }
    }
}
