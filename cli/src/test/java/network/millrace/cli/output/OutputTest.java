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

    @Test
    void coloursOfErrorsFollowTheStreamOfErrors() {
        assertThat(PIPE.paintForErr(Style.BAD, "no")).isEqualTo("no");
        assertThat(screen(new ByteArrayOutputStream(), 80).paintForErr(Style.BAD, "no"))
                .isEqualTo("\u001b[31mno\u001b[0m");
    }

    @Test
    void lastColumnIsFoldedBetweenWordsWhereTheScreenEnds() {
        Table table = Table.of("PROVIDER", "WHY")
                .row(
                        "amber",
                        "asked for sixteen cores and a great deal of memory; the provider has less than one of them")
                .row("birch", "no");

        assertThat(table.text(screen(new ByteArrayOutputStream(), 60))).isEqualTo("""
                \u001b[1mPROVIDER  WHY\u001b[0m
                amber     asked for sixteen cores and a great deal of
                          memory; the provider has less than one of them
                birch     no
                """);
    }

    @Test
    void aPipeGetsEachRowOnOneLineHoweverLong() {
        String why = "because ".repeat(40).strip();

        assertThat(Table.of("WHY").row(why).text(PIPE)).isEqualTo("WHY\n" + why + "\n");
    }

    @Test
    void sentencesOnATerminalBreakBetweenWords() {
        ByteArrayOutputStream screen = new ByteArrayOutputStream();

        screen(screen, 40)
                .note(
                        "millrace: there is no key named tenat in /home/someone/.millrace/keys; there are amber and birch");

        assertThat(screen.toString(StandardCharsets.UTF_8)).isEqualTo("""
                millrace: there is no key named tenat in
                /home/someone/.millrace/keys; there are
                amber and birch
                """);
    }

    @Test
    void whatIsWrittenRemovesTheLineOfProgressFirst() {
        ByteArrayOutputStream screen = new ByteArrayOutputStream();
        Terminal terminal = screen(screen, 80);

        terminal.status().show("waiting … 2.8 s");
        terminal.out().println("deployment 6 runs");

        assertThat(screen.toString(StandardCharsets.UTF_8))
                .isEqualTo("\r\u001b[Kwaiting … 2.8 s\r\u001b[Kdeployment 6 runs\n");
    }

    @Test
    void progressWaitsForTheEndOfALineThatWasBegun() {
        ByteArrayOutputStream screen = new ByteArrayOutputStream();
        Terminal terminal = screen(screen, 80);

        terminal.out().print("half a line");
        terminal.out().flush();
        terminal.status().show("waiting");
        terminal.out().println(", and the rest");

        assertThat(screen.toString(StandardCharsets.UTF_8)).isEqualTo("half a line, and the rest\n");
    }

    @Test
    void progressStaysAwayWhileSomebodyIsAsked() {
        ByteArrayOutputStream screen = new ByteArrayOutputStream();
        Terminal terminal = screen(screen, 80);

        terminal.status().hold();
        terminal.status().show("waiting");
        terminal.status().release();

        assertThat(screen.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void textIsCutWhereTheScreenEnds() {
        assertThat(Text.cut("awarded to mill18m32w75", 12)).isEqualTo("awarded to …");
        assertThat(Text.cut("short", 12)).isEqualTo("short");
    }

    private static Terminal screen(ByteArrayOutputStream screen, int columns) {
        PrintStream stream = new PrintStream(screen, true, StandardCharsets.UTF_8);
        return Terminal.screen(stream, stream, Map.of(), columns);
    }
}
