package network.millrace.agent.workload.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import network.millrace.agent.workload.Readiness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrdinaryUserPartsTest {

    @TempDir
    Path settings;

    private void set(String name, String value) throws Exception {
        Path file = settings.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, value + "\n");
    }

    @Test
    void openKernelMissesNothing() throws Exception {
        set("kernel/osrelease", "6.1.0-31-amd64");
        set("kernel/unprivileged_userns_clone", "1");
        set("user/max_user_namespaces", "96365");
        set("kernel/apparmor_restrict_unprivileged_userns", "0");

        assertThat(OrdinaryUserParts.missingOfKernel(settings)).isEmpty();
    }

    @Test
    void eachWayOfClosingUserNamespacesHasTheLineThatOpensThem() throws Exception {
        set("kernel/unprivileged_userns_clone", "0");
        set("user/max_user_namespaces", "0");
        set("kernel/apparmor_restrict_unprivileged_userns", "1");

        assertThat(OrdinaryUserParts.missingOfKernel(settings))
                .extracting(Readiness.MissingPart::remedy)
                .containsExactly(
                        "as root: sysctl -w kernel.unprivileged_userns_clone=1",
                        "as root: sysctl -w user.max_user_namespaces=10000",
                        "as root: sysctl -w kernel.apparmor_restrict_unprivileged_userns=0");
    }

    @Test
    void oldKernelIsMissingOrAsLeastALimitation() throws Exception {
        set("kernel/osrelease", "5.10.0-8-amd64");

        assertThat(OrdinaryUserParts.missingOfKernel(settings))
                .extracting(Readiness.MissingPart::name)
                .containsExactly("Linux 5.11");
        assertThat(OrdinaryUserParts.limitations("6.1.0-31-amd64"))
                .anyMatch(sentence -> sentence.contains("before 6.6"));
        assertThat(OrdinaryUserParts.limitations("6.18.44")).noneMatch(sentence -> sentence.contains("before 6.6"));
    }

    @Test
    void coresAreReadAsTheKernelListsThem() {
        assertThat(CoreList.parse("0-2,8,10-11")).containsExactly(0, 1, 2, 8, 10, 11);
        assertThat(CoreList.parse("3")).containsExactly(3);
    }
}
