package network.millrace.agent.workload.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import network.millrace.agent.testkit.PlainDoor;
import network.millrace.agent.workload.ImageReference;
import network.millrace.agent.workload.PreparedImage;
import network.millrace.agent.workload.Program;
import network.millrace.agent.workload.RestartPolicy;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.WorkloadFault;
import network.millrace.agent.workload.WorkloadId;
import network.millrace.agent.workload.WorkloadSpec;
import network.millrace.agent.workload.WorkloadState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real skopeo against a registry that serves one layout over plain HTTP on loopback. */
@SideBySide
class ImageRegistryTest {

    private static final WorkloadId ID = new WorkloadId("pulled");
    private static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";

    @TempDir
    Path directory;

    private HttpServer registry;
    private PlainDoor door;
    private SandboxBackend backend;
    private Path layout;
    private String digest;
    private volatile boolean broken;

    @BeforeEach
    void open() throws Exception {
        SandboxRig.requireParts();
        SandboxRig.require("skopeo", SandboxParts.find("skopeo").isPresent(), "skopeo; apt-get install -y skopeo");
        layout = directory.resolve("layout");
        digest = SandboxRig.writeImage(layout, "");
        registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registry.createContext("/v2/", this::answer);
        registry.start();
        door = new PlainDoor(registry.getAddress());
        backend = open(directory.resolve("home"), List.of(door.host()));
    }

    @AfterEach
    void close() throws Exception {
        if (backend != null) {
            backend.wipe();
            backend.close();
            door.close();
            registry.stop(0);
        }
    }

    private static SandboxBackend open(Path home, List<String> plainHttp) throws WorkloadException {
        SandboxSettings plain = SandboxSettings.under(home);
        SandboxSettings.Images images = new SandboxSettings.Images(List.of(), plainHttp, 1L << 30, 1L << 30);
        return SandboxBackend.open(
                new SandboxSettings(home, plain.share(), images, plain.logs(), plain.network()),
                InstantSource.system());
    }

    private ImageReference image(String version) {
        return ImageReference.parse("docker://" + door.host() + "/team/app" + version);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String[] parts = exchange.getRequestURI().getPath().split("/");
        String last = parts[parts.length - 1];
        String wanted = last.equals("1.0") ? digest : last;
        Path blob = layout.resolve("blobs/sha256").resolve(wanted.replace("sha256:", ""));
        if (broken) {
            exchange.sendResponseHeaders(418, -1);
            exchange.close();
            return;
        }
        boolean base = parts.length == 2;
        boolean known = wanted.startsWith("sha256:") && Files.exists(blob);
        byte[] body = known
                ? Files.readAllBytes(blob)
                : "{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\"}]}".getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders()
                .set("Content-Type", wanted.equals(digest) ? MANIFEST_TYPE : "application/octet-stream");
        exchange.sendResponseHeaders(
                base || known ? 200 : 404, exchange.getRequestMethod().equals("HEAD") ? -1 : body.length);
        if (!exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    @Test
    void pulledImageRunsUnderTheDigestOfTheRegistry() throws Exception {
        PreparedImage prepared = backend.prepare(image(":1.0"));
        door.close();
        Program program = new Program(image(":1.0"), List.of("/bin/echo", "pulled"), List.of(), Map.of(), List.of());

        backend.start(new WorkloadSpec(ID, program, SandboxRig.LIMITS, RestartPolicy.never(), Map.of()));
        SandboxRig.await(() -> backend.inspect(ID).orElseThrow().state() instanceof WorkloadState.Exited);

        assertThat(prepared.digest()).isEqualTo(digest);
        assertThat(backend.inspect(ID).orElseThrow().imageDigest()).isEqualTo(digest);
    }

    @Test
    void pinnedImageIsFetchedByItsDigest() throws Exception {
        assertThat(backend.prepare(image("@" + digest)).digest()).isEqualTo(digest);
    }

    @Test
    void unknownTagIsMissing() {
        assertThatThrownBy(() -> backend.prepare(image(":2.0")))
                .isInstanceOfSatisfying(WorkloadException.class, e -> assertThat(e.fault())
                        .isInstanceOf(WorkloadFault.ImageMissing.class));
    }

    /** Not the machine's fault: whoever named the registry bears it. */
    @Test
    void registryThatIsAwayOrAnswersNonsenseIsUnreachable() throws Exception {
        broken = true;
        assertUnreachable(image(":1.0"));
        broken = false;
        ImageReference away = image(":1.0");
        door.close();
        assertUnreachable(away);
    }

    private void assertUnreachable(ImageReference image) {
        assertThatThrownBy(() -> backend.prepare(image))
                .isInstanceOfSatisfying(WorkloadException.class, e -> assertThat(e.fault())
                        .isInstanceOf(WorkloadFault.ImageUnreachable.class));
    }

    @Test
    void otherRegistriesAreAskedOverTlsOnly() throws Exception {
        try (SandboxBackend strict = open(directory.resolve("strict"), List.of())) {
            assertThatThrownBy(() -> strict.prepare(image(":1.0"))).isInstanceOf(WorkloadException.class);
        }
        assertThat(door.firstBytes()).containsExactly(22);
    }

    @Test
    void layoutsOutsideTheOfferedFoldersAreMissingWithoutTellingMore() {
        ImageReference real = ImageReference.parse("oci:" + layout + ":" + SandboxRig.TAG);
        ImageReference absent = ImageReference.parse("oci:/nowhere:" + SandboxRig.TAG);

        String told = assertMissing(real).replace(real.toString(), "IMAGE");
        assertThat(assertMissing(absent).replace(absent.toString(), "IMAGE")).isEqualTo(told);
    }

    private String assertMissing(ImageReference image) {
        try {
            backend.prepare(image);
        } catch (WorkloadException e) {
            assertThat(e.fault()).isInstanceOf(WorkloadFault.ImageMissing.class);
            return e.fault().sentence();
        }
        throw new AssertionError(image + " was prepared");
    }
}
