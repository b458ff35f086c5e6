package network.millrace.client.sdl.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import network.millrace.client.sdl.yaml.YamlNode.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What plain scalars stand for, tried against Go's yaml.v3. */
class YamlScalarsTest {
    private static Scalar plain(String text) {
        return new Scalar(text, true, YamlNode.NO_TAG, 1, 1);
    }

    private static Scalar quoted(String text) {
        return new Scalar(text, false, YamlNode.NO_TAG, 1, 1);
    }

    private static Scalar tagged(String tag, String text) {
        return new Scalar(text, false, tag, 1, 1);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "80, 80",
        "+1, 1",
        "-1, -1",
        "-0, 0",
        "0x1F, 31",
        "0X1f, 31",
        "0o17, 15",
        "017, 15",
        "0b11, 3",
        "1_000, 1000",
        "1__0, 10",
        "0b+1, 1",
        "0o-7, -7",
        "-0b11, -3",
        "9223372036854775807, 9223372036854775807",
        "18446744073709551615, 9223372036854775807",
        "-9223372036854775808, -9223372036854775808",
    })
    void wholeNumbersHaveManyNotations(String text, long value) {
        assertThat(YamlScalars.resolve(plain(text)))
                .isInstanceOfSatisfying(
                        Resolved.Whole.class, whole -> assertThat(whole.value()).isEqualTo(value));
    }

    @ParameterizedTest
    @CsvSource({"1.5, 1.5", ".5, 0.5", "5., 5", "1e3, 1000", "08, 8", "-0.5, -0.5", "+.5, 0.5", "1_0.5, 10.5"})
    void otherNumbersAreFractional(String text, double value) {
        assertThat(YamlScalars.resolve(plain(text))).isEqualTo(new Resolved.Fractional(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1:30", "_1", "0x", "1e999", "0b2", "1 0", "NaN", "Inf", "yes", "2024-01-01", "a"})
    void otherScalarsAreTexts(String text) {
        assertThat(YamlScalars.resolve(plain(text))).isEqualTo(new Resolved.Text(text));
    }

    @Test
    void nullHasFiveNamesNoneOfThemInQuotes() {
        for (String name : new String[] {"", "~", "null", "Null", "NULL"}) {
            assertThat(YamlScalars.isNull(plain(name))).isTrue();
            assertThat(YamlScalars.isNull(quoted(name))).isFalse();
        }
        assertThat(YamlScalars.isNull(plain("nULL"))).isFalse();
        assertThat(YamlScalars.isNull(tagged("!!null", "~"))).isTrue();
    }

    @Test
    void truthHasMoreNamesWhereItIsExpectedButInQuotesNotItsOwn() {
        assertThat(YamlScalars.bool(plain("True"))).contains(true);
        assertThat(YamlScalars.bool(plain("ON"))).contains(true);
        assertThat(YamlScalars.bool(quoted("off"))).contains(false);
        assertThat(YamlScalars.bool(quoted("true"))).isEmpty();
        assertThat(YamlScalars.bool(plain("1"))).isEmpty();
    }

    @Test
    void tagsSayWhatAScalarIsAndItMustBeThat() {
        assertThat(YamlScalars.resolve(tagged("!!int", "2"))).isEqualTo(new Resolved.Whole(2, false));
        assertThat(YamlScalars.resolve(tagged("!!float", "2"))).isEqualTo(new Resolved.Fractional(2));
        assertThat(YamlScalars.resolve(tagged("!!str", "2"))).isEqualTo(new Resolved.Text("2"));
        assertThat(YamlScalars.resolve(tagged("!foo", "2"))).isEqualTo(new Resolved.Text("2"));
        assertThat(YamlScalars.resolve(tagged("!!int", "x"))).isEqualTo(new Resolved.Contradictory());
        assertThat(YamlScalars.text(tagged("!!binary", "aGk="))).contains("hi");
        assertThat(YamlScalars.text(tagged("!!binary", "?"))).isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "1_0, 10",
        "1., 1",
        ".5, .5",
        "1e-1, .1",
        "0x1p-1, .5",
        "0x1_0p3, 128",
        "0x_1p3, 8",
        "+1, 1",
        "-.5, -.5",
    })
    void floatingPointNumbersAreGos(String text, double value) {
        assertThat(GoFloats.parse(text)).contains(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "_1", "1_", "1__0", "1_.5", "1e_5", "0x1", "0x1p", "1e999", "1f", "1d", " 1", "+nan", "--1", "0b1"
            })
    void whatIsNoFloatingPointNumberOfGosIsNotRead(String text) {
        assertThat(GoFloats.parse(text)).isEmpty();
    }

    @Test
    void infinitiesAndWhatIsNoNumberHaveNames() {
        assertThat(GoFloats.parse("+Infinity")).contains(Double.POSITIVE_INFINITY);
        assertThat(GoFloats.parse("-inf")).contains(Double.NEGATIVE_INFINITY);
        assertThat(GoFloats.parse("nAn")).contains(Double.NaN);
    }
}
