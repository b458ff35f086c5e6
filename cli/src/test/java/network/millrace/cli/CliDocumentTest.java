package network.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What docs/cli.md says is what the commands say. */
class CliDocumentTest {
    private static final Path PAGE = Path.of("..", "docs", "cli.md");

    @Test
    void pageIsUpToDate() throws Exception {
        if (System.getProperty("millrace.docs", "").equals("write")) {
            Files.writeString(PAGE, CliDocument.text());
        }
        assertThat(Files.readString(PAGE)).isEqualTo(CliDocument.text());
    }
}
