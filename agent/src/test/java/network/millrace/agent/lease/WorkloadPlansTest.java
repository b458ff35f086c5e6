package network.millrace.agent.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import network.millrace.agent.testkit.Fixtures;
import network.millrace.agent.workload.WorkloadSpec;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.manifest.v1.HttpOptions;
import network.millrace.protocol.manifest.v1.ImageCredentials;
import network.millrace.protocol.manifest.v1.ManifestGroup;
import network.millrace.protocol.manifest.v1.Service;
import network.millrace.protocol.manifest.v1.ServiceExpose;
import network.millrace.protocol.manifest.v1.ServiceParams;
import network.millrace.protocol.manifest.v1.StorageParams;
import org.junit.jupiter.api.Test;

class WorkloadPlansTest {

    private static final LeaseId LEASE = Fixtures.order(7).lease(Fixtures.PROVIDER_KEY.address());
    private static final Hash HASH = Hash.sha256();
    private static final ServiceExpose WEB = ServiceExpose.newBuilder()
            .setPort(8080)
            .setExternalPort(80)
            .setProto("TCP")
            .setGlobal(true)
            .build();

    private final WorkloadPlans plans = new WorkloadPlans(Fixtures.CHAIN, 256);

    @Test
    void runsWhatTheManifestSaysWithinWhatWasOrdered() throws ManifestRefusal {
        WorkloadSpec spec =
                plan(service().addExpose(WEB).addArgs("-v").addEnv("A=b=c").addEnv("EMPTY"));

        assertThat(spec.limits().cpuMillis()).isEqualTo(1_000);
        assertThat(spec.limits().memoryBytes()).isEqualTo(512 * Fixtures.MIB);
        assertThat(spec.limits().diskBytes()).isEqualTo(512 * Fixtures.MIB);
        assertThat(spec.limits().processes()).isEqualTo(256);
        assertThat(spec.program().ports()).containsExactly(8080);
        assertThat(spec.program().arguments()).containsExactly("-v");
        assertThat(spec.program().environment())
                .containsEntry("A", "b=c")
                .containsEntry("EMPTY", "")
                .containsEntry("MILLRACE_DEPLOYMENT_SEQUENCE", "7");
    }

    @Test
    void anEnvironmentOfTheTenantWinsOverOurs() throws ManifestRefusal {
        assertThat(plan(service().addEnv("MILLRACE_OWNER=me")).program().environment())
                .containsEntry("MILLRACE_OWNER", "me");
    }

    @Test
    void labelsTellAnAgentWithoutMemoryWhoseItIs() throws ManifestRefusal {
        WorkloadSpec spec = plan(service()
                .addExpose(WEB.toBuilder()
                        .setHttpOptions(
                                HttpOptions.newBuilder().setMaxBodySize(5).setReadTimeout(99_999))));

        assertThat(spec.labels()).containsEntry(Labels.LEASE, LEASE.toString()).containsEntry(Labels.SERVICE, "web");
        assertThat(Exposure.parse(spec.labels().getOrDefault(Labels.EXPOSE, "")))
                .contains(new Exposure(8080, 80, true, 5, 60_000));
    }

    @Test
    void anotherManifestIsAnotherWorkload() throws ManifestRefusal {
        WorkloadSpec one = plan(service());
        WorkloadSpec other = plans.plan(LEASE, group(service()), Hash.sha256(new byte[1]));

        assertThat(one.id()).isNotEqualTo(other.id()).isEqualTo(plan(service()).id());
    }

    @Test
    void refusesWhatItDoesNotRunAndSaysWhatToChange() {
        refused(
                "one service per lease",
                ManifestGroup.newBuilder().addServices(service()).addServices(service()));
        refused("set count: 1", service().setCount(2));
        refused("expose one", service().addExpose(WEB).addExpose(WEB.toBuilder().setPort(9090)));
        refused("use tcp", service().addExpose(WEB.toBuilder().setProto("UDP")));
        refused(
                "without credentials",
                service().setCredentials(ImageCredentials.newBuilder().setHost("example.org")));
        refused(
                "mounts no volumes",
                service()
                        .setParams(ServiceParams.newBuilder()
                                .addStorage(StorageParams.newBuilder()
                                        .setName("data")
                                        .setMount("/data"))));
        refused("cannot be run", service().setImage("UPPER/Case"));
        refused("cannot be run", service().addEnv("=nameless"));
    }

    private void refused(String words, Service.Builder service) {
        refused(words, ManifestGroup.newBuilder().addServices(service));
    }

    private void refused(String words, ManifestGroup.Builder group) {
        assertThatThrownBy(() -> plans.plan(LEASE, group.build(), HASH))
                .isInstanceOf(ManifestRefusal.class)
                .hasMessageContaining(words);
    }

    private WorkloadSpec plan(Service.Builder service) throws ManifestRefusal {
        return plans.plan(LEASE, group(service), HASH);
    }

    private static ManifestGroup group(Service.Builder service) {
        return ManifestGroup.newBuilder().setName("web").addServices(service).build();
    }

    private static Service.Builder service() {
        return Service.newBuilder()
                .setName("web")
                .setImage("nginx:1.27")
                .setCount(1)
                .setResources(Fixtures.resources(1_000, 512));
    }
}
