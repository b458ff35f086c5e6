package network.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code millrace bench NAME --only PART}. */
class BenchPartsTest {
    @TempDir
    private Path home;

    private Session session;

    @BeforeEach
    void openSession() {
        session = new Session(home);
    }

    @Test
    void unknownPartIsRefusedWithThoseThatThereAre() {
        var run = session.run("bench", "proof", "--only", "gem");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("no part \"gem\"", "gemm, forward, convolution");
    }

    @Test
    void benchWithoutPartsSaysSo() {
        var run = session.run("bench", "sampling", "--only", "gemm");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("bench sampling has no part \"gemm\"");
    }

    @Test
    void onePartGivesItsFiguresAlone() {
        var run = session.run("bench", "proof", "--only", "rounds", "--output", "json");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("\"bench\":\"proof\"", "rounds, 10,000 steps x 4,000 operations", "\"met\":true");
        assertThat(run.out()).doesNotContain("GEMM");
    }
}
