package network.millrace.agent.workload.docker;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real Docker Engine for all tests of this package. Root gets one of its own, in namespaces that leave the machine's firewall alone,
 * and which ends with the tests; others use the one that answers. Without any, tests are skipped, in CI they fail.
 */
final class TestEngine implements BeforeAllCallback {

    private static final String REMEDY = "a Docker Engine; apt-get install -y docker.io";
    private static final long END_LIMIT_S = 30;

    /**
     * An engine.
     *
     * @param publishAddress where ports of its containers can be reached from here
     * @param namespace of the network that it is in; empty when that is this machine's
     * @param machineAddress this machine's address as that network sees it, from which it takes images without TLS
     */
    record Running(String host, String publishAddress, String namespace, String machineAddress, Lifetime lifetime) {}

    /** What ends an engine. */
    interface Lifetime extends AutoCloseable {
        @Override
        void close() throws IOException;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        store(context).computeIfAbsent(TestEngine.class, _ -> start(), Lifetime.class);
    }

    static Running running() {
        return Started.ENGINE;
    }

    private static ExtensionContext.Store store(ExtensionContext context) {
        return context.getRoot().getStore(ExtensionContext.Namespace.create(TestEngine.class));
    }

    private static Lifetime start() {
        return Started.ENGINE.lifetime();
    }

    /** One engine serves all test classes. */
    private static final class Started {
        private static final Running ENGINE = find();
    }

    private static Running find() {
        try {
            if (isRoot() && isInstalled("dockerd") && isInstalled("ip") && isInstalled("nsenter")) {
                return own();
            }
            String host = EngineAddress.ofThisMachine();
            if (!EngineAddress.socket(host).isEmpty() && Files.isWritable(Path.of(EngineAddress.socket(host)))) {
                return new Running(host, "127.0.0.1", "", "", () -> {});
            }
        } catch (IOException e) {
            return fail("the test's Docker Engine did not start", e);
        }
        if ("true".equals(System.getenv("CI"))) {
            return fail("in CI the real parts must be there; the Docker backend needs " + REMEDY);
        }
        assumeTrue(false, "the Docker backend needs " + REMEDY);
        throw new IllegalStateException("an assumption that fails throws");
    }

    private static Running own() throws IOException {
        Path folder = Files.createTempDirectory("millrace-engine-");
        Path script = folder.resolve("engine.sh");
        try (InputStream text = TestEngine.class.getResourceAsStream("engine.sh")) {
            Files.copy(text, script, StandardCopyOption.REPLACE_EXISTING);
        }
        long process = ProcessHandle.current().pid();
        String name = "mrd" + process;
        int subnet = (int) (process % (1 << 13)) * 4;
        String prefix = "198.19." + (subnet / 256) + ".";
        String host = prefix + (subnet % 256 + 1);
        String guest = prefix + (subnet % 256 + 2);
        Process engine = new ProcessBuilder(List.of("sh", script.toString(), folder.toString(), name, host, guest))
                .redirectErrorStream(true)
                .start();
        awaitReady(new BufferedReader(engine.inputReader(StandardCharsets.UTF_8)));
        return new Running("unix://" + folder.resolve("engine.sock"), guest, name, host, () -> end(engine, folder));
    }

    private static void awaitReady(BufferedReader said) throws IOException {
        List<String> before = new ArrayList<>();
        for (String line = said.readLine(); !"ready".equals(line); line = said.readLine()) {
            if (line == null) {
                throw new IOException(String.join("\n", before));
            }
            before.add(line);
        }
    }

    private static void end(Process engine, Path folder) throws IOException {
        engine.outputWriter(StandardCharsets.UTF_8).close();
        engine.onExit().completeOnTimeout(engine, END_LIMIT_S, TimeUnit.SECONDS).join();
        if (engine.isAlive()) {
            engine.destroyForcibly();
            throw new IOException("the test's Docker Engine did not end; its log is " + folder.resolve("engine.log"));
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static boolean isRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }

    private static boolean isInstalled(String program) {
        return Stream.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin")
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
