package network.millrace.agent.workload.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import network.millrace.agent.workload.ImageReference;
import network.millrace.agent.workload.Limits;
import network.millrace.agent.workload.LogLine;
import network.millrace.agent.workload.LogPosition;
import network.millrace.agent.workload.Program;
import network.millrace.agent.workload.RestartPolicy;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.WorkloadId;
import network.millrace.agent.workload.WorkloadSpec;
import network.millrace.agent.workload.WorkloadState;
import network.millrace.agent.workload.WorkloadStatus;
import network.millrace.agent.workload.image.ImageConfiguration;
import network.millrace.agent.workload.image.OciLayoutWriter;

/** A Docker backend on a fresh home, over the {@link TestEngine}, with an image made of busybox. */
final class DockerRig implements AutoCloseable {

    static final String TAG = "busybox";
    static final Limits LIMITS = new Limits(500, 64L << 20, 32, 64L << 20);

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Path BUSYBOX = Path.of("/bin/busybox");
    private static final List<String> APPLETS = List.of(
            "cat",
            "chmod",
            "dd",
            "echo",
            "grep",
            "head",
            "httpd",
            "id",
            "ip",
            "kill",
            "ls",
            "mkdir",
            "mknod",
            "mount",
            "nc",
            "nslookup",
            "ping",
            "ps",
            "seq",
            "sh",
            "sleep",
            "tail",
            "touch",
            "trap",
            "umount",
            "unshare",
            "wget",
            "yes");

    private final Path directory;
    private final DockerSettings settings;
    private DockerBackend backend;

    DockerRig(Path directory) throws Exception {
        this(directory, settings(directory));
    }

    DockerRig(Path directory, DockerSettings settings) throws Exception {
        this.directory = directory;
        this.settings = settings;
        writeImage(directory.resolve("layouts/test"), "");
        this.backend = DockerBackend.open(settings, InstantSource.system());
    }

    static DockerSettings settings(Path directory) {
        DockerSettings plain = DockerSettings.under(directory.resolve("home"))
                .withLayoutDirectories(List.of(directory.resolve("layouts")));
        DockerSettings.Network network = plain.network();
        return new DockerSettings(
                plain.home(),
                TestEngine.running().host(),
                plain.images(),
                new DockerSettings.Logs(1L << 20, 4L << 20),
                new DockerSettings.Network(
                        network.egress(),
                        network.nameservers(),
                        network.subnets(),
                        TestEngine.running().publishAddress()));
    }

    DockerSettings settings() {
        return settings;
    }

    DockerBackend backend() {
        return backend;
    }

    DockerBackend reopen() throws WorkloadException {
        backend.close();
        return open();
    }

    /** After the backend was closed. */
    DockerBackend open() throws WorkloadException {
        backend = DockerBackend.open(settings, InstantSource.system());
        return backend;
    }

    ImageReference image() {
        return ImageReference.parse("oci:" + directory.resolve("layouts/test") + ":" + TAG);
    }

    Program shell(String script, Integer... ports) {
        return new Program(image(), List.of("/bin/sh", "-c", script), List.of(), Map.of(), List.of(ports));
    }

    WorkloadStatus status(WorkloadId id) throws WorkloadException {
        return backend.inspect(id).orElseThrow();
    }

    /** The whole log, as far as it is kept. */
    List<String> log(WorkloadId id) throws WorkloadException {
        return backend.logs(id, LogPosition.START, 1_000_000, Duration.ZERO).lines().stream()
                .map(LogLine::text)
                .toList();
    }

    Engine engine() throws IOException {
        return Engine.at(settings.engine(), directory.resolve("client"));
    }

    Names names() throws IOException {
        return new Names(Files.readString(settings.home().resolve("identity")));
    }

    /** Runs a script to its end and returns what it printed. */
    List<String> run(String script) throws Exception {
        return run(shell(script));
    }

    List<String> run(Program program) throws Exception {
        WorkloadId id = new WorkloadId("probe");
        backend.start(new WorkloadSpec(id, program, LIMITS, RestartPolicy.never(), Map.of()));
        await(() -> status(id).state() instanceof WorkloadState.Exited);
        List<String> printed = log(id);
        backend.destroy(id);
        return printed;
    }

    /** Starts a script that is expected to stay. */
    WorkloadStatus start(WorkloadId id, String script, Integer... ports) throws Exception {
        return start(id, shell(script, ports));
    }

    WorkloadStatus start(WorkloadId id, Program program) throws Exception {
        return backend.start(new WorkloadSpec(id, program, LIMITS, RestartPolicy.never(), Map.of("lease", id.value())));
    }

    @Override
    public void close() throws WorkloadException, IOException {
        backend.wipe();
        backend.close();
    }

    interface Question {
        boolean isTrue() throws Exception;
    }

    /** Asks until it is so; the limit is only there to end a test that fails. */
    static void await(Question question) throws Exception {
        Instant until = Instant.now().plus(LIMIT);
        while (!question.isTrue()) {
            assertThat(Instant.now()).as("became true within " + LIMIT).isBefore(until);
            Thread.sleep(20);
        }
    }

    static String writeImage(Path layout, String user) throws IOException {
        return new OciLayoutWriter(layout)
                .layer(layer -> {
                    for (String path : List.of("bin", "etc", "home", "proc", "dev", "sys", "root", "data")) {
                        layer.directory(path, 0755);
                    }
                    layer.directory("tmp", 01777);
                    layer.directory("www", 0755);
                    layer.file("www/index.html", 0644, "a page\n".getBytes(StandardCharsets.UTF_8));
                    layer.file("data/seed", 0644, "from the image\n".getBytes(StandardCharsets.UTF_8));
                    layer.file("bin/busybox", 0755, BUSYBOX);
                    layer.file("bin/busybox-setuid", 04755, BUSYBOX);
                    for (String applet : APPLETS) {
                        layer.symbolicLink("bin/" + applet, "busybox");
                    }
                    layer.file(
                            "etc/passwd",
                            0644,
                            "root:x:0:0::/root:/bin/sh\nguest:x:1000:1000::/home:/bin/sh\n"
                                    .getBytes(StandardCharsets.UTF_8));
                })
                .write(TAG, configuration(user));
    }

    private static ImageConfiguration configuration(String user) {
        return new ImageConfiguration(
                List.of("/bin/sh"),
                List.of("-c", "echo from the image"),
                List.of("PATH=/bin", "GREETING=from-image"),
                new ImageConfiguration.Place("/tmp", user),
                "SIGKILL");
    }
}
