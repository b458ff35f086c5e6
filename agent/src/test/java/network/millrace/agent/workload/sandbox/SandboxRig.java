package network.millrace.agent.workload.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.millrace.agent.workload.ImageReference;
import network.millrace.agent.workload.Limits;
import network.millrace.agent.workload.LogLine;
import network.millrace.agent.workload.LogPosition;
import network.millrace.agent.workload.Program;
import network.millrace.agent.workload.Readiness;
import network.millrace.agent.workload.RestartPolicy;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.WorkloadId;
import network.millrace.agent.workload.WorkloadSpec;
import network.millrace.agent.workload.WorkloadState;
import network.millrace.agent.workload.WorkloadStatus;
import network.millrace.agent.workload.image.ImageConfiguration;
import network.millrace.agent.workload.image.OciLayoutWriter;

/** A sandbox on a fresh home, with an image made of busybox. Needs the real parts: without them tests are skipped, in CI they fail. */
final class SandboxRig implements AutoCloseable {

    static final String TAG = "busybox";

    private static final Duration LIMIT = Duration.ofSeconds(60);
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
            "ping",
            "ps",
            "readlink",
            "seq",
            "sh",
            "sleep",
            "tail",
            "touch",
            "umount",
            "unshare",
            "wget",
            "yes");

    static final Limits LIMITS = new Limits(500, 64L << 20, 32, 64L << 20);

    private final Path directory;
    private final SandboxSettings settings;
    private SandboxBackend backend;

    SandboxRig(Path directory) throws Exception {
        this(directory, new SandboxSettings.Logs(1L << 20, 4L << 20));
    }

    SandboxRig(Path directory, SandboxSettings.Logs logs) throws Exception {
        this(directory, settings(directory, logs));
    }

    SandboxRig(Path directory, SandboxSettings settings) throws Exception {
        requireParts();
        this.directory = directory;
        this.settings = settings;
        writeImage(directory.resolve("layouts/test"), "");
        writeImage(directory.resolve("layouts/guest"), "guest");
        this.backend = SandboxBackend.open(settings, InstantSource.system());
    }

    static SandboxSettings settings(Path directory, SandboxSettings.Logs logs) {
        SandboxSettings plain = SandboxSettings.under(directory.resolve("home"))
                .withLayoutDirectories(List.of(directory.resolve("layouts")));
        return new SandboxSettings(plain.home(), plain.share(), plain.images(), logs, plain.network());
    }

    static boolean isRoot() {
        return SandboxParts.isRoot();
    }

    SandboxSettings settings() {
        return settings;
    }

    SandboxBackend backend() {
        return backend;
    }

    SandboxBackend reopen() throws WorkloadException {
        backend.close();
        backend = SandboxBackend.open(settings, InstantSource.system());
        return backend;
    }

    /** The same image, but it runs as an ordinary user. */
    ImageReference guestImage() {
        return ImageReference.parse("oci:" + directory.resolve("layouts/guest") + ":" + TAG);
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

    Slot slot(WorkloadId id) throws IOException {
        WorkloadFiles files = WorkloadFiles.of(settings.home(), id);
        return new Slot(files.record().place().slot(), settings.share());
    }

    @Override
    public void close() throws WorkloadException {
        backend.wipe();
        backend.close();
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
        return backend.start(
                new WorkloadSpec(id, shell(script, ports), LIMITS, RestartPolicy.never(), Map.of("lease", id.value())));
    }

    interface Question {
        boolean isTrue() throws Exception;
    }

    /** Asks until it is so; the limit is only there to end a test that fails. */
    static void await(Question question) throws Exception {
        Instant until = Instant.now().plus(LIMIT);
        while (!question.isTrue()) {
            assertThat(Instant.now()).as("became true within " + LIMIT).isBefore(until);
            Thread.onSpinWait();
            Thread.sleep(10);
        }
    }

    static void requireParts() throws IOException {
        Readiness readiness = SandboxParts.check();
        require("the sandbox", readiness.isUsable(), readiness.sentence());
        require("the test image", isStatic(busybox()), "static busybox; apt-get install -y busybox-static");
    }

    /** Without a part a test is skipped, visibly; in CI that is a failure. */
    static void require(String what, boolean present, String sentence) {
        if (!present && "true".equals(System.getenv("CI"))) {
            fail("in CI the real parts must be there; for " + what + ": " + sentence);
        }
        assumeTrue(present, what + " needs: " + sentence);
    }

    /** A program that names a dynamic loader would not find it in our image. */
    private static boolean isStatic(Optional<Path> program) throws IOException {
        return program.isPresent()
                && !Files.readString(program.get(), StandardCharsets.ISO_8859_1).contains("/ld-linux");
    }

    private static Optional<Path> busybox() {
        return SandboxParts.find("busybox");
    }

    private static ImageConfiguration configuration(String user) {
        return new ImageConfiguration(
                List.of("/bin/sh"),
                List.of("-c", "echo from the image"),
                List.of("PATH=/bin", "GREETING=from-image"),
                new ImageConfiguration.Place("/tmp", user),
                "SIGKILL");
    }

    static String writeImage(Path layout, String user) throws IOException {
        Path busybox = busybox().orElseThrow();
        return new OciLayoutWriter(layout)
                .layer(layer -> {
                    for (String path : List.of("bin", "etc", "home", "proc", "dev", "sys", "root")) {
                        layer.directory(path, 0755);
                    }
                    layer.directory("tmp", 01777);
                    layer.directory("www", 0755);
                    layer.file("www/index.html", 0644, "a page\n".getBytes(StandardCharsets.UTF_8));
                    layer.file("bin/busybox", 0755, busybox);
                    layer.file("bin/busybox-setuid", 04755, busybox);
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
}
