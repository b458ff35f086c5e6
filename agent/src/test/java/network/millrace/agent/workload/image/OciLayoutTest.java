package network.millrace.agent.workload.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OciLayoutTest {

    private static final long LARGE = 1L << 30;
    private static final ImageConfiguration CONFIGURATION = new ImageConfiguration(
            List.of("/bin/app"),
            List.of("--port", "80"),
            List.of("A=b"),
            new ImageConfiguration.Place("/srv", "guest"),
            "SIGINT");

    @TempDir
    Path directory;

    private Path layout(String name) throws IOException {
        Path layout = directory.resolve(name);
        new OciLayoutWriter(layout)
                .layer(layer -> {
                    layer.directory("etc", 0755);
                    layer.file("etc/name", 0644, "content".getBytes(StandardCharsets.UTF_8));
                })
                .layer(layer -> layer.symbolicLink("etc/link", "name"))
                .write("v1", CONFIGURATION);
        return layout;
    }

    private static void assertBroken(String message, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ImageProblem.class, problem -> {
            assertThat(problem.isMissing()).isFalse();
            assertThat(problem).hasMessageContaining(message);
        });
    }

    private ThrowingCallable copying(Path source, long unpackedBytesMax) {
        return () -> OciLayoutCopy.copy(new OciLayout(source), "v1", directory.resolve("copy"), unpackedBytesMax);
    }

    @Test
    void whatIsWrittenCanBeRead() throws Exception {
        OciLayout layout = new OciLayout(layout("one"));

        OciLayout.Image image = layout.image("v1");

        assertThat(layout.configuration(image)).isEqualTo(CONFIGURATION);
        assertThat(image.layers()).hasSize(2);
        assertThat(image.bytes())
                .isEqualTo(image.layers().stream()
                        .mapToLong(OciLayout.Descriptor::size)
                        .sum());
    }

    @Test
    void sameContentHasTheSameDigest() throws Exception {
        assertThat(new OciLayout(layout("one")).image("v1").manifest())
                .isEqualTo(new OciLayout(layout("two")).image("v1").manifest());
    }

    @Test
    void copyIsTheSameImageUnderItsOwnTag() throws Exception {
        OciLayout source = new OciLayout(layout("one"));

        OciLayout.Image copied = OciLayoutCopy.copy(source, "v1", directory.resolve("copy"), LARGE);

        assertThat(OciLayoutCopy.check(new OciLayout(directory.resolve("copy")), LARGE))
                .isEqualTo(copied);
        assertThat(copied.manifest().digest())
                .isEqualTo(source.image("v1").manifest().digest());
    }

    @Test
    void absentTagOrLayoutIsMissing() throws Exception {
        Path layout = layout("one");

        assertThatThrownBy(() -> new OciLayout(layout).image("v2"))
                .isInstanceOfSatisfying(ImageProblem.class, problem -> assertThat(problem.isMissing())
                        .isTrue())
                .hasMessageContaining("[v1]");
        assertThatThrownBy(() -> new OciLayout(directory.resolve("none")).image("v1"))
                .isInstanceOfSatisfying(ImageProblem.class, problem -> assertThat(problem.isMissing())
                        .isTrue());
    }

    @Test
    void changedLayerIsFound() throws Exception {
        Path source = layout("one");
        OciLayout layout = new OciLayout(source);
        Path blob = layout.blob(layout.image("v1").layers().getFirst().digest());
        byte[] content = Files.readAllBytes(blob);
        content[600] ^= 1;
        Files.write(blob, content);

        assertBroken("is damaged", copying(source, LARGE));
    }

    @Test
    void shortenedAndAbsentLayersAreFound() throws Exception {
        Path source = layout("one");
        OciLayout layout = new OciLayout(source);
        Path blob = layout.blob(layout.image("v1").layers().getFirst().digest());
        Files.write(blob, new byte[10]);
        assertBroken("has 10 bytes", copying(source, LARGE));

        Files.delete(blob);
        assertBroken("is absent", () -> OciLayoutCopy.copy(layout, "v1", directory.resolve("copy2"), LARGE));
    }

    @Test
    void changedManifestIsFound() throws Exception {
        Path source = layout("one");
        OciLayout layout = new OciLayout(source);
        Path manifest = layout.blob(layout.image("v1").manifest().digest());
        Files.writeString(manifest, Files.readString(manifest) + " ");

        assertBroken("is damaged", () -> layout.image("v1"));
    }

    @Test
    void blobThatIsALinkElsewhereIsNotFollowed() throws Exception {
        Path source = layout("one");
        OciLayout layout = new OciLayout(source);
        Path blob = layout.blob(layout.image("v1").layers().getFirst().digest());
        Path moved = Files.move(blob, directory.resolve("elsewhere"));
        Files.createSymbolicLink(blob, moved);

        assertBroken("is absent", copying(source, LARGE));
    }

    @Test
    void imageThatUnpacksToTooMuchIsRefused() throws Exception {
        assertBroken("unpack to more", copying(layout("one"), 1_000));
    }

    /** A megabyte of zeros in a kilobyte: what is counted is what comes out. */
    @Test
    void compressedBombIsRefused() throws Exception {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bomb)) {
            out.write(new byte[1 << 20]);
        }
        Path source = withLayer(bomb.toByteArray(), "application/vnd.oci.image.layer.v1.tar+gzip");

        assertBroken("unpack to more", copying(source, 1 << 19));
        OciLayoutCopy.copy(new OciLayout(source), "v1", directory.resolve("allowed"), 1 << 21);
    }

    @Test
    void unreadableCompressionAndUnknownKindsAreRefused() throws Exception {
        Path garbled = withLayer(new byte[] {1, 2, 3}, "application/vnd.oci.image.layer.v1.tar+gzip");
        assertBroken("is not readable", copying(garbled, LARGE));

        Path unknown = withLayer(new byte[] {1, 2, 3}, "application/vnd.oci.image.layer.v1.tar+zstd");
        assertBroken(
                "tar or tar+gzip",
                () -> OciLayoutCopy.copy(new OciLayout(unknown), "v1", directory.resolve("copy2"), LARGE));
    }

    @Test
    void longNamesAndOddModesSurviveTar() throws Exception {
        String deep = "d".repeat(90) + "/" + "e".repeat(90) + "/" + "f".repeat(90);
        Path layout = directory.resolve("long");
        new OciLayoutWriter(layout)
                .layer(layer -> {
                    layer.file(deep, 04755, new byte[1_000]);
                    layer.symbolicLink("link", deep);
                    layer.directory("tmp", 01777);
                })
                .write("v1", CONFIGURATION);
        OciLayout read = new OciLayout(layout);
        Path blob = read.blob(read.image("v1").layers().getFirst().digest());

        Process tar = new ProcessBuilder("tar", "-tvf", blob.toString()).start();
        List<String> entries = new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();

        assertThat(tar.waitFor()).isZero();
        assertThat(entries).hasSize(3);
        assertThat(entries.get(0)).startsWith("-rwsr-xr-x").contains("1000").endsWith(deep);
        assertThat(entries.get(1)).endsWith("link -> " + deep);
        assertThat(entries.get(2)).startsWith("drwxrwxrwt").endsWith("tmp/");
    }

    @Test
    void pathsThatLeaveTheLayerAreRefused() throws Exception {
        OciLayoutWriter writer = new OciLayoutWriter(directory.resolve("bad"));

        for (String path : List.of("/absolute", "../up", "a/../../b", "")) {
            assertThatThrownBy(() -> writer.layer(layer -> layer.file(path, 0644, new byte[0])))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** An image with one given layer, its digests right. */
    private Path withLayer(byte[] layer, String mediaType) throws IOException {
        Path layout = layout("layer" + mediaType.hashCode());
        Path blobs = layout.resolve("blobs/sha256");
        String layerDigest = store(blobs, layer);
        String config = "{\"architecture\":\"" + Platform.architecture() + "\",\"os\":\"linux\",\"config\":{}}";
        String configDigest = store(blobs, config.getBytes(StandardCharsets.UTF_8));
        String manifest = "{\"schemaVersion\":2,\"config\":{\"digest\":\"" + configDigest + "\",\"size\":"
                + config.length()
                + "},\"layers\":[{\"mediaType\":\"" + mediaType + "\",\"digest\":\"" + layerDigest + "\",\"size\":"
                + layer.length + "}]}";
        String manifestDigest = store(blobs, manifest.getBytes(StandardCharsets.UTF_8));
        Files.writeString(
                layout.resolve("index.json"),
                "{\"manifests\":[{\"mediaType\":\"" + OciLayout.MANIFEST_TYPE + "\",\"digest\":\"" + manifestDigest
                        + "\",\"size\":" + manifest.length() + ",\"annotations\":{\"" + OciLayout.TAG_ANNOTATION
                        + "\":\"v1\"}}]}");
        return layout;
    }

    private static String store(Path blobs, byte[] content) throws IOException {
        String digest = Digests.of(content);
        Files.write(blobs.resolve(Digests.hex(digest)), content);
        return digest;
    }
}
