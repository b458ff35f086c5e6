package network.millrace.agent.workload.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import network.millrace.agent.testkit.Property;
import org.junit.jupiter.api.Test;

class TimedLinesTest {

    private static final Instant AT = Instant.parse("2026-11-28T13:35:34.995652080Z");

    private record Said(Instant at, String text) {}

    @Test
    void lineOverOnePieceIsSeveralLines() {
        String piece = "x".repeat(TimedLines.PIECE);
        String sent = AT + " " + piece + AT.plusNanos(7) + " rest\n" + AT.plusNanos(9) + " \n";

        assertThat(read(sent.getBytes(StandardCharsets.UTF_8), sent.length()))
                .containsExactly(new Said(AT, piece), new Said(AT.plusNanos(7), "rest"), new Said(AT.plusNanos(9), ""));
    }

    @Test
    void carriageReturnBeforeTheEndIsNoText() {
        assertThat(read((AT + " a\rb\r\n").getBytes(StandardCharsets.UTF_8), 3)).containsExactly(new Said(AT, "a\rb"));
    }

    @Test
    void framesMayBeCutAnywhere() {
        Property.holds("framesMayBeCutAnywhere", 200, random -> {
            List<Said> said = new ArrayList<>();
            ByteArrayOutputStream sent = new ByteArrayOutputStream();
            for (int line = random.nextInt(1, 20); line > 0; line--) {
                Said next = new Said(AT.plusNanos(line), "ü ".repeat(random.nextInt(40)) + line);
                sent.writeBytes((next.at() + " " + next.text() + "\n").getBytes(StandardCharsets.UTF_8));
                said.add(next);
            }
            assertThat(read(sent.toByteArray(), random.nextInt(1, 60))).isEqualTo(said);
        });
    }

    private static List<Said> read(byte[] sent, int frame) {
        List<Said> said = new ArrayList<>();
        TimedLines lines = new TimedLines((at, text) -> said.add(new Said(at, text)));
        for (int from = 0; from < sent.length; from += frame) {
            lines.take(Arrays.copyOfRange(sent, from, Math.min(sent.length, from + frame)));
        }
        return said;
    }
}
