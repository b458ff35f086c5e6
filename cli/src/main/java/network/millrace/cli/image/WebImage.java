package network.millrace.cli.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import network.millrace.agent.workload.image.ImageConfiguration;
import network.millrace.agent.workload.image.OciLayoutWriter;
import network.millrace.agent.workload.image.TarLayer;
import network.millrace.cli.output.Progress;
import network.millrace.protocol.crypto.Hash;

/**
 * An image with one page and the JDK's own small web server ({@code jwebserver}), as an OCI layout. It needs no registry and no tool beside the
 * JDK: jlink makes the runtime, and the C library is copied from this machine. Kept by what it is made of, so that it is made once.
 */
public final class WebImage {
    /** Raised when what is written below changes without a change of the JDK or the page. */
    private static final String RECIPE = "2";

    private static final int PORT = 8080;
    private static final String RUNTIME = "opt/java";

    private WebImage() {}

    /** The layout's folder below {@code images}, made when it is not there. */
    public static Path in(Path images, Progress progress) throws IOException {
        Path layout = images.resolve("web-" + key());
        if (Files.isRegularFile(layout.resolve("index.json"))) {
            return layout;
        }
        progress.report("making the image of the web example (jlink)");
        Files.createDirectories(images);
        Path draft = Files.createTempDirectory(images, "draft-");
        try {
            Path runtime = new JavaRuntime(draft.resolve("runtime")).link();
            Path finished = draft.resolve("layout");
            write(finished, runtime);
            publish(finished, layout);
        } finally {
            Folders.delete(draft);
        }
        return layout;
    }

    /** Two programs may make the image at the same time; it is the same image, so the later one is dropped. */
    private static void publish(Path finished, Path layout) throws IOException {
        try {
            Files.move(finished, layout, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException wrong) {
            throw wrong;
        } catch (FileSystemException occupied) {
            if (!Files.isRegularFile(layout.resolve("index.json"))) {
                throw occupied;
            }
        }
    }

    private static void write(Path layout, Path runtime) throws IOException {
        Set<Path> libraries = new Libraries(runtime).needed();
        new OciLayoutWriter(layout)
                .layer(layer -> system(layer, runtime, libraries))
                .layer(layer -> {
                    layer.directory("www", 0755);
                    layer.file("www/index.html", 0644, page());
                })
                .write("1", ImageConfiguration.running(entrypoint(), List.of("PATH=/" + RUNTIME + "/bin")));
    }

    private static void system(TarLayer layer, Path runtime, Set<Path> libraries) throws IOException {
        for (String folder : folders(libraries)) {
            layer.directory(folder, folder.equals("tmp") ? 01777 : 0755);
        }
        layer.file("etc/passwd", 0644, text("root:x:0:0:root:/:/sbin/nologin\n"));
        layer.file("etc/group", 0644, text("root:x:0:\n"));
        for (Path library : libraries) {
            layer.file(library.toString().substring(1), 0755, library.toRealPath());
        }
        layer.tree(RUNTIME, runtime);
    }

    /** All folders in which something lies, parents first. */
    private static Set<String> folders(Set<Path> libraries) {
        Set<String> folders = new TreeSet<>(List.of("etc", "opt", "proc", "sys", "dev", "tmp"));
        for (Path library : libraries) {
            for (Path parent = library.getParent(); parent != null && parent.getNameCount() > 0; ) {
                folders.add(parent.toString().substring(1));
                parent = parent.getParent();
            }
        }
        return folders;
    }

    /** What {@code jwebserver} starts, with a small heap; the tool itself takes no options for the virtual machine. */
    private static List<String> entrypoint() {
        return List.of(
                "/" + RUNTIME + "/bin/java",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx24m",
                "-m",
                "jdk.httpserver",
                "-b",
                "0.0.0.0",
                "-p",
                Integer.toString(PORT),
                "-d",
                "/www");
    }

    private static String key() throws IOException {
        byte[] release = Files.readAllBytes(JavaRuntime.home().resolve("release"));
        String parts = RECIPE + "\n" + Hash.sha256(release).hex() + "\n"
                + Hash.sha256(page()).hex() + "\n" + entrypoint();
        return Hash.sha256(text(parts)).hex().substring(0, 16);
    }

    private static byte[] page() throws IOException {
        try (InputStream page = Objects.requireNonNull(WebImage.class.getResourceAsStream("index.html"))) {
            return page.readAllBytes();
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
