package network.millrace.agent.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import network.millrace.agent.lease.ManifestRefusal;
import network.millrace.agent.testkit.Fixtures;
import network.millrace.client.sdl.ManifestJson;
import network.millrace.protocol.manifest.v1.Manifest;
import network.millrace.protocol.manifest.v1.ManifestGroup;
import network.millrace.protocol.manifest.v1.Service;
import network.millrace.protocol.manifest.v1.ServiceExpose;
import network.millrace.protocol.resources.v1.Gpu;
import network.millrace.protocol.resources.v1.GroupSpec;
import network.millrace.protocol.resources.v1.Resources;
import org.junit.jupiter.api.Test;

class CheckedManifestsTest {

    private static final Resources ORDERED = resources(1_000);
    private static final GroupSpec GROUP = group();

    private final CheckedManifests manifests = new CheckedManifests();

    @Test
    void takesWhatWasOrdered() throws ManifestRefusal {
        ManifestGroup read = manifests.read(json(manifest(ORDERED)), GROUP);

        assertThat(read.getServices(0).getImage()).isEqualTo("nginx:1.27");
    }

    @Test
    void refusesWhatAsksForMoreThanWasOrdered() {
        byte[] greedy = json(manifest(resources(2_000)));

        assertThatThrownBy(() -> manifests.read(greedy, GROUP))
                .isInstanceOf(ManifestRefusal.class)
                .hasMessageContaining("does not fit what was ordered");
    }

    @Test
    void refusesWhatLacksTheGroup() {
        assertThatThrownBy(() -> manifests.read(json(Manifest.getDefaultInstance()), GROUP))
                .isInstanceOf(ManifestRefusal.class);
    }

    @Test
    void refusesWhatIsNotCanonical() {
        byte[] json = json(manifest(ORDERED));
        byte[] spaced = (new String(json, StandardCharsets.UTF_8) + " ").getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> manifests.read(spaced, GROUP)).isInstanceOf(ManifestRefusal.class);
        assertThatThrownBy(() -> manifests.read(new byte[] {'{'}, GROUP)).isInstanceOf(ManifestRefusal.class);
    }

    /** As an SDL file is read: no GPU is written as a number. */
    private static Resources resources(long cpuMillis) {
        return Fixtures.resources(cpuMillis, 512).toBuilder()
                .setGpu(Gpu.newBuilder().setUnits(Fixtures.value(0)))
                .build();
    }

    private static GroupSpec group() {
        GroupSpec group = Fixtures.group(1_000, 512);
        return group.toBuilder()
                .setResources(0, group.getResources(0).toBuilder().setResource(ORDERED))
                .build();
    }

    private static byte[] json(Manifest manifest) {
        return ManifestJson.write(manifest);
    }

    private static Manifest manifest(Resources resources) {
        Service service = Service.newBuilder()
                .setName("web")
                .setImage("nginx:1.27")
                .setCount(1)
                .setResources(resources)
                .addExpose(ServiceExpose.newBuilder()
                        .setPort(8080)
                        .setExternalPort(80)
                        .setProto("TCP")
                        .setGlobal(true))
                .build();
        return Manifest.newBuilder()
                .addGroups(ManifestGroup.newBuilder().setName("web").addServices(service))
                .build();
    }
}
