package network.millrace.agent.workload.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import network.millrace.agent.workload.ImageReference;
import network.millrace.agent.workload.PreparedImage;
import network.millrace.agent.workload.Program;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.WorkloadFault;
import network.millrace.agent.workload.WorkloadId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@SideBySide
@ExtendWith(TestEngine.class)
class DockerImagesTest {

    private static final String VOLUMES =
            "{\"Entrypoint\":[\"/bin/sh\",\"-c\"],\"Cmd\":[\"echo plain\"],\"Env\":[\"PATH=/bin\"],"
                    + "\"WorkingDir\":\"/www\",\"StopSignal\":\"SIGUSR1\",\"Volumes\":{\"/data\":{}}}";

    @TempDir
    Path directory;

    private DockerRig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new DockerRig(directory);
    }

    @AfterEach
    void close() throws Exception {
        if (rig != null) {
            rig.close();
        }
    }

    @Test
    void imageOfARegistryRunsByTheDigestItHad() throws Exception {
        ImageReference reference;
        try (LayoutRegistry registry = registry("{\"Entrypoint\":[\"/bin/sh\",\"-c\",\"echo pulled\"]}")) {
            reference = reference(registry, ":1");
            PreparedImage byTag = rig.backend().prepare(reference);
            PreparedImage byDigest = rig.backend().prepare(reference(registry, "@" + registry.digest()));

            assertThat(byTag.digest()).isEqualTo(registry.digest());
            assertThat(byDigest.digest()).isEqualTo(registry.digest());
            assertThat(byTag.bytes()).isPositive();
        }

        // The registry is gone; a start needs no network.
        assertThat(rig.run(new Program(reference, List.of(), List.of(), Map.of(), List.of())))
                .containsExactly("pulled");
    }

    @Test
    void imageThatIsNotThereIsMissing() throws Exception {
        try (LayoutRegistry registry = registry("{}")) {
            assertThatThrownBy(() -> rig.backend().prepare(reference(registry, ":absent")))
                    .isInstanceOfSatisfying(WorkloadException.class, e -> assertThat(e.fault())
                            .isInstanceOf(WorkloadFault.ImageMissing.class));
        }
    }

    @Test
    void registryThatIsAwayIsUnreachable() throws Exception {
        ImageReference reference;
        try (LayoutRegistry registry = registry("{}")) {
            reference = reference(registry, ":1");
        }
        assertThatThrownBy(() -> rig.backend().prepare(reference))
                .isInstanceOfSatisfying(WorkloadException.class, e -> assertThat(e.fault())
                        .isInstanceOf(WorkloadFault.ImageUnreachable.class));
    }

    @Test
    void imageBeyondTheAllowedSizeIsRefusedAndNotKept() throws Exception {
        DockerSettings plain = DockerRig.settings(directory.resolve("small"));
        DockerSettings small = new DockerSettings(
                plain.home(),
                plain.engine(),
                new DockerSettings.Images(plain.images().layoutDirectories(), 1L << 20, 1L << 30),
                plain.logs(),
                plain.network());
        try (LayoutRegistry registry = registry("{}");
                DockerRig narrow = new DockerRig(directory.resolve("small"), small);
                Engine engine = rig.engine()) {
            ImageReference reference = reference(registry, ":1");

            assertThatThrownBy(() -> narrow.backend().prepare(reference))
                    .isInstanceOfSatisfying(WorkloadException.class, e -> assertThat(e.fault())
                            .isInstanceOf(WorkloadFault.ImageBroken.class));
            assertThatThrownBy(() -> narrow.backend().prepare(narrow.image()))
                    .isInstanceOfSatisfying(WorkloadException.class, e -> assertThat(e.fault())
                            .isInstanceOf(WorkloadFault.ImageBroken.class));

            assertThat(new EngineImages(engine, directory).find(reference.toString()))
                    .isEmpty();
        }
    }

    /** An engine would put a declared volume beside the writable layer, where no limit reaches. */
    @Test
    void declaredVolumesArePartOfTheWritableLayer() throws Exception {
        try (LayoutRegistry registry = registry(VOLUMES)) {
            ImageReference image = reference(registry, ":1");
            WorkloadId id = new WorkloadId("with-volume");

            List<String> printed = rig.run(new Program(image, List.of(), List.of(), Map.of(), List.of()));
            rig.start(
                    id,
                    new Program(
                            image, List.of(), List.of("cat /data/seed; pwd; exec sleep 1000"), Map.of(), List.of()));
            DockerRig.await(() -> rig.log(id).size() == 2);

            assertThat(printed).containsExactly("plain");
            assertThat(rig.log(id)).containsExactly("from the image", "/www");
            try (Engine engine = rig.engine()) {
                assertThat(engine.container(rig.names().program(id))
                                .orElseThrow()
                                .getMounts())
                        .isNullOrEmpty();
            }
        }
    }

    @Test
    void damagedLayoutIsRefused() throws Exception {
        Path layer = layer();
        Files.write(layer, new byte[] {1}, StandardOpenOption.APPEND);

        assertThatThrownBy(() -> rig.backend().prepare(rig.image()))
                .isInstanceOfSatisfying(WorkloadException.class, e -> assertThat(e.fault())
                        .isInstanceOf(WorkloadFault.ImageBroken.class));
    }

    @Test
    void layoutOutsideOfTheOfferedFoldersIsMissing() throws Exception {
        Path elsewhere = directory.resolve("elsewhere");
        DockerRig.writeImage(elsewhere, "");

        assertThatThrownBy(() -> rig.backend().prepare(ImageReference.parse("oci:" + elsewhere + ":" + DockerRig.TAG)))
                .isInstanceOfSatisfying(WorkloadException.class, e -> assertThat(e.fault())
                        .isInstanceOf(WorkloadFault.ImageMissing.class));
    }

    @Test
    void imageThatSomebodyPrunedIsLoadedAgain() throws Exception {
        String digest = rig.backend().prepare(rig.image()).digest();
        try (Engine engine = rig.engine()) {
            new EngineImages(engine, directory).forget("millrace.local/image:" + digest.substring("sha256:".length()));
        }

        assertThat(rig.run("echo again")).containsExactly("again");
    }

    @Test
    void unusedImagesGoWhenTheyAreTooMany() throws Exception {
        DockerSettings plain = DockerRig.settings(directory.resolve("crowded"));
        DockerSettings crowded = new DockerSettings(
                plain.home(),
                plain.engine(),
                new DockerSettings.Images(plain.images().layoutDirectories(), 1L << 30, 1),
                plain.logs(),
                plain.network());
        try (Engine engine = Engine.at(crowded.engine(), directory.resolve("client"))) {
            DockerRig.writeImage(directory.resolve("crowded/layouts/test"), "guest");
            DockerImages images = new DockerImages(crowded, engine);
            String digest = images.prepare(ImageReference.parse(
                            "oci:" + directory.resolve("crowded/layouts/test") + ":" + DockerRig.TAG))
                    .digest();
            EngineImages store = new EngineImages(engine, directory);
            String name = "millrace.local/image:" + digest.substring("sha256:".length());

            images.evict(Set.of(digest));
            assertThat(store.find(name)).isPresent();
            images.evict(Set.of());

            assertThat(store.find(name)).isEmpty();
        }
    }

    private LayoutRegistry registry(String config) throws Exception {
        String address = TestEngine.running().machineAddress();
        assumeTrue(!address.isEmpty(), "needs an engine that takes images from this machine without TLS");
        return new LayoutRegistry(address, layer(), config);
    }

    private static ImageReference reference(LayoutRegistry registry, String version) {
        return ImageReference.parse(registry.host() + "/test/app" + version);
    }

    /** The largest blob of the rig's image. */
    private Path layer() throws Exception {
        try (Stream<Path> blobs = Files.list(directory.resolve("layouts/test/blobs/sha256"))) {
            return blobs.max(Comparator.comparingLong(blob -> blob.toFile().length()))
                    .orElseThrow();
        }
    }
}
