package network.millrace.agent.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoorCertificatesTest {

    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-11-21T08:00:00Z");
    private final InstantSource clock = () -> now;

    @Test
    void keepsItsCertificateOverARestart() throws IOException {
        var first = open().fingerprints();

        assertThat(open().fingerprints()).isEqualTo(first).hasSize(1);
    }

    @Test
    void onlyItsOwnerCanReadTheKey() throws IOException {
        open();

        try (Stream<Path> files = Files.list(folder)) {
            Path file = files.findFirst().orElseThrow();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void announcesTheNextCertificateADayBeforeItIsShown() throws IOException {
        DoorCertificates door = open();
        assertThat(door.renewIfDue()).isFalse();
        now = now.plus(Duration.ofDays(340));

        assertThat(door.renewIfDue()).isTrue();

        assertThat(door.fingerprints()).hasSize(2);
        assertThat(Instant.ofEpochMilli(door.fingerprints().getLast().getValidFromMs()))
                .isEqualTo(now.plus(Duration.ofDays(1)));
        assertThat(door.renewIfDue()).as("once is enough").isFalse();
        assertThat(open().fingerprints()).as("also after a restart").isEqualTo(door.fingerprints());
    }

    @Test
    void forgetsACertificateThatHasEnded() throws IOException {
        DoorCertificates door = open();
        now = now.plus(Duration.ofDays(340));
        door.renewIfDue();
        now = now.plus(Duration.ofDays(60));

        assertThat(door.fingerprints()).hasSize(1);
    }

    @Test
    void makesANewOneWhenAllHaveEnded() throws IOException {
        var first = open().fingerprints();
        now = now.plus(Duration.ofDays(500));

        assertThat(open().fingerprints()).hasSize(1).isNotEqualTo(first);
    }

    @Test
    void aDamagedFileIsAClearError() throws IOException {
        Files.writeString(folder.resolve("door-1.pem"), "nonsense");

        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("door-1.pem");
    }

    private DoorCertificates open() throws IOException {
        return DoorCertificates.open(folder, "test", clock);
    }
}
