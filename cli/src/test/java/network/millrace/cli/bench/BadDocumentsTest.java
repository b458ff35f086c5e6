package network.millrace.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.stream.Stream;
import network.millrace.client.sdl.Sdl;
import network.millrace.client.sdl.SdlException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How long they take is the bench's matter; here, that the work does not grow faster than the document. */
class BadDocumentsTest {
    /** What it takes to read a text of one MiB, several times over. */
    private static final long ALLOCATED_MAX = 160L << 20;

    static Stream<Arguments> documents() {
        return BadDocuments.all().entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("documents")
    void badDocumentsAreRefusedWithoutMuchAdo(String name, byte[] document) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (Sdl.Mode mode : Sdl.Mode.values()) {
            long before = threads.getCurrentThreadAllocatedBytes();

            SdlException refused = catchThrowableOfType(SdlException.class, () -> Sdl.parse(document, mode));

            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            assertThat(allocated).as("bytes used to refuse " + name).isLessThan(ALLOCATED_MAX);
            assertThat(refused.problems()).isNotEmpty().hasSizeLessThanOrEqualTo(100);
            assertThat(String.valueOf(refused.getMessage()).length()).isLessThan(200_000);
        }
    }
}
