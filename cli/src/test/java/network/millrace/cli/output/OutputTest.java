package network.millrace.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How answers look: golden tables, JSON, spans of time and sizes. */
class OutputTest {
    private static final Terminal PIPE = Terminal.of(
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            Map.of());

    @Test
    void columnsAreAlignedAndNumbersStandRight() {
        Table table =
                Table.of("PROVIDER", ">PRICE", "WHY").row("amber", 7, "won").row("a longer name", 1_200, "");

        assertThat(table.text(PIPE)).isEqualTo("""
                PROVIDER       PRICE  WHY
                amber              7  won
                a longer name   1200
                """);
    }

    @Test
    void coloursDoNotShiftColumns() {
        Table table = Table.of("A", "B").row("\u001b[32myes\u001b[0m", "1").row("no", "2");

        assertThat(table.text(PIPE)).isEqualTo("A    B\n\u001b[32myes\u001b[0m  1\nno   2\n");
    }

    @Test
    void whatStrangersWriteCannotMoveTheCursorNorForgeARow() {
        Table table = Table.of("PROVIDER", "WHY").row("amber", "\u001b[2J\u001b]0;owned\u0007\r\nbasalt  won\u009b1A");

        assertThat(table.text(PIPE)).isEqualTo("""
                PROVIDER  WHY
                amber     ?[2J?]0;owned?? basalt  won?1A
                """);
        assertThat(Text.printable("one\n\ttwo\u0008")).isEqualTo("one\n\ttwo?");
    }

    @Test
    void rowsAreObjectsInJson() {
        Table table = Table.of("NAME", ">PRICE MAX").row("amber", 7);

        assertThat(Json.write(table.json())).isEqualTo("[{\"name\":\"amber\",\"price_max\":7}]");
    }

    @Test
    void rowOfWrongLengthIsRefused() {
        assertThatThrownBy(() -> Table.of("A", "B").row("only one")).hasMessageContaining("2 cells, not 1");
    }

    @Test
    void jsonIsEscapedAndKeepsTheOrder() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("text", "a \"quote\"\n\u0001 ü");
        object.put("list", List.of(1, 2.5, true, new Json.Raw("{\"x\":null}")));

        assertThat(Json.write(object))
                .isEqualTo("{\"text\":\"a \\\"quote\\\"\\n\\u0001 ü\",\"list\":[1,2.5,true,{\"x\":null}]}");
    }

    @Test
    void spansSizesAndNumbersReadAsPeopleSayThem() {
        assertThat(Text.duration(Duration.ofMillis(340))).isEqualTo("0.3 s");
        assertThat(Text.duration(Duration.ofSeconds(250))).isEqualTo("4 min 10 s");
        assertThat(Text.duration(Duration.ofHours(50))).isEqualTo("2 d 2 h");
        assertThat(Text.bytes(1_610_612_736L)).isEqualTo("1.5 GiB");
        assertThat(Text.bytes(512)).isEqualTo("512 B");
        assertThat(Text.number(123_456)).isEqualTo("123,456");
        assertThat(Text.number(0.3351)).isEqualTo("0.335");
    }

    @Test
    void pipesGetNoColours() {
        assertThat(PIPE.paint(Style.GOOD, "yes")).isEqualTo("yes");
    }
}
