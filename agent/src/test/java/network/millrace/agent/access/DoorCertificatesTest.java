package network.millrace.agent.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A provider's certificates over restarts of its agent. */
class DoorCertificatesTest {
    @Test
    void restartedAgentShowsTheSameCertificate(@TempDir Path folder) throws Exception {
        var clock = InstantSource.fixed(Instant.parse("2026-11-21T00:00:00Z"));
        var before = DoorCertificates.open(folder, "provider", clock).fingerprints();

        var after = DoorCertificates.open(folder, "provider", clock);

        assertThat(after.fingerprints()).isEqualTo(before).hasSize(1);
        assertThat(after.tls()).isNotNull();
    }
}
