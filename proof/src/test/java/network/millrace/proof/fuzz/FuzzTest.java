package network.millrace.proof.fuzz;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import network.millrace.proof.dispute.DisputeFuzz;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each target on its seeds, and for a few seconds under the fuzzer; {@code -Dmillrace.fuzz.seconds} makes it longer. */
class FuzzTest {
    @TempDir
    private Path folder;

    @Test
    void disputeMessages() throws Exception {
        check(DisputeFuzz.class, DisputeFuzz::fuzzerTestOneInput, DisputeFuzz.seeds(), 1 << 14);
    }

    private void check(Class<?> target, Consumer<byte[]> law, List<byte[]> seeds, int lengthMax) throws Exception {
        for (byte[] seed : seeds) {
            assertThatCode(() -> law.accept(seed)).doesNotThrowAnyException();
        }
        new Fuzzer(folder).run(target, seeds, lengthMax);
    }
}
