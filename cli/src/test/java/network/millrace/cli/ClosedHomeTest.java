package network.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A home that cannot be written: the folder of the kernel's own objects, in which not even root may make a folder. */
class ClosedHomeTest {
    private static final Path KERNEL = Path.of("/sys");
    private static final Path CLOSED = KERNEL.resolve("millrace");

    @ParameterizedTest
    @ValueSource(strings = {"keys add tenant --no-passphrase", "up", "deploy ../examples/web.yaml"})
    void whatMustBeWrittenIsRefusedWithWhatToDo(String command) {
        assumeTrue(Files.isDirectory(KERNEL), "needs Linux");

        var run = new Session(CLOSED).run(command.split(" "));

        assertThat(run.exitCode()).isNotZero();
        assertThat(run.err())
                .contains("no permission for " + CLOSED, System.getProperty("user.name"), "--home FOLDER")
                .doesNotContain("Exception", "fault in Millrace");
    }

    @Test
    void whatOnlyReadsSaysThatNothingIsThere() {
        var run = new Session(CLOSED).run("keys", "list");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out() + run.err()).contains("no keys in " + CLOSED);
    }
}
