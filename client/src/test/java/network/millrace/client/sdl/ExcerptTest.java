package network.millrace.client.sdl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTest {
    private static String excerpt(String text, int line, int column) {
        return new SdlProblem(line, column, "", "x", "").excerpt(text);
    }

    @Test
    void caretStandsUnderThePlace() {
        assertThat(excerpt("a: b\nsize: 512mi\n", 2, 7)).isEqualTo("size: 512mi\n      ^");
        assertThat(excerpt("a: b\r\nsize: 1\r\n", 2, 1)).isEqualTo("size: 1\n^");
    }

    @Test
    void placesAtTheEndAndBeyondHaveTheirCaretBehindTheLine() {
        assertThat(excerpt("ab", 1, 3)).isEqualTo("ab\n  ^");
        assertThat(excerpt("ab", 1, 99)).isEqualTo("ab\n  ^");
        assertThat(excerpt("ab", 5, 1)).isEmpty();
        assertThat(excerpt("ab", 0, 0)).isEmpty();
    }

    @Test
    void wideCharactersCountTwiceAndMarksNot() {
        assertThat(excerpt("日本: x", 1, 5)).isEqualTo("日本: x\n      ^");
        assertThat(excerpt("e\u0301: x", 1, 4)).isEqualTo("e\u0301: x\n  ^");
        assertThat(excerpt("\ud83d\ude00: x", 1, 2)).isEqualTo("\ud83d\ude00: x\n  ^");
    }

    @Test
    void tabsBecomeSpacesAndControlCharactersAreNotPrinted() {
        assertThat(excerpt("\ta: \u001b[31m", 1, 2)).isEqualTo(" a: \uFFFD[31m\n ^");
    }

    @Test
    void longLinesAreCutAroundTheCaret() {
        String line = "a".repeat(300) + "X" + "b".repeat(300);

        String[] lines = excerpt(line, 1, 301).split("\n");

        assertThat(lines[0]).startsWith("…a").endsWith("b…").hasSizeLessThan(110);
        assertThat(lines[0].charAt(lines[1].length() - 1)).isEqualTo('X');
    }
}
